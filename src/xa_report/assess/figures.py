"""What the answers say: exact figures of items and indicators, and all that rules may ask."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.indicators import indicator_figure
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.numbers import show_number, show_percent, to_fraction
from xa_report.domain.period import DayRule
from xa_report.domain.report import Report
from xa_report.domain.rules.rule import SURVEY_REFERENCE


class ReportFigures:
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
        self.before = ReportFigures(items, indicators, previous) if previous else None
        self._planned = planned or {}
        self._known: dict[str, Figure] = {}
        self._documents = Counter(link.criterion for link in report.evidence)

    def item(self, ref: str) -> Item | None:
        """The item of an id."""
        return self.items.get(ref)

    def indicator(self, ref: str) -> Indicator | None:
        """The indicator of an id."""
        return self.indicators.get(ref)

    def answer(self, item: str) -> Answer | None:
        """The answer to an item, None when it is not reported."""
        return self.report.answers.get(item)

    def manual_points(self, code: str) -> Decimal | None:
        """Points typed for a criterion that is scored by hand."""
        return self.report.manual.get(code)

    def planned_value(self, ref: str) -> Decimal | None:
        """The strictest plan target in force for an indicator or item."""
        return self._planned.get(ref)

    def options(self, item: str) -> Mapping[str, str]:
        """Options of a choice or a checklist."""
        found = self.items.get(item)
        return (found.options or {}) if found else {}

    def label(self, ref: str) -> str:
        """The label of an item or indicator."""
        if ref == SURVEY_REFERENCE:
            return "kết quả điều tra của tỉnh"
        named = self.items.get(ref) or self.indicators.get(ref)
        return named.label if named else ref

    def unit(self, ref: str) -> str:
        """The unit of an item or indicator, `%` for percentages."""
        return figure_unit(ref, self.items, self.indicators)

    def figure_text(self, ref: str) -> str:
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
        return deadline_date(self.report, day, from_start)

    def figure(self, ref: str) -> Figure:
        """The number of an item or indicator."""
        found = self._known.get(ref)
        if found is None:
            indicator = self.indicators.get(ref)
            found = self._item(ref) if indicator is None else indicator_figure(indicator, self)
            self._known[ref] = found
        return found

    def _item(self, ref: str) -> Figure:
        answer = self.report.answers.get(ref)
        if answer is None:
            return Figure(missing=(ref,))
        if answer.not_arisen is not None:
            return Figure(not_arisen=answer.not_arisen)
        number = answer_to_number(answer)
        return Figure(missing=(ref,)) if number is None else Figure(value=number)

    def documents(self, code: str) -> int:
        """How many documents prove a criterion."""
        return self._documents[code]


def underlying_items(refs: Iterable[str], figures: ReportFigures) -> tuple[str, ...]:
    """The items that ids stand for, through indicators, once each."""
    found: dict[str, None] = {}
    for ref in refs:
        indicator = figures.indicator(ref)
        below = (ref,) if indicator is None else underlying_items(indicator.references(), figures)
        found.update(dict.fromkeys(below))
    return tuple(found)


def answer_to_number(answer: Answer) -> Fraction | None:
    """An answer as a number: yes is 1, ticks and rows are counted; None for dates and texts."""
    value = answer.value
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, Decimal):
        return to_fraction(value)
    if isinstance(value, ExternalScore):
        return to_fraction(value.score)
    return Fraction(len(value)) if isinstance(value, tuple) else None


def figure_unit(ref: str, items: Mapping[str, Item], indicators: Mapping[str, Indicator]) -> str:
    """The unit of an item or indicator, `%` for percentages."""
    indicator = indicators.get(ref)
    if indicator is not None:
        if indicator.percent:
            return "%"
        first = indicator.operands[0][0] if indicator.operands and indicator.operands[0] else ""
        return indicator.unit or (figure_unit(first, items, indicators) if first else "")
    item = items.get(ref)
    if item is None:
        return ""
    return "%" if item.kind is ItemKind.PERCENT else item.unit


def deadline_date(report: Report, day: object, from_start: bool) -> date:
    """The date of a deadline's step for a report: calendar day, or days from the start.

    The start is the first day of the period; with `from_start`, a unit that was formed later has
    its days counted from its own first day.
    """
    period, formed = report.period, report.unit.formed
    start = period.first_day
    limit = start + timedelta(days=day) if isinstance(day, int) else start
    if isinstance(day, DayRule):
        limit = day.date_in(period)
    if from_start and formed is not None and formed > start:
        return formed + (limit - start)
    return limit
