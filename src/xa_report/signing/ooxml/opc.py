"""Workbook as an OPC package: parts, content types, relationships."""

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from xa_report.signing.ooxml.faults import WorkbookFault, WorkbookRefusedError
from xa_report.signing.ooxml.xml import (
    CONTENT_TYPES_NS,
    CONTENT_TYPES_PART,
    MAX_XML_SIZE,
    ORIGIN_TYPE,
    RELATIONSHIPS_NS,
    RELS_TYPE,
    ROOT_RELS_PART,
    SIGNATURE_PART,
    SIGNATURE_TYPE,
    XmlNode,
    canonical_xml,
    parse_xml,
)
from xa_report.signing.ooxml.zip import unpack_workbook

_TYPE_KEYS = {
    f"{{{CONTENT_TYPES_NS}}}Default": "Extension",
    f"{{{CONTENT_TYPES_NS}}}Override": "PartName",
}
_RELATIONSHIP_ATTRIBUTES = {"Id", "Target", "TargetMode", "Type"}
_RELATIONSHIP_TAG = f"{{{RELATIONSHIPS_NS}}}Relationship"
_RELATIONSHIPS_TAG = f"{{{RELATIONSHIPS_NS}}}Relationships"


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """Types by lower-case part name (`/xl/workbook.xml`) and by lower-case extension (`xml`)."""

    types_by_name: Mapping[str, str]

    def type_of(self, part: str) -> str:
        """Return the content type of a part; raise WorkbookRefusedError for one without."""
        name = part.casefold()
        extension = name.rpartition("/")[2].rpartition(".")[2]
        # Part names are equal without regard to case, and an override wins over its extension.
        content_type = self.types_by_name.get(name) or self.types_by_name.get(extension)
        if not content_type:
            raise WorkbookRefusedError(WorkbookFault.BAD_CONTENT_TYPES, part)
        return content_type


def read_content_types(data: bytes) -> ContentTypes:
    """Parse the content types; raise WorkbookRefusedError unless each name has one type."""
    root = parse_xml(data, CONTENT_TYPES_PART)
    if root.tag != f"{{{CONTENT_TYPES_NS}}}Types":
        raise WorkbookRefusedError(WorkbookFault.BAD_CONTENT_TYPES, CONTENT_TYPES_PART)
    known: dict[str, str] = {}
    for node in root:
        key = _TYPE_KEYS.get(node.tag)
        if key is None or set(node.attrib) != {key, "ContentType"}:
            raise WorkbookRefusedError(WorkbookFault.BAD_CONTENT_TYPES, CONTENT_TYPES_PART)
        name = node.get(key).casefold()
        if name in known or name.startswith("/") != (key == "PartName"):
            raise WorkbookRefusedError(WorkbookFault.BAD_CONTENT_TYPES, node.get(key))
        known[name] = node.get("ContentType")
    return ContentTypes(known)


def add_signature_types(data: bytes) -> bytes:
    """Return the content types with those of a signature's parts added."""
    root = parse_xml(data, CONTENT_TYPES_PART)
    attributes = {"Extension": "sigs", "ContentType": ORIGIN_TYPE}
    root.insert(0, etree.Element(f"{{{CONTENT_TYPES_NS}}}Default", attributes))
    attributes = {"PartName": SIGNATURE_PART, "ContentType": SIGNATURE_TYPE}
    etree.SubElement(root, f"{{{CONTENT_TYPES_NS}}}Override", attributes)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


class OpcRelationship(NamedTuple):
    """Relationship in the order of the Relationship Transform; mode `Internal` or `External`."""

    id: str
    type: str
    target: str
    mode: str = "Internal"

    def resolve_from(self, part: str) -> str:
        """Return the part it leads to; `part` is the relationships part that holds it."""
        folder = posixpath.dirname(posixpath.dirname(part))
        return posixpath.normpath(posixpath.join(folder, self.target))


OpcRelationships = tuple[OpcRelationship, ...]


def is_relationships_part(part: str) -> bool:
    """Return whether a part holds relationships by its name."""
    folder, _, name = part.casefold().rpartition("/")
    return folder.endswith("/_rels") and name.endswith(".rels")


def read_relationships(data: bytes, part: str) -> OpcRelationships:
    """Parse a relationships part; raise WorkbookRefusedError for other content or an id twice."""
    root = parse_xml(data, part)
    nodes = list(root)
    if root.tag != _RELATIONSHIPS_TAG or root.attrib or "".join(root.itertext()).strip():
        raise WorkbookRefusedError(WorkbookFault.BAD_RELATIONSHIPS, part)
    if not all(_is_relationship_node(node) for node in nodes):
        raise WorkbookRefusedError(WorkbookFault.BAD_RELATIONSHIPS, part)
    relationships = tuple(
        OpcRelationship(
            n.get("Id"), n.get("Type"), n.get("Target"), n.get("TargetMode", "Internal")
        )
        for n in nodes
    )
    if len({one.id for one in relationships}) != len(relationships):
        raise WorkbookRefusedError(WorkbookFault.BAD_RELATIONSHIPS, part)
    return relationships


def _is_relationship_node(node: XmlNode) -> bool:
    known = set(node.attrib) | {"TargetMode"} == _RELATIONSHIP_ATTRIBUTES
    return bool(node.tag == _RELATIONSHIP_TAG and known and not len(node))


def transformed_relationships(relationships: OpcRelationships, ids: Collection[str]) -> bytes:
    """Return the canonical bytes of the relationships with these ids.

    The Relationship Transform of ECMA-376-2: sorted by id, the default mode written out.
    """
    return canonical_xml(_relationships_tree(sorted(one for one in relationships if one.id in ids)))


def relationships_bytes(relationships: OpcRelationships) -> bytes:
    """Return the bytes of a relationships part."""
    tree = _relationships_tree(relationships)
    return bytes(etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True))


def _relationships_tree(relationships: Collection[OpcRelationship]) -> XmlNode:
    root = etree.Element(_RELATIONSHIPS_TAG, nsmap={None: RELATIONSHIPS_NS})
    for relationship in relationships:
        attributes = {
            "Id": relationship.id,
            "Target": relationship.target,
            "TargetMode": relationship.mode,
            "Type": relationship.type,
        }
        etree.SubElement(root, _RELATIONSHIP_TAG, attributes)
    return root


@dataclass(frozen=True, slots=True)
class OpcPackage:
    """Parts of a workbook by name (`/xl/workbook.xml`), in the order of the file."""

    parts: dict[str, bytes]
    types: Mapping[str, str]
    relationships: Mapping[str, OpcRelationships]
    """Relationships by the name of their part, which is also among the parts."""

    def reference_uri(self, part: str) -> str:
        """Return the URI by which a signature refers to a part."""
        return f"{part}?ContentType={self.types[part]}"


def read_opc_package(data: bytes) -> OpcPackage:
    """Read a workbook file; raise WorkbookRefusedError at the first fault of its packaging."""
    entries = unpack_workbook(data)
    content_types = entries.pop(CONTENT_TYPES_PART, None)
    if content_types is None:
        raise WorkbookRefusedError(WorkbookFault.UNREADABLE, f"thiếu {CONTENT_TYPES_PART}")
    known = read_content_types(content_types)
    parts = {f"/{name}": content for name, content in entries.items()}
    types = {part: known.type_of(part) for part in parts}
    relationships = _read_all_relationships(parts)
    if ROOT_RELS_PART not in relationships:
        raise WorkbookRefusedError(WorkbookFault.UNREADABLE, f"thiếu {ROOT_RELS_PART}")
    # Spreadsheet programs go by the type, the signature by the name: both must agree.
    for part, kind in types.items():
        if (kind == RELS_TYPE) != (part in relationships):
            raise WorkbookRefusedError(WorkbookFault.BAD_CONTENT_TYPES, part)
    return OpcPackage(parts, types, relationships)


def _read_all_relationships(parts: Mapping[str, bytes]) -> dict[str, OpcRelationships]:
    holders = [part for part in parts if is_relationships_part(part)]
    if sum(len(parts[part]) for part in holders) > MAX_XML_SIZE:
        raise WorkbookRefusedError(WorkbookFault.TOO_LARGE, "bảng kê liên kết")
    return {part: read_relationships(parts[part], part) for part in holders}
