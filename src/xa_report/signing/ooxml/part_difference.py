"""Differences between a sent workbook and the unsigned one that its receiver drew again."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from xa_report.signing.ooxml.faults import WorkbookRefusedError
from xa_report.signing.ooxml.opc import (
    OpcRelationship,
    add_signature_types,
    read_relationships,
    relationships_bytes,
)
from xa_report.signing.ooxml.xml import (
    CONTENT_TYPES_PART,
    ORIGIN_PART,
    ORIGIN_RELATIONSHIP,
    ORIGIN_RELS_PART,
    ROOT_RELS_PART,
    SIGNATURE_PART,
)
from xa_report.signing.ooxml.zip import unpack_workbook

MAX_DIFFERENCES = 20
"""Phrases that are named; a workbook that differs everywhere has thousands."""
SIGNATURE_PARTS = frozenset(part[1:] for part in (ORIGIN_PART, ORIGIN_RELS_PART, SIGNATURE_PART))
"""Parts that our own signing adds, by their names in the archive."""
MAX_NAMED_CELLS = 3
PART_LABELS = {
    "xl/styles.xml": "định dạng số và kiểu ô",
    "xl/workbook.xml": "danh sách trang tính, vùng đặt tên",
    "docProps/core.xml": "thuộc tính tệp",
    CONTENT_TYPES_PART: "danh mục loại phần",
}
_CELL_PATTERN = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?:[^>]*/>|.*?</c>)', re.DOTALL)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def find_workbook_differences(sent: bytes, drawn: bytes) -> tuple[str, ...]:
    """Return a phrase for each part that differs, none for a workbook that is as it was drawn.

    A signature of ours may have been added, and nothing else; `verify_workbook` judges it.
    """
    try:
        return tuple(islice(_differences(sent, drawn), MAX_DIFFERENCES))
    except (WorkbookRefusedError, etree.XMLSyntaxError) as error:
        return (f"không đọc lại được ({error})",)


def _differences(sent: bytes, drawn: bytes) -> Iterator[str]:
    parts, expected = unpack_workbook(sent), unpack_workbook(drawn)
    titles = _sheet_titles(expected["xl/workbook.xml"])
    if not SIGNATURE_PARTS.isdisjoint(parts):
        expected = _with_signature(expected, parts)
    for name in sorted(expected.keys() - parts.keys()):
        yield f"thiếu {_label(name, titles)}"
    for name in sorted(parts.keys() - expected.keys()):
        yield f"có thêm {_label(name, titles)}"
    for name in sorted(parts.keys() & expected.keys()):
        if parts[name] != expected[name]:
            yield _label(name, titles) + _cells_text(parts[name], expected[name])


def _with_signature(drawn: dict[str, bytes], sent: dict[str, bytes]) -> dict[str, bytes]:
    """Return the drawn parts as our signing leaves them; the signature itself is the sender's."""
    root = ROOT_RELS_PART[1:]
    links = read_relationships(drawn[root], ROOT_RELS_PART)
    # The id is the first that is free, as our writer chooses it.
    used = {link.id for link in links}
    free = next(ref for ref in (f"rId{n}" for n in range(1, len(used) + 2)) if ref not in used)
    origin = OpcRelationship(free, ORIGIN_RELATIONSHIP, ORIGIN_PART[1:])
    own = {name: sent[name] for name in SIGNATURE_PARTS if name in sent}
    return {
        **drawn,
        **own,
        CONTENT_TYPES_PART: add_signature_types(drawn[CONTENT_TYPES_PART]),
        root: relationships_bytes((*links, origin)),
    }


def _sheet_titles(workbook: bytes) -> dict[str, str]:
    """Return the titles of our sheets by part; they are numbered in the order of the workbook."""
    sheets = etree.fromstring(workbook).iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    return {
        f"xl/worksheets/sheet{number}.xml": sheet.get("name", "")
        for number, sheet in enumerate(sheets, start=1)
    }


def _label(name: str, titles: dict[str, str]) -> str:
    if name in titles:
        return f"trang tính “{titles[name]}”"
    return PART_LABELS.get(name, f"phần “{name[:80]}”")


def _cells_text(sent: bytes, drawn: bytes) -> str:
    """Return the first cells that differ, for a sheet; nothing for any other part."""
    own, expected = (
        {match[1]: match[0] for match in _CELL_PATTERN.finditer(part)} for part in (sent, drawn)
    )
    names = [name for name in {**expected, **own} if own.get(name) != expected.get(name)]
    shown = ", ".join(name.decode() for name in names[:MAX_NAMED_CELLS])
    more = f" và {len(names) - MAX_NAMED_CELLS} ô khác" if len(names) > MAX_NAMED_CELLS else ""
    return f", ô {shown}{more}" if names else ""
