"""Placeholders and defined names of a template, and its faults by sheet and cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl.utils import column_index_from_string

from xa_report.documents.xlsx.custom_template.references import LAST_ROW
from xa_report.documents.xlsx.custom_template.template_sheet import (
    CoveredCells,
    TemplateCell,
    TemplateSheet,
)
from xa_report.documents.xlsx.custom_template.template_workbook import TemplateWorkbook
from xa_report.domain.workbook_values import CommuneValues, ProvinceValues

# {{name}} or {{#name}}; spaces inside the braces do not count.
_PLACEHOLDER = re.compile(r"\{\{\s*(#?)\s*([^{}]*?)\s*\}\}")
# Sheet!$A$1 or 'Sheet''s name'!$A$1: one cell, quotes doubled.
_CELL_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})")
OPENING_BRACES = "{{"


@dataclass(frozen=True, slots=True)
class TemplatePlaceholder:
    """One name between braces."""

    name: str
    repeats: bool
    """True when its row is repeated for every commune."""


@dataclass(frozen=True, slots=True)
class PlaceholderCell:
    """A cell that asks for values."""

    cell: TemplateCell
    text: str
    rich: bool = False
    """True when parts of the text have fonts of their own."""

    @property
    def placeholders(self) -> tuple[TemplatePlaceholder, ...]:
        """Its placeholders from left to right."""
        return tuple(
            TemplatePlaceholder(m[2], bool(m[1])) for m in _PLACEHOLDER.finditer(self.text)
        )

    @property
    def only_placeholder(self) -> TemplatePlaceholder | None:
        """The one placeholder of a cell that holds nothing else."""
        match = _PLACEHOLDER.fullmatch(self.text.strip())
        return TemplatePlaceholder(match[2], bool(match[1])) if match else None

    @property
    def has_open_braces(self) -> bool:
        """True when braces are left open."""
        return OPENING_BRACES in _PLACEHOLDER.sub("", self.text)

    @property
    def row(self) -> tuple[str, int]:
        """The sheet's title and the row number."""
        return self.cell.sheet.title, self.cell.row

    @property
    def location(self) -> str:
        """The cell in words."""
        return self.cell.location


def replace_placeholders(text: str, shown: Mapping[TemplatePlaceholder, str]) -> str:
    """Return the text with `shown` in place of every placeholder."""
    return _PLACEHOLDER.sub(
        lambda match: shown[TemplatePlaceholder(match[2], bool(match[1]))], text
    )


SheetCover = Mapping[str, CoveredCells]
"""The cells below merged ones, by the title of their sheet."""


def placeholder_cells(workbook: TemplateWorkbook, cover: SheetCover) -> Iterator[PlaceholderCell]:
    """Yield all cells with braces, in the order of sheets, rows and columns."""
    for cell, cell_text in workbook.texts_with(OPENING_BRACES):
        if not cover[cell.sheet.title].is_covered(cell.row, cell.column):
            yield PlaceholderCell(cell, cell_text.text, cell_text.rich)


@dataclass(frozen=True, slots=True)
class NamedCell:
    """The one cell that a defined name means."""

    name: str
    sheet: TemplateSheet
    row: int
    column: int


def named_cells(workbook: TemplateWorkbook, cover: SheetCover) -> Iterator[NamedCell]:
    """Yield the defined names that refer to exactly one cell of this workbook."""
    for defined in workbook.defined_names():
        match = _CELL_REFERENCE.fullmatch(defined.text or "")
        if match is None:
            continue
        sheet = workbook.sheet((match[1] or "").replace("''", "'") or match[2])
        row, column = int(match[4]), column_index_from_string(match[3])
        if sheet is None or not 1 <= row <= LAST_ROW:
            continue
        if not cover[sheet.title].is_covered(row, column):
            yield NamedCell(defined.get("name", ""), sheet, row, column)


TemplateRow = tuple[str, int]
"""A sheet's title and a row number."""


@dataclass(frozen=True, slots=True)
class FillPlan:
    """The cells that a template asks to fill, and its faults."""

    single: tuple[PlaceholderCell, ...]
    repeated: tuple[PlaceholderCell, ...]
    """Cells in rows that are repeated."""
    named: tuple[tuple[str, TemplateCell], ...]
    """Cells of defined names, with the name of the value."""
    formula_notes: tuple[str, ...]
    """Sentences about cells that keep their formula although a name asks for a value."""
    faults: tuple[str, ...]

    @property
    def rows(self) -> frozenset[TemplateRow]:
        """The rows to be repeated."""
        return frozenset(cell.row for cell in self.repeated)


def scan_template(workbook: TemplateWorkbook, values: CommuneValues | ProvinceValues) -> FillPlan:
    """Find all cells that a template asks to fill, and all its faults."""
    cover = {sheet.title: CoveredCells(tuple(sheet.merged_areas())) for sheet in workbook.sheets}
    cells = tuple(placeholder_cells(workbook, cover))
    rows = frozenset(
        source.row for source in cells if any(one.repeats for one in source.placeholders)
    )
    repeated = tuple(source for source in cells if source.row in rows)
    single = tuple(source for source in cells if source.row not in rows)
    used = {(*source.row, source.cell.column) for source in cells}
    named = tuple(
        (name, cell.sheet.require_cell(cell.row, cell.column))
        for name, cell in _named_value_cells(named_cells(workbook, cover), values)
        if (cell.sheet.title, cell.row, cell.column) not in used
    )
    free = [pair for pair in named if not pair[1].has_formula]
    return FillPlan(
        single,
        repeated,
        tuple(free),
        tuple(_formula_note(cell) for _, cell in named if cell.has_formula),
        (
            *(
                fault
                for source in cells
                for fault in _placeholder_faults(source, values, source.row in rows)
            ),
            *(
                _name_in_row_fault(name, cell)
                for name, cell in free
                if (cell.sheet.title, cell.row) in rows
            ),
            *_merge_faults(workbook, rows),
        ),
    )


def _placeholder_faults(
    placeholder_cell: PlaceholderCell, values: CommuneValues | ProvinceValues, repeated: bool
) -> Iterator[str]:
    if placeholder_cell.cell.has_formula:
        yield (
            f"{placeholder_cell.location}: công thức không thể chứa {{{{…}}}}; hãy đặt {{{{…}}}} "
            "vào một ô riêng rồi cho công thức trỏ tới ô đó."
        )
        return
    if placeholder_cell.has_open_braces:
        yield f"{placeholder_cell.location}: có “{{{{” nhưng không có “}}}}” đi kèm; hãy sửa lại."
    for placeholder in placeholder_cell.placeholders:
        if placeholder.repeats and isinstance(values, CommuneValues):
            yield (
                f"{placeholder_cell.location}: hàng lặp “{{{{#{placeholder.name}}}}}” chỉ dùng "
                "trong biểu của tỉnh; hãy bỏ dấu #."
            )
        elif placeholder.name not in (known := _known_names(placeholder, values, repeated)):
            yield f"{placeholder_cell.location}: {_unknown_name_text(placeholder, known)}"


def _known_names(
    placeholder: TemplatePlaceholder, values: CommuneValues | ProvinceValues, repeated: bool
) -> frozenset[str]:
    if isinstance(values, CommuneValues) or not repeated:
        return frozenset(values.values)
    return values.names if placeholder.repeats else values.names | frozenset(values.values)


def _unknown_name_text(placeholder: TemplatePlaceholder, known: Iterable[str]) -> str:
    close = get_close_matches(placeholder.name, known, n=1, cutoff=0.75)
    hint = f"có phải “{close[0]}” không?" if close else "hãy xem bảng các tên dùng được."
    return f"không có giá trị nào tên “{placeholder.name}”; {hint}"


def _named_value_cells(
    cells: Iterable[NamedCell], values: CommuneValues | ProvinceValues
) -> Iterator[tuple[str, NamedCell]]:
    # A defined name cannot hold a colon: so_lieu:x is named so_lieu_x.
    by_name = {key.replace(":", "_").replace(".", "_"): key for key in values.values}
    by_name |= {key: key for key in values.values}
    for cell in cells:
        if cell.name in by_name:
            yield by_name[cell.name], cell


def _formula_note(cell: TemplateCell) -> str:
    return f"{cell.location}: có công thức nên được giữ nguyên, không điền theo tên vùng."


def _name_in_row_fault(name: str, cell: TemplateCell) -> str:
    return f"{cell.location}: tên vùng “{name}” nằm ở hàng lặp; hãy ghi {{{{#{name}}}}} vào ô."


def _merge_faults(workbook: TemplateWorkbook, rows: Iterable[TemplateRow]) -> Iterator[str]:
    for title, row in sorted(rows):
        sheet = workbook.sheet(title)
        for area in sheet.merged_areas() if sheet else ():
            if area.first_row == row < area.last_row:
                yield (
                    f"Trang “{title}”, ô {area.coordinates}: ô gộp bắt đầu ở hàng lặp và phủ nhiều"
                    " hàng; hãy bỏ gộp theo chiều dọc."
                )
