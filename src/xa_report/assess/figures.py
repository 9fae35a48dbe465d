"""What the answers say: exact figures of items and indicators, and all that rules may ask."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.figure import Figure
from xa_report.domain.indicator import PREVIOUS, Indicator, IndicatorKind, Operand
from xa_report.domain.item import Answer, External, Item, ItemKind
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.period import DayRule
from xa_report.domain.report import Report
from xa_report.domain.rules.rule import SURVEY

NO_PREVIOUS = "không có số liệu kỳ trước để so sánh"
NO_DENOMINATOR = "mẫu số bằng 0"


class Figures:
    """Looks up one report; every figure is worked out once."""

    def __init__(
        self,
        items: Mapping[str, Item],
        indicators: Mapping[str, Indicator],
        report: Report,
        previous: Report | None = None,
        planned: Mapping[str, Decimal] | None = None,
    ) -> None:
        self.items = items
        self.indicators = indicators
        self.report = report
        self.before = Figures(items, indicators, previous) if previous else None
        self._planned = planned or {}
        self._known: dict[str, Figure] = {}

    def item(self, ref: str) -> Item | None:
        """The item of an id."""
        return self.items.get(ref)

    def indicator(self, ref: str) -> Indicator | None:
        """The indicator of an id."""
        return self.indicators.get(ref)

    def answer(self, item: str) -> Answer | None:
        """The answer to an item, None when it is not reported."""
        return self.report.answers.get(item)

    def manual(self, code: str) -> Decimal | None:
        """Points typed for a criterion that is scored by hand."""
        return self.report.manual.get(code)

    def planned(self, ref: str) -> Decimal | None:
        """The strictest plan target in force for an indicator or item."""
        return self._planned.get(ref)

    def options(self, item: str) -> Mapping[str, str]:
        """Options of a choice or a checklist."""
        found = self.items.get(item)
        return (found.options or {}) if found else {}

    def label(self, ref: str) -> str:
        """The label of an item or indicator."""
        if ref == SURVEY:
            return "kết quả điều tra của tỉnh"
        named = self.items.get(ref) or self.indicators.get(ref)
        return named.label if named else ref

    def unit(self, ref: str) -> str:
        """The unit of an item or indicator, `%` for percentages."""
        return unit_of(ref, self.items, self.indicators)

    def told(self, ref: str) -> str:
        """A known figure in words: `96,47 % (465/482)`, `3 sáng kiến`."""
        figure = self.figure(ref)
        if figure.value is None:
            return "chưa có"
        if figure.parts is not None:
            top, bottom = (show_number(part) for part in figure.parts)
            return f"{show_percent(figure.value)} ({top}/{bottom})"
        unit = self.unit(ref)
        if unit == "%":
            return show_percent(figure.value)
        return f"{show_number(figure.value)} {unit}".strip()

    def deadline(self, day: object, from_start: bool) -> date:
        """The date of a step: of the calendar, or moved for a unit formed later."""
        return deadline(self.report, day, from_start)

    def figure(self, ref: str) -> Figure:
        """The number of an item or indicator."""
        found = self._known.get(ref)
        if found is None:
            indicator = self.indicators.get(ref)
            found = self._item(ref) if indicator is None else self._indicator(indicator)
            self._known[ref] = found
        return found

    def _item(self, ref: str) -> Figure:
        answer = self.report.answers.get(ref)
        if answer is None:
            return Figure(missing=(ref,))
        if answer.not_arisen is not None:
            return Figure(not_arisen=answer.not_arisen)
        number = as_number(answer)
        return Figure(missing=(ref,)) if number is None else Figure(value=number)

    def _indicator(self, indicator: Indicator) -> Figure:
        added = [self.total(operand) for operand in indicator.operands]
        if indicator.kind is IndicatorKind.RATIO:
            return _ratio(*added)
        if indicator.kind is IndicatorKind.DIFFERENCE:
            return _difference(*added)
        if indicator.kind is IndicatorKind.CHANGE:
            return self._change(indicator, added[0])
        if indicator.kind is IndicatorKind.SUM:
            return self.total(tuple(ref for operand in indicator.operands for ref in operand))
        return added[0]

    def total(self, operand: Operand) -> Figure:
        """What did not arise adds nothing, unless nothing did."""
        figures = [self.figure(ref) for ref in operand]
        missing = tuple(ref for figure in figures for ref in figure.missing)
        if missing:
            return Figure(missing=missing)
        known = [figure.value for figure in figures if figure.value is not None]
        if not known:
            return Figure(not_arisen=figures[0].not_arisen or "" if figures else "")
        return Figure(value=sum(known, Fraction(0)))

    def _change(self, indicator: Indicator, now: Figure) -> Figure:
        base = self._baseline(indicator)
        if now.value is None or base.value is None:
            return now if now.value is None else base
        amount = now.value - base.value
        if not indicator.as_percent:
            return Figure(value=amount)
        if base.value == 0:
            return Figure(not_arisen="số của kỳ so sánh bằng 0")
        return Figure(value=amount * 100 / base.value)

    def _baseline(self, indicator: Indicator) -> Figure:
        if indicator.against != PREVIOUS:
            return self.figure(indicator.against)
        if self.before is None:
            return Figure(not_arisen=NO_PREVIOUS)
        found = self.before.total(indicator.operands[0])
        return Figure(not_arisen=NO_PREVIOUS) if found.missing else found


def as_number(answer: Answer) -> Fraction | None:
    """An answer as a number: yes is 1, ticks and rows are counted; None for dates and texts."""
    value = answer.value
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, Decimal):
        return Fraction(value)
    if isinstance(value, External):
        return Fraction(value.score)
    return Fraction(len(value)) if isinstance(value, tuple) else None


def unit_of(ref: str, items: Mapping[str, Item], indicators: Mapping[str, Indicator]) -> str:
    """The unit of an item or indicator, `%` for percentages."""
    indicator = indicators.get(ref)
    if indicator is not None:
        if indicator.percent:
            return "%"
        first = indicator.operands[0][0] if indicator.operands and indicator.operands[0] else ""
        return indicator.unit or (unit_of(first, items, indicators) if first else "")
    item = items.get(ref)
    if item is None:
        return ""
    return "%" if item.kind is ItemKind.PERCENT else item.unit


def deadline(report: Report, day: object, from_start: bool) -> date:
    """The date of a deadline's step for a report: calendar day, or days from the start.

    The start is the first day of the period; with `from_start`, a unit that was formed later has
    its days counted from its own first day.
    """
    period, formed = report.period, report.unit.formed
    start = period.first_day
    limit = start + timedelta(days=day) if isinstance(day, int) else start
    if isinstance(day, DayRule):
        limit = day.on(period)
    if from_start and formed is not None and formed > start:
        return formed + (limit - start)
    return limit


def _ratio(top: Figure, bottom: Figure) -> Figure:
    if bottom.not_arisen is not None:
        return bottom
    if bottom.value == 0:
        return Figure(not_arisen=NO_DENOMINATOR)
    missing = (*top.missing, *bottom.missing)
    if missing or bottom.value is None:
        return Figure(missing=missing)
    counted = top.value or Fraction(0)
    return Figure(value=counted * 100 / bottom.value, parts=(counted, bottom.value))


def _difference(left: Figure, right: Figure) -> Figure:
    missing = (*left.missing, *right.missing)
    if missing:
        return Figure(missing=missing)
    if left.value is None and right.value is None:
        return left
    return Figure(value=(left.value or Fraction(0)) - (right.value or Fraction(0)))
