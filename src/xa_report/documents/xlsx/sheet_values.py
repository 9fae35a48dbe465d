"""Texts and numbers of one sheet of a stranger's workbook, without formulas and dates.

Only the parts that matter are unpacked and parsed, which is some ten times as fast as loading the
workbook. Whatever is not as every office suite writes it is refused rather than guessed.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import Element, ParseError, fromstring

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

MAX_PART_BYTES = 16 * 1024 * 1024
"""Bytes of XML; a report's largest part has some 150 kB."""
MAX_MARKUP = 600_000
"""Tags and attributes of a part: each needs some 130 bytes, a report's largest part has 10,000."""
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(\.[0-9]{1,30})?([Ee][+-]?[0-9]{1,2})?")
"""Numbers as office suites write them; longer ones would cost time or be infinite."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_FORMULA, _SHOWN, _INLINE = f"{_MAIN}f", f"{_MAIN}v", f"{_MAIN}is"
_PLAIN_TEXT, _RUN = f"{_MAIN}t", f"{_MAIN}r"
_UNREADABLE = (zipfile.BadZipFile, KeyError, IndexError, ParseError, NotImplementedError, OSError)

RowValues = Mapping[str, str | Decimal]
"""Texts and numbers of a row by column letter."""


def read_sheet_values(
    data: bytes, title: str, columns: Sequence[str]
) -> tuple[tuple[int, RowValues], ...]:
    """Return the rows of a sheet with their numbers; raise ValueError when it cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return tuple(_WorkbookParts(archive).rows(title, columns))
    except _UNREADABLE as error:
        raise ValueError(str(error)) from error


class _WorkbookParts:
    """The parts of an open workbook, found by their relationships as an office suite does."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.workbook_part = self._linked_parts("", "officeDocument")[0]

    def rows(self, title: str, columns: Sequence[str]) -> Iterator[tuple[int, RowValues]]:
        """Yield the rows of the sheet with that title, top to bottom."""
        sheets = self._parsed(self.workbook_part).iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
        (link,) = [one.get(_LINK, "") for one in sheets if one.get("name") == title]
        sheet = self._parsed(self._part_links(self.workbook_part)[link][1])
        texts, dates = self._texts(), self._dates()
        last = 0
        for row in sheet.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
            # The number may be left out: the row then follows the one before.
            number = int(row.get("r", last + 1))
            if number <= last:
                raise ValueError("rows out of order")
            last = number
            coordinates = {column: f"{column}{number}" for column in columns}
            yield number, dict(_row_values(row, coordinates, texts, dates))

    def _parsed(self, part_name: str) -> Element:
        """Parse a part as a tree; without a DTD no entity can grow."""
        if self.archive.getinfo(part_name).file_size > MAX_PART_BYTES:
            raise ValueError(f"{part_name} too large")
        text = self.archive.read(part_name).decode("utf-8-sig")
        if "<!DOCTYPE" in text:
            raise ValueError(f"{part_name} with a DTD")
        if text.count("<") + text.count("=") > MAX_MARKUP:
            raise ValueError(f"{part_name} too crowded")
        return fromstring(text)  # noqa: S314 - small, and without a DTD nothing can grow in it

    def _part_links(self, part_name: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of the relationships of a part, by their id."""
        folder, name = posixpath.split(part_name)
        links = self._parsed(posixpath.join(folder, "_rels", f"{name}.rels"))
        return {
            link.get("Id", ""): (
                link.get("Type", "").removeprefix(_KIND),
                # Targets may be absolute; names of ZIP entries have no leading slash.
                posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:],
            )
            for link in links
        }

    def _linked_parts(self, part_name: str, kind: str) -> list[str]:
        return [target for type_, target in self._part_links(part_name).values() if type_ == kind]

    def _texts(self) -> tuple[str, ...]:
        return tuple(
            _rich_text(item)
            for part_name in self._linked_parts(self.workbook_part, "sharedStrings")
            for item in self._parsed(part_name).iterfind(f"{_MAIN}si")
        )

    def _dates(self) -> frozenset[str]:
        """Return the indices of the styles that show a number as a date."""
        date_styles = set()
        for part_name in self._linked_parts(self.workbook_part, "styles"):
            root = self._parsed(part_name)
            own = root.iterfind(f"{_MAIN}numFmts/{_MAIN}numFmt")
            codes = {one.get("numFmtId"): one.get("formatCode", "") for one in own}
            for index, style in enumerate(root.iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")):
                format_id = style.get("numFmtId", "0")
                code = codes.get(format_id, BUILTIN_FORMATS.get(int(format_id)))
                if is_date_format(code):
                    date_styles.add(str(index))
        return frozenset(date_styles)


def _row_values(
    row: Element, coordinates: Mapping[str, str], texts: tuple[str, ...], dates: frozenset[str]
) -> Iterator[tuple[str, str | Decimal]]:
    """Yield the asked columns of a row by coordinate; raise ValueError for a doubled cell."""
    cells = {cell.get("r", ""): cell for cell in row}
    if len(cells) != len(row):
        raise ValueError("cell without a coordinate of its own")
    for column, coordinate in coordinates.items():
        cell = cells.get(coordinate)
        if cell is not None and cell.find(_FORMULA) is None:
            value = _cell_value(cell, texts, dates)
            if value is not None:
                yield column, value


def _cell_value(
    cell: Element, texts: tuple[str, ...], dates: frozenset[str]
) -> str | Decimal | None:
    kind, shown = cell.get("t", "n"), cell.findtext(_SHOWN)
    inline = cell.find(_INLINE)
    # ECMA-376, ST_CellType: inlineStr, s (shared text), str (of a formula), n (number).
    if kind == "inlineStr":
        return None if inline is None else _rich_text(inline)
    if kind == "s" and shown:
        return texts[int(shown)]
    if kind == "str" and shown:
        return shown
    if kind == "n" and shown and cell.get("s", "0") not in dates:
        if not _NUMBER.fullmatch(shown):
            raise ValueError("odd number")
        # A workbook holds binary numbers: 12.130000000000001 is what 12.13 came to.
        return Decimal(shown if shown.isdecimal() else str(float(shown)))
    return None


def _rich_text(item: Element) -> str:
    """Return plain or rich text, without its phonetic readings."""
    texts = []
    for part in item:
        if part.tag == _PLAIN_TEXT:
            texts.append(part.text or "")
        elif part.tag == _RUN:
            texts.append(part.findtext(_PLAIN_TEXT) or "")
    return "".join(texts)
