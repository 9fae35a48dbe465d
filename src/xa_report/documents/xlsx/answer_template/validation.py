"""Data validation of the template: lists of choices, dates, whole and decimal numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.documents.xlsx.answer_template import layout
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.item import Item, ItemKind

VALIDATION_ADVICE = {
    "list": "Hãy chọn một mục trong danh sách.",
    "date": "Hãy nhập ngày, ví dụ 05/01/2026.",
    "whole": "Hãy nhập số nguyên từ 0 trở lên.",
    "decimal": "Hãy nhập một con số, ví dụ 1.234,5.",
}
NUMBER_CHECKS = {
    ItemKind.COUNT: "whole",
    ItemKind.DECIMAL: "decimal",
    ItemKind.MONEY: "decimal",
    ItemKind.PERCENT: "decimal",
    ItemKind.EXTERNAL: "decimal",
}
# Excel checks the type of an entry only together with bounds.
_BOUNDS = {
    "date": ("between", "DATE(2000,1,1)", "DATE(2099,12,31)"),
    "whole": ("greaterThanOrEqual", "0", None),
    "decimal": ("between", "-1E+15", "1E+15"),
}


@dataclass(slots=True)
class ValidationLists:
    """The checks of one sheet, gathered; the lists stand in columns of a hidden sheet."""

    writer: SheetWriter
    _checks: dict[str, DataValidation] = field(default_factory=dict)
    _coordinates: dict[str, list[str]] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def check(self, coordinate: str, item: Item) -> None:
        """Check the value cell of an item."""
        if item.kind in NUMBER_CHECKS:
            self.check_number(coordinate, NUMBER_CHECKS[item.kind])
        elif item.kind is ItemKind.DATE:
            self.check_date(coordinate)
        elif item.kind is ItemKind.YES_NO:
            self.offer(coordinate, (layout.YES, layout.NO))
        elif item.kind is ItemKind.CHOICE:
            self.offer(coordinate, tuple(layout.option_texts(item).values()))
        elif item.kind is ItemKind.CHECKLIST:
            self.offer(coordinate, (layout.NOTHING_TICKED,))
        elif item.kind is ItemKind.TABLE:
            self.offer(coordinate, (layout.NO_ROWS,))

    def check_tick(self, coordinate: str) -> None:
        """Allow a tick or nothing."""
        self.offer(coordinate, (layout.TICK,))

    def check_date(self, coordinate: str) -> None:
        """Warn unless the cell holds a date of this century."""
        self.check_number(coordinate, "date")

    def check_number(self, coordinate: str, kind: str) -> None:
        """Warn unless the cell holds a number (or date): text numbers are read as well."""
        check = self._checks.get(kind)
        if check is None:
            op, low, high = _BOUNDS[kind]
            check = DataValidation(kind, low, high, operator=op, errorStyle="warning")
            self._add(kind, check)
        self._coordinates[kind].append(coordinate)

    def offer(self, coordinate: str, texts: tuple[str, ...]) -> None:
        """Offer one of some texts."""
        key = "\n".join(texts)
        check = self._checks.get(key)
        if check is None:
            check = DataValidation("list", self._list(texts))
            self._add(key, check)
        self._coordinates[key].append(coordinate)

    def attach(self, sheet: Worksheet) -> None:
        """Add the gathered checks to their sheet, and start anew."""
        for key, check in self._checks.items():
            check.sqref = MultiCellRange(" ".join(_column_runs(self._coordinates[key])))
            sheet.add_data_validation(check)
        self._checks, self._coordinates = {}, {}

    def _add(self, key: str, check: DataValidation) -> None:
        check.allow_blank = True
        check.showErrorMessage = True
        check.errorTitle, check.error = (
            "Giá trị chưa đúng",
            VALIDATION_ADVICE[check.type],
        )
        self._checks[key], self._coordinates[key] = check, []

    def _list(self, texts: tuple[str, ...]) -> str:
        if texts not in self._columns:
            letter = get_column_letter(len(self._columns) + 1)
            for row, text in enumerate(texts, start=1):
                self.writer.text(f"{letter}{row}", text)
            # Cells instead of a list in the rule, which may have 255 characters only.
            self._columns[texts] = f"'{layout.LISTS}'!${letter}$1:${letter}${len(texts)}"
        return self._columns[texts]


def _column_runs(coordinates: Sequence[str]) -> Iterator[str]:
    """Yield ranges for cells below one another: a province's sheet has thousands of cells."""
    singles = [coordinate for coordinate in coordinates if ":" not in coordinate]
    yield from (coordinate for coordinate in coordinates if ":" in coordinate)
    cells = sorted(coordinate_from_string(coordinate) for coordinate in singles)
    first = 0
    for at, (letter, row) in enumerate(cells):
        if at + 1 == len(cells) or cells[at + 1] != (letter, row + 1):
            yield f"{letter}{cells[first][1]}:{letter}{row}"
            first = at + 1
