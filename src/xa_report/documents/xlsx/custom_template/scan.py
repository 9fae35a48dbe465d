"""Placeholders and defined names of a template, and its faults by sheet and cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.custom_template.references import LAST_ROW
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

    cell: Cell
    text: str

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
    def is_formula(self) -> bool:
        """True when the cell holds a formula."""
        return bool(self.cell.data_type == "f")

    @property
    def row(self) -> tuple[str, int]:
        """The sheet's title and the row number."""
        return self.cell.parent.title, self.cell.row

    @property
    def location(self) -> str:
        """The cell in words."""
        return cell_location(self.cell)


def cell_location(cell: Cell) -> str:
    """Return sheet and cell as words."""
    return f"Trang “{cell.parent.title}”, ô {cell.coordinate}"


def replace_placeholders(text: str, shown: Mapping[TemplatePlaceholder, str]) -> str:
    """Return the text with `shown` in place of every placeholder."""
    return _PLACEHOLDER.sub(
        lambda match: shown[TemplatePlaceholder(match[2], bool(match[1]))], text
    )


def existing_cells(sheet: Worksheet) -> list[Cell]:
    """Return the cells that exist, row by row."""
    # `iter_rows` would make every empty cell up to the last one that has a format.
    cells = sheet._cells  # noqa: SLF001
    return [cells[at] for at in sorted(cells)]


def formula_text(cell: Cell) -> str:
    """Return the formula of a cell, empty when it has none that can be read."""
    if cell.data_type != "f":
        return ""
    value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
    return value if isinstance(value, str) else ""


def placeholder_cells(workbook: Workbook) -> Iterator[PlaceholderCell]:
    """Yield all cells with braces, in the order of sheets, rows and columns."""
    for sheet in workbook.worksheets:
        for cell in existing_cells(sheet):
            text = formula_text(cell) if cell.data_type == "f" else cell.value
            # Rich text is a list of runs.
            if isinstance(text, str | list) and OPENING_BRACES in str(text):
                yield PlaceholderCell(cell, str(text))


def named_cells(workbook: Workbook) -> Iterator[tuple[str, Cell]]:
    """Yield the defined names that refer to exactly one cell of this workbook."""
    scopes = (workbook.defined_names, *(sheet.defined_names for sheet in workbook.worksheets))
    for name, defined in (pair for scope in scopes for pair in scope.items()):
        match = _CELL_REFERENCE.fullmatch(defined.attr_text or "")
        if match is None:
            continue
        title = (match[1] or "").replace("''", "'") or match[2]
        sheet = workbook[title] if title in workbook.sheetnames else None
        if not isinstance(sheet, Worksheet) or int(match[4]) > LAST_ROW:
            continue
        cell = sheet[f"{match[3]}{match[4]}"]
        if not isinstance(cell, MergedCell):
            yield name, cell


TemplateRow = tuple[str, int]
"""A sheet's title and a row number."""


@dataclass(frozen=True, slots=True)
class FillPlan:
    """The cells that a template asks to fill, and its faults."""

    single: tuple[PlaceholderCell, ...]
    repeated: tuple[PlaceholderCell, ...]
    """Cells in rows that are repeated."""
    named: tuple[tuple[str, Cell], ...]
    """Cells of defined names, with the name of the value."""
    formula_notes: tuple[str, ...]
    """Sentences about cells that keep their formula although a name asks for a value."""
    faults: tuple[str, ...]

    @property
    def rows(self) -> frozenset[TemplateRow]:
        """The rows to be repeated."""
        return frozenset(cell.row for cell in self.repeated)


def scan_template(workbook: Workbook, values: CommuneValues | ProvinceValues) -> FillPlan:
    """Find all cells that a template asks to fill, and all its faults."""
    cells = tuple(placeholder_cells(workbook))
    rows = frozenset(
        source.row for source in cells if any(one.repeats for one in source.placeholders)
    )
    repeated = tuple(source for source in cells if source.row in rows)
    single = tuple(source for source in cells if source.row not in rows)
    named = tuple(_named_value_cells(workbook, values, {id(source.cell) for source in cells}))
    free = [pair for pair in named if pair[1].data_type != "f"]
    return FillPlan(
        single,
        repeated,
        tuple(free),
        tuple(_formula_note(cell) for _, cell in named if cell.data_type == "f"),
        (
            *(
                fault
                for source in cells
                for fault in _placeholder_faults(source, values, source.row in rows)
            ),
            *(
                _name_in_row_fault(name, cell)
                for name, cell in free
                if (cell.parent.title, cell.row) in rows
            ),
            *_merge_faults(workbook, rows),
        ),
    )


def _placeholder_faults(
    placeholder_cell: PlaceholderCell, values: CommuneValues | ProvinceValues, repeated: bool
) -> Iterator[str]:
    if placeholder_cell.is_formula:
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
    workbook: Workbook, values: CommuneValues | ProvinceValues, used_cell_ids: set[int]
) -> Iterator[tuple[str, Cell]]:
    # A defined name cannot hold a colon: so_lieu:x is named so_lieu_x.
    by_name = {key.replace(":", "_").replace(".", "_"): key for key in values.values}
    by_name |= {key: key for key in values.values}
    for name, cell in named_cells(workbook):
        if name in by_name and id(cell) not in used_cell_ids:
            yield by_name[name], cell


def _formula_note(cell: Cell) -> str:
    return f"{cell_location(cell)}: có công thức nên được giữ nguyên, không điền theo tên vùng."


def _name_in_row_fault(name: str, cell: Cell) -> str:
    return (
        f"{cell_location(cell)}: tên vùng “{name}” nằm ở hàng lặp; hãy ghi {{{{#{name}}}}} vào ô."
    )


def _merge_faults(workbook: Workbook, rows: Iterable[TemplateRow]) -> Iterator[str]:
    for title, row in sorted(rows):
        for area in workbook[title].merged_cells.ranges:
            if area.min_row == row < area.max_row:
                yield (
                    f"Trang “{title}”, ô {area.coord}: ô gộp bắt đầu ở hàng lặp và phủ nhiều hàng;"
                    " hãy bỏ gộp theo chiều dọc."
                )
