"""The cells of one worksheet part, found and written in its XML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree
from openpyxl.utils import column_index_from_string, get_column_letter

from xa_report.documents.xlsx.custom_template.template_package import PartElement, TemplatePackage

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROW, CELL, FORMULA, VALUE, INLINE = (f"{MAIN}{tag}" for tag in ("row", "c", "f", "v", "is"))
SHEET_DATA = f"{MAIN}sheetData"
_TEXT = f"{MAIN}t"
_PRESERVE = "{http://www.w3.org/XML/1998/namespace}space"
_COORDINATE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class CellArea:
    """A rectangle of cells; all bounds are inclusive and counted from 1."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int

    @property
    def coordinates(self) -> str:
        """The area as `B3:C4`; `B3` when it is one cell."""
        first = f"{get_column_letter(self.first_column)}{self.first_row}"
        last = f"{get_column_letter(self.last_column)}{self.last_row}"
        return first if self.is_cell else f"{first}:{last}"

    @property
    def is_cell(self) -> bool:
        """True when it is one cell."""
        return (self.first_row, self.first_column) == (self.last_row, self.last_column)

    def meets(self, other: "CellArea") -> bool:
        """Return whether the two have a cell in common."""
        return (
            self.first_row <= other.last_row
            and other.first_row <= self.last_row
            and self.first_column <= other.last_column
            and other.first_column <= self.last_column
        )


def split_coordinate(coordinate: str) -> tuple[int, int]:
    """Return row and column of `B3`; raise ValueError for anything else."""
    match = _COORDINATE.fullmatch(coordinate)
    if match is None:
        raise ValueError(coordinate)
    return int(match[2]), column_index_from_string(match[1])


def parse_area(reference: str) -> CellArea:
    """Return the bounds of `B3:C4` or `B3`; raise ValueError for anything else."""
    first, _, last = reference.partition(":")
    top, left = split_coordinate(first)
    bottom, right = split_coordinate(last or first)
    return CellArea(top, bottom, left, right)


@dataclass(frozen=True, slots=True, eq=False)
class TemplateSheet:
    """A worksheet: its title, its part and the root of its XML."""

    title: str
    part_name: str
    root: PartElement
    package: TemplatePackage
    known_rows: dict[int, PartElement] = field(default_factory=dict)
    """The rows by number, once one was asked for by it; only until rows are inserted."""

    def rows(self) -> Iterator[tuple[int, PartElement]]:
        """Yield the rows that exist, with their numbers; raise ValueError when out of order."""
        data = self.root.find(SHEET_DATA)
        last = 0
        for row in () if data is None else data.iterchildren(ROW):
            # The number may be left out: the row then follows the one before.
            number = int(row.get("r", last + 1))
            if number <= last:
                raise ValueError("rows out of order")
            last = number
            yield number, row

    def cells(self) -> Iterator["TemplateCell"]:
        """Yield the cells that exist, row by row."""
        for number, row in self.rows():
            yield from self.cells_of(number, row)

    def cells_of(self, number: int, row: PartElement) -> Iterator["TemplateCell"]:
        """Yield the cells of a row that exist."""
        column = 0
        for cell in row.iterchildren(CELL):
            coordinate = cell.get("r")
            column = split_coordinate(coordinate)[1] if coordinate else column + 1
            yield TemplateCell(self, cell, number, column)

    def merged_areas(self) -> list[CellArea]:
        """Return the merged cells."""
        return [
            parse_area(merge.get("ref", ""))
            for merge in self.root.iterfind(f"{MAIN}mergeCells/{MAIN}mergeCell")
        ]

    def last_row(self) -> int:
        """Return the number of the last row that exists, 0 when there is none."""
        return max((number for number, _ in self.rows()), default=0)

    def require_cell(self, row_number: int, column: int) -> "TemplateCell":
        """Return a cell; make it, as it would look, when it does not exist."""
        row = self._require_row(row_number)
        position = 0
        for position, cell in enumerate(self.cells_of(row_number, row), start=1):
            if cell.column == column:
                return cell
            if cell.column > column:
                position -= 1
                break
        element = etree.Element(CELL, nsmap=self.root.nsmap)
        element.set("r", f"{get_column_letter(column)}{row_number}")
        style = self._empty_style(row, column)
        if style:
            element.set("s", style)
        row.insert(position, element)
        # An optional note of the columns in use.
        row.attrib.pop("spans", None)
        return TemplateCell(self, element, row_number, column)

    def mark_changed(self) -> None:
        """Have the sheet written anew."""
        self.package.mark_changed(self.part_name)

    def _require_row(self, row_number: int) -> PartElement:
        rows = self.known_rows
        if not rows:
            rows.update(self.rows())
        if row_number not in rows:
            element = etree.Element(ROW, nsmap=self.root.nsmap)
            element.set("r", str(row_number))
            above = max((number for number in rows if number < row_number), default=0)
            if above:
                rows[above].addnext(element)
            else:
                self.root.find(SHEET_DATA).insert(0, element)
            rows[row_number] = element
        return rows[row_number]

    def _empty_style(self, row: PartElement, column: int) -> str:
        """Return the style in which an empty cell shows: its row's, else its column's."""
        if row.get("customFormat") in ("1", "true"):
            return str(row.get("s", ""))
        for columns in self.root.iterfind(f"{MAIN}cols/{MAIN}col"):
            if int(columns.get("min", "0")) <= column <= int(columns.get("max", "0")):
                return str(columns.get("style", ""))
        return ""


@dataclass(frozen=True, slots=True, eq=False)
class TemplateCell:
    """A cell that exists; `row` and `column` are where it was read."""

    sheet: TemplateSheet
    element: PartElement
    row: int
    column: int

    @property
    def coordinate(self) -> str:
        """The cell as `B3`."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def location(self) -> str:
        """Sheet and cell as words."""
        return f"Trang “{self.sheet.title}”, ô {self.coordinate}"

    @property
    def has_formula(self) -> bool:
        """True when the cell is computed."""
        return self.element.find(FORMULA) is not None

    @property
    def formula(self) -> str:
        """Its formula with the equals sign; empty when the cell does not spell one out."""
        text = self.element.findtext(FORMULA)
        return f"={text}" if text else ""

    @property
    def style(self) -> str:
        """Index of its style."""
        return str(self.element.get("s", "0"))

    def set_style(self, index: str) -> None:
        """Give the cell the style of an index."""
        if index != self.style:
            self.element.set("s", index)

    def set_number(self, number: float) -> None:
        """Write a number; the style stays."""
        self.clear()
        etree.SubElement(self.element, VALUE).text = repr(number)

    def set_text(self, text: str) -> None:
        """Write a text that is safe in a cell; the style stays."""
        self.clear()
        self.element.set("t", "inlineStr")
        node = etree.SubElement(etree.SubElement(self.element, INLINE), _TEXT)
        node.text = text
        # Else spaces at the ends are lost, and with them line ends.
        node.set(_PRESERVE, "preserve")

    def clear(self) -> None:
        """Leave the cell empty; the style stays."""
        self.sheet.mark_changed()
        for child in self.element.iterchildren(FORMULA, VALUE, INLINE):
            self.element.remove(child)
        # Type, and what a dynamic array or a rich value says of it.
        for name in ("t", "cm", "vm"):
            self.element.attrib.pop(name, None)


@dataclass(frozen=True)
class CoveredCells:
    """The cells of a sheet that a merged cell covers; they show nothing."""

    areas: tuple[CellArea, ...]

    @cached_property
    def _by_row(self) -> dict[int, list[CellArea]]:
        rows: dict[int, list[CellArea]] = {}
        for area in self.areas:
            for row in range(area.first_row, area.last_row + 1):
                rows.setdefault(row, []).append(area)
        return rows

    def is_covered(self, row: int, column: int) -> bool:
        """Return whether a cell lies in a merged cell and is not its first."""
        return any(
            area.first_column <= column <= area.last_column
            and (row, column) != (area.first_row, area.first_column)
            for area in self._by_row.get(row, ())
        )
