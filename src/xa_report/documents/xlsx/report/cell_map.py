"""The cells of figures on the sheet “Số liệu”, as formulas of rules refer to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xa_report.assess.figures import ReportFigures
from xa_report.documents.xlsx.answer_template.layout import option_texts
from xa_report.documents.xlsx.cell_text import quote_for_formula
from xa_report.domain.indicator import Indicator, IndicatorKind, Operand
from xa_report.domain.item import Item, ItemKind

SHEET = "Số liệu"
VALUE, STATE, TOP, BOTTOM, BEFORE = "D", "F", "G", "H", "K"
KNOWN, NOT_ARISEN, MISSING = "Có số liệu", "Không phát sinh", "Chưa báo cáo"
# Their denominators need neither SIGN nor ABS, which keeps formulas short.
_NEVER_NEGATIVE = frozenset(
    {ItemKind.COUNT, ItemKind.YES_NO, ItemKind.CHECKLIST, ItemKind.TABLE, ItemKind.EXTERNAL}
)


@dataclass(frozen=True, slots=True)
class CellMap:
    """The rows of items, indicators and typed criteria; implements `CellReferences`."""

    figures: ReportFigures
    rows: Mapping[str, int]
    """By item or indicator id."""
    manual_rows: Mapping[str, int]
    """By criterion code."""

    def at(self, column: str, ref: str) -> str:
        """Return a cell of a figure, as other sheets write it."""
        return f"'{SHEET}'!${column}${self.rows[ref]}"

    def item(self, ref: str) -> Item | None:
        """Return the item of an id."""
        return self.figures.item(ref)

    def indicator(self, ref: str) -> Indicator | None:
        """Return the indicator of an id."""
        return self.figures.indicator(ref)

    def value(self, ref: str) -> str:
        """Return the cell of a value."""
        return self.at(VALUE, ref)

    def parts(self, ref: str) -> tuple[str, str] | None:
        """Return a ratio's numerator and (not negative) denominator; None for other figures."""
        indicator = self.indicator(ref)
        if indicator is None or indicator.kind is not IndicatorKind.RATIO:
            return None
        top, bottom = self.at(TOP, ref), self.at(BOTTOM, ref)
        if not self._may_be_negative(indicator.operands[1]):
            return top, bottom
        return f"({top}*SIGN({bottom}))", f"ABS({bottom})"

    def is_known_formula(self, ref: str) -> str:
        """Return the condition that there is a value."""
        return f'{self.value(ref)}<>""'

    def not_arisen_formula(self, ref: str) -> str:
        """Return the condition that there was nothing to report."""
        return f"{self.at(STATE, ref)}={quote_for_formula(NOT_ARISEN)}"

    def option(self, item: str, option: str) -> str:
        """Return the text of the choice's value cell for an option, quoted for a formula."""
        choice = self.item(item)
        return quote_for_formula(option_texts(choice).get(option, option) if choice else option)

    def planned_value(self, ref: str) -> Decimal | None:
        """Return the strictest plan target in force."""
        return self.figures.planned_value(ref)

    def deadline(self, day: object, from_start: bool) -> date:
        """Return the date of a step of a deadline rule."""
        return self.figures.deadline(day, from_start)

    def manual_cell(self, code: str) -> str:
        """Return the cell of typed points."""
        return f"'{SHEET}'!${VALUE}${self.manual_rows[code]}"

    def _may_be_negative(self, refs: Iterable[str]) -> bool:
        return any(self._figure_may_be_negative(ref) for ref in refs)

    def _figure_may_be_negative(self, ref: str) -> bool:
        item, indicator = self.item(ref), self.indicator(ref)
        if indicator is None:
            kind = item.kind if item else ItemKind.DECIMAL
            return kind not in _NEVER_NEGATIVE
        if indicator.kind in (IndicatorKind.DIFFERENCE, IndicatorKind.CHANGE):
            return True
        operands: tuple[Operand, ...] = indicator.operands
        return any(self._may_be_negative(operand) for operand in operands)
