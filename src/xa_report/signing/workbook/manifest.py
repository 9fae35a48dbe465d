"""The references of a signature: what is signed, after which transforms, with which digest."""

import binascii
from base64 import b64decode
from dataclasses import dataclass
from typing import NoReturn

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.markup import Node
from xa_report.signing.workbook.vocabulary import (
    C14N,
    DS,
    MDSSI,
    RELATIONSHIP_TRANSFORM,
    SHA256,
)

_BY_ID = f"{{{MDSSI}}}RelationshipReference"


@dataclass(frozen=True, slots=True)
class Reference:
    """One signed thing."""

    uri: str
    digest: bytes
    ids: frozenset[str] | None = None
    """Of a relationships part: the relationships that are signed."""


def refuse(node: Node) -> NoReturn:
    """Refuse a signature for the element that stands out of its fixed shape."""
    raise RefusedError(Fault.BAD_SIGNATURE, str(node.tag).rpartition("}")[2])


def only(node: Node, *tags: str) -> list[Node]:
    """Return the children of an element, which must be exactly these."""
    children = list(node)
    if [child.tag for child in children] != list(tags):
        refuse(node)
    return children


def decoded(node: Node) -> bytes:
    """Return the bytes that an element holds as base64."""
    only(node)
    try:
        return b64decode("".join((node.text or "").split()), validate=True)
    except (binascii.Error, ValueError):
        refuse(node)


def algorithm(node: Node, *allowed: str) -> str:
    """Return the algorithm that an element names; others than these are refused."""
    named = str(node.get("Algorithm"))
    if named not in allowed:
        raise RefusedError(Fault.ALGORITHM, named)
    return named


def read_digest(method: Node, value: Node) -> bytes:
    """Return a SHA-256 digest."""
    only(method)
    algorithm(method, SHA256)
    return decoded(value)


def read_reference(node: Node) -> Reference:
    """Read a reference: to bytes, to XML in canonical form, or to chosen relationships."""
    if node.tag != f"{{{DS}}}Reference":
        refuse(node)
    *transforms, method, value = only(node, *_tags(node))
    chain = list(transforms[0]) if transforms else []
    if any(step.tag != f"{{{DS}}}Transform" for step in chain):
        refuse(node)
    ids = None
    if len(chain) > 1:
        chosen = chain.pop(0)
        algorithm(chosen, RELATIONSHIP_TRANSFORM)
        ids = frozenset(_id(one) for one in chosen)
    for step in chain:
        only(step)
        algorithm(step, C14N)
    if len(chain) > 1:
        refuse(node)
    return Reference(str(node.get("URI")), read_digest(method, value), ids)


def _tags(node: Node) -> list[str]:
    names = ["DigestMethod", "DigestValue"]
    transformed = len(node) > len(names)
    return [f"{{{DS}}}{name}" for name in (["Transforms"] if transformed else []) + names]


def _id(node: Node) -> str:
    if node.tag != _BY_ID or node.get("SourceId") is None:
        refuse(node)
    return str(node.get("SourceId"))
