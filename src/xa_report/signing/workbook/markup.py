"""Reading XML that nobody vouches for, and its canonical form."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from lxml import etree

from xa_report.signing.workbook.faults import Fault, RefusedError

Node: TypeAlias = Any
"""An element; lxml ships no types."""

LARGEST_XML = 512 * 1024
"""Bytes: a tree takes many times as much memory as its text."""
_LONGEST_TAG = 16 * 1024
"""Bytes: libxml2's time grows with the square of the attributes of an element."""
_MOST_PREFIXES = 4
"""Canonical XML looks at every prefix for every element."""

_PREFIX = re.compile(rb"xmlns:([^\s=]*)")
_XML = "{http://www.w3.org/XML/1998/namespace}"


def parse(data: bytes, place: str) -> Node:
    """Return the root; no DTD, entity, comment or processing instruction is let in."""
    if len(data) > LARGEST_XML:
        raise RefusedError(Fault.TOO_LARGE, place)
    if b"<!DOCTYPE" in data or _is_costly(data):
        raise RefusedError(Fault.BAD_XML, place)
    # The encoding is set, so that no declared one can hide a DTD from the line above.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RefusedError(Fault.BAD_XML, place) from error
    if root.getroottree().docinfo.doctype or not all(_plain(node) for node in _nodes(root)):
        raise RefusedError(Fault.BAD_XML, place)
    return root


def canonical(node: Node) -> bytes:
    """Return the canonical form (C14N 1.0, no comments) of an element where it stands."""
    # lxml writes bogus xmlns="" when a part of a tree is made canonical: give it a tree of its own.
    try:
        alone = etree.fromstring(etree.tostring(node, with_tail=False))
        return bytes(etree.tostring(alone, method="c14n", with_comments=False))
    except etree.LxmlError as error:  # a relative namespace has no canonical form
        raise RefusedError(Fault.BAD_XML, etree.QName(node).localname) from error


def _is_costly(data: bytes) -> bool:
    longest = max(map(len, data.split(b"<")))
    return longest > _LONGEST_TAG or len(set(_PREFIX.findall(data))) > _MOST_PREFIXES


def _nodes(root: Node) -> Iterator[Node]:
    yield from root.itersiblings(preceding=True)
    yield from root.iter()
    yield from root.itersiblings()


def _plain(node: Node) -> bool:
    # xml:space and the like are inherited by canonical parts; `canonical` does not do that.
    return isinstance(node.tag, str) and not any(name.startswith(_XML) for name in node.attrib)
