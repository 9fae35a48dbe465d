"""The content type of each part, as [Content_Types].xml gives it."""

from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.markup import parse
from xa_report.signing.workbook.vocabulary import (
    CONTENT_TYPES,
    ORIGIN_TYPE,
    SIGNATURE,
    SIGNATURE_TYPE,
    TYPES,
)

_KEYS = {f"{{{TYPES}}}Default": "Extension", f"{{{TYPES}}}Override": "PartName"}


@dataclass(frozen=True, slots=True)
class ContentTypes:
    """Types by lower-case part name (`/xl/workbook.xml`) and by lower-case extension (`xml`)."""

    known: Mapping[str, str]

    def of(self, part: str) -> str:
        """Return the type of a part; a part without one is refused."""
        name = part.casefold()
        extension = name.rpartition("/")[2].rpartition(".")[2]
        found = self.known.get(name) or self.known.get(extension)
        if not found:
            raise RefusedError(Fault.BAD_CONTENT_TYPES, part)
        return found


def read_content_types(data: bytes) -> ContentTypes:
    """Read the list; one type for each name."""
    root = parse(data, CONTENT_TYPES)
    if root.tag != f"{{{TYPES}}}Types":
        raise RefusedError(Fault.BAD_CONTENT_TYPES, CONTENT_TYPES)
    known: dict[str, str] = {}
    for node in root:
        key = _KEYS.get(node.tag)
        if key is None or set(node.attrib) != {key, "ContentType"}:
            raise RefusedError(Fault.BAD_CONTENT_TYPES, CONTENT_TYPES)
        name = node.get(key).casefold()
        if name in known or name.startswith("/") != (key == "PartName"):
            raise RefusedError(Fault.BAD_CONTENT_TYPES, node.get(key))
        known[name] = node.get("ContentType")
    return ContentTypes(known)


def with_signature(data: bytes) -> bytes:
    """Return the list with the types of a signature's parts."""
    root = parse(data, CONTENT_TYPES)
    attributes = {"Extension": "sigs", "ContentType": ORIGIN_TYPE}
    root.insert(0, etree.Element(f"{{{TYPES}}}Default", attributes))
    attributes = {"PartName": SIGNATURE, "ContentType": SIGNATURE_TYPE}
    etree.SubElement(root, f"{{{TYPES}}}Override", attributes)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
