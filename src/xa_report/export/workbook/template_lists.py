"""Data validation of the template: lists to choose from, dates, whole and decimal numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from xa_report.domain.item import Item, ItemKind
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.pen import Pen

ADVICE = {
    "list": "Hãy chọn một mục trong danh sách.",
    "date": "Hãy nhập ngày, ví dụ 05/01/2026.",
    "whole": "Hãy nhập số nguyên từ 0 trở lên.",
    "decimal": "Hãy nhập một con số, ví dụ 1.234,5.",
}
NUMBERS = {
    ItemKind.COUNT: "whole",
    ItemKind.DECIMAL: "decimal",
    ItemKind.MONEY: "decimal",
    ItemKind.PERCENT: "decimal",
    ItemKind.EXTERNAL: "decimal",
}
_BOUNDS = {
    "date": ("between", "DATE(2000,1,1)", "DATE(2099,12,31)"),
    "whole": ("greaterThanOrEqual", "0", None),
    "decimal": ("between", "-1E+15", "1E+15"),
}


@dataclass(slots=True)
class Lists:
    """Gathers the checks of one sheet; the lists stand in columns of a hidden sheet."""

    pen: Pen
    _checks: dict[str, DataValidation] = field(default_factory=dict)
    _places: dict[str, list[str]] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], str] = field(default_factory=dict)

    def check(self, place: str, item: Item) -> None:
        """Check the value cell of an item."""
        if item.kind in NUMBERS:
            self.check_number(place, NUMBERS[item.kind])
        elif item.kind is ItemKind.DATE:
            self.check_date(place)
        elif item.kind is ItemKind.YES_NO:
            self.offer(place, (layout.YES, layout.NO))
        elif item.kind is ItemKind.CHOICE:
            self.offer(place, tuple(layout.option_texts(item).values()))
        elif item.kind is ItemKind.CHECKLIST:
            self.offer(place, (layout.NOTHING_TICKED,))
        elif item.kind is ItemKind.TABLE:
            self.offer(place, (layout.NO_ROWS,))

    def check_tick(self, place: str) -> None:
        """A tick or nothing."""
        self.offer(place, (layout.TICK,))

    def check_date(self, place: str) -> None:
        """A date of this century."""
        self.check_number(place, "date")

    def check_number(self, place: str, kind: str) -> None:
        """A number or a date; a warning only, since text numbers are read as well."""
        found = self._checks.get(kind)
        if found is None:
            op, low, high = _BOUNDS[kind]
            found = DataValidation(kind, low, high, operator=op, errorStyle="warning")
            self._add(kind, found)
        self._places[kind].append(place)

    def offer(self, place: str, texts: tuple[str, ...]) -> None:
        """One text of a list."""
        key = "\n".join(texts)
        found = self._checks.get(key)
        if found is None:
            found = DataValidation("list", self._list(texts))
            self._add(key, found)
        self._places[key].append(place)

    def attach(self, sheet: Worksheet) -> None:
        """Put all checks gathered so far on their sheet, and begin anew."""
        for key, check in self._checks.items():
            check.sqref = MultiCellRange(" ".join(_runs(self._places[key])))
            sheet.add_data_validation(check)
        self._checks, self._places = {}, {}

    def _add(self, key: str, check: DataValidation) -> None:
        check.allow_blank = True
        check.showErrorMessage = True
        check.errorTitle, check.error = "Giá trị chưa đúng", ADVICE[check.type]
        self._checks[key], self._places[key] = check, []

    def _list(self, texts: tuple[str, ...]) -> str:
        if texts not in self._columns:
            letter = get_column_letter(len(self._columns) + 1)
            for row, text in enumerate(texts, start=1):
                self.pen.text(f"{letter}{row}", text)
            self._columns[texts] = f"'{layout.LISTS}'!${letter}$1:${letter}${len(texts)}"
        return self._columns[texts]


def _runs(places: Sequence[str]) -> Iterator[str]:
    """Cells below one another as one range: a province's sheet has thousands of them."""
    singles = [place for place in places if ":" not in place]
    yield from (place for place in places if ":" in place)
    cells = sorted(coordinate_from_string(place) for place in singles)
    first = 0
    for at, (letter, row) in enumerate(cells):
        if at + 1 == len(cells) or cells[at + 1] != (letter, row + 1):
            yield f"{letter}{cells[first][1]}:{letter}{row}"
            first = at + 1
