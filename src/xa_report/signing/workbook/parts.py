"""A workbook as a package of parts, their types and their relationships."""

from collections.abc import Mapping
from dataclasses import dataclass

from xa_report.signing.workbook.container import unpack
from xa_report.signing.workbook.content_types import read_content_types
from xa_report.signing.workbook.faults import Fault, RefusedError
from xa_report.signing.workbook.markup import LARGEST_XML
from xa_report.signing.workbook.relationships import (
    Relationships,
    is_relationships,
    read_relationships,
)
from xa_report.signing.workbook.vocabulary import CONTENT_TYPES, RELS_TYPE, ROOT_RELS


@dataclass(frozen=True, slots=True)
class Package:
    """All parts by name (`/xl/workbook.xml`), in the order of the file."""

    parts: dict[str, bytes]
    types: Mapping[str, str]
    relationships: Mapping[str, Relationships]
    """By the name of the relationships part; all of them are also among the parts."""

    def reference(self, part: str) -> str:
        """Return how a signature refers to a part."""
        return f"{part}?ContentType={self.types[part]}"


def read_package(data: bytes) -> Package:
    """Read a workbook file; RefusedError when it is not one of a plain kind."""
    entries = unpack(data)
    listed = entries.pop(CONTENT_TYPES, None)
    if listed is None:
        raise RefusedError(Fault.UNREADABLE, f"thiếu {CONTENT_TYPES}")
    known = read_content_types(listed)
    parts = {f"/{name}": content for name, content in entries.items()}
    types = {part: known.of(part) for part in parts}
    relationships = _relationships(parts)
    if ROOT_RELS not in relationships:
        raise RefusedError(Fault.UNREADABLE, f"thiếu {ROOT_RELS}")
    for part, kind in types.items():
        if (kind == RELS_TYPE) != (part in relationships):
            raise RefusedError(Fault.BAD_CONTENT_TYPES, part)
    return Package(parts, types, relationships)


def _relationships(parts: Mapping[str, bytes]) -> dict[str, Relationships]:
    holders = [part for part in parts if is_relationships(part)]
    if sum(len(parts[part]) for part in holders) > LARGEST_XML:
        raise RefusedError(Fault.TOO_LARGE, "bảng kê liên kết")
    return {part: read_relationships(parts[part], part) for part in holders}
