"""The relationships of a part: which other parts it leans on, and their form for signing."""

import posixpath
from collections.abc import Collection
from typing import NamedTuple

from lxml import etree

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.markup import Node, canonical, parse
from xa_report.signing.workbook.vocabulary import RELATIONSHIPS

_ATTRIBUTES = {"Id", "Target", "TargetMode", "Type"}
_ITEM = f"{{{RELATIONSHIPS}}}Relationship"
_ROOT = f"{{{RELATIONSHIPS}}}Relationships"


class Relationship(NamedTuple):
    """One relationship; the mode is `Internal` or `External`."""

    id: str
    type: str
    target: str
    mode: str = "Internal"

    def resolved(self, part: str) -> str:
        """Return the part it leads to from the relationships part that holds it."""
        folder = posixpath.dirname(posixpath.dirname(part))
        return posixpath.normpath(posixpath.join(folder, self.target))


Relationships = tuple[Relationship, ...]


def is_relationships(part: str) -> bool:
    """Whether a part holds relationships, told by its name."""
    folder, _, name = part.casefold().rpartition("/")
    return folder.endswith("/_rels") and name.endswith(".rels")


def read_relationships(data: bytes, part: str) -> Relationships:
    """Read a relationships part; each id stands once."""
    root = parse(data, part)
    nodes = list(root)
    if root.tag != _ROOT or root.attrib or "".join(root.itertext()).strip():
        raise RefusedError(Fault.BAD_RELATIONSHIPS, part)
    if not all(_is_item(node) for node in nodes):
        raise RefusedError(Fault.BAD_RELATIONSHIPS, part)
    found = tuple(
        Relationship(n.get("Id"), n.get("Type"), n.get("Target"), n.get("TargetMode", "Internal"))
        for n in nodes
    )
    if len({one.id for one in found}) != len(found):
        raise RefusedError(Fault.BAD_RELATIONSHIPS, part)
    return found


def _is_item(node: Node) -> bool:
    known = set(node.attrib) | {"TargetMode"} == _ATTRIBUTES
    return bool(node.tag == _ITEM and known and not len(node))


def transformed(relationships: Relationships, ids: Collection[str]) -> bytes:
    """Return the canonical bytes of the chosen relationships (the Relationship Transform)."""
    return canonical(_tree(sorted(one for one in relationships if one.id in ids)))


def written(relationships: Relationships) -> bytes:
    """Return a relationships part."""
    tree = _tree(relationships)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _tree(relationships: Collection[Relationship]) -> Node:
    root = etree.Element(_ROOT, nsmap={None: RELATIONSHIPS})
    for one in relationships:
        attributes = {"Id": one.id, "Target": one.target, "TargetMode": one.mode, "Type": one.type}
        etree.SubElement(root, _ITEM, attributes)
    return root
