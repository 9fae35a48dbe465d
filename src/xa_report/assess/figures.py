"""Exact figures of items and indicators, and all else that rules read of a report."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.indicators import indicator_figure
from xa_report.domain.indicator import Figure, Indicator, ids_with_parts
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.numbers import show_number, show_percent, to_fraction
from xa_report.domain.period import DayRule
from xa_report.domain.report import Report
from xa_report.domain.rules.rule import SURVEY_REFERENCE


class ReportFigures:
    """Figures of one report, the inputs of its rules; each is computed once, when first read."""

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
        # With the items of now: both periods are read by the same definitions.
        self.before = ReportFigures(items, indicators, previous) if previous else None
        self._planned = planned or {}
        self._known: dict[str, Figure] = {}
        self._documents = Counter(link.criterion for link in report.evidence)

    def item(self, ref: str) -> Item | None:
        """Return the item of an id; None when it is none."""
        return self.items.get(ref)

    def indicator(self, ref: str) -> Indicator | None:
        """Return the indicator of an id; None when it is none."""
        return self.indicators.get(ref)

    def answer(self, item: str) -> Answer | None:
        """Return the answer to an item; None when it is not reported."""
        return self.report.answers.get(item)

    def manual_points(self, code: str) -> Decimal | None:
        """Return the points typed for a criterion that is scored by hand; None for none."""
        return self.report.manual.get(code)

    def planned_value(self, ref: str) -> Decimal | None:
        """Return the strictest plan target in force for an indicator or item; None for none."""
        return self._planned.get(ref)

    def options(self, item: str) -> Mapping[str, str]:
        """Return the options of a choice or a checklist; empty for any other id."""
        asked = self.items.get(item)
        return (asked.options or {}) if asked else {}

    def label(self, ref: str) -> str:
        """Return the label of an item or indicator; an unknown id stands for itself."""
        if ref == SURVEY_REFERENCE:
            return "kết quả điều tra của tỉnh"
        owner = self.items.get(ref) or self.indicators.get(ref)
        return owner.label if owner else ref

    def unit(self, ref: str) -> str:
        """Return the unit of an item or indicator, as `figure_unit` does."""
        return figure_unit(ref, self.items, self.indicators)

    def figure_text(self, ref: str) -> str:
        """Return a known figure in words: `96,47 % (465/482)`, `3 sáng kiến`."""
        figure = self.figure(ref)
        if figure.value is None:
            return "chưa có"
        if figure.parts is not None:
            top, bottom = (show_number(part) for part in figure.parts)
            return f"{self._ratio_text(ref, figure.value)} ({top}/{bottom})"
        unit = self.unit(ref)
        if unit == "%":
            return show_percent(figure.value)
        return f"{show_number(figure.value)} {unit}".strip()

    def _ratio_text(self, ref: str, value: Fraction) -> str:
        unit = self.unit(ref)
        return show_percent(value) if unit == "%" else f"{show_percent(value)[:-2]} {unit}"

    def is_percentage(self, ref: str) -> bool:
        """Return whether a figure is per hundred: a percentage, also one with a unit of its own."""
        indicator, item = self.indicators.get(ref), self.items.get(ref)
        if indicator is not None:
            return indicator.percent
        return item is not None and item.kind is ItemKind.PERCENT

    def deadline(self, day: object, from_start: bool) -> date:
        """Return the last day, inclusive, of a deadline's step, as `deadline_date` does."""
        return deadline_date(self.report, day, from_start)

    def figure(self, ref: str) -> Figure:
        """Return the figure of an item or indicator; RecursionError for a cycle of indicators."""
        figure = self._known.get(ref)
        if figure is None:
            indicator = self.indicators.get(ref)
            figure = (
                self._item_figure(ref) if indicator is None else indicator_figure(indicator, self)
            )
            self._known[ref] = figure
        return figure

    def _item_figure(self, ref: str) -> Figure:
        answer = self.report.answers.get(ref)
        if answer is None:
            return Figure(missing=(ref,))
        if answer.not_arisen is not None:
            return Figure(not_arisen=answer.not_arisen)
        number = answer_to_number(answer)
        return Figure(missing=(ref,)) if number is None else Figure(value=number)

    def documents(self, code: str) -> int:
        """Return the number of documents that prove a criterion."""
        return self._documents[code]


def underlying_items(refs: Iterable[str], figures: ReportFigures) -> tuple[str, ...]:
    """Return the items below the ids, through indicators, once each, in the order of first use."""
    below = ids_with_parts(refs, figures.indicators)
    return tuple(ref for ref in below if ref not in figures.indicators)


def answer_to_number(answer: Answer) -> Fraction | None:
    """Return an answer as a number: yes is 1, ticks and rows are counted; None for others."""
    value = answer.value
    if isinstance(value, bool):
        return Fraction(int(value))
    if isinstance(value, Decimal):
        return to_fraction(value)
    if isinstance(value, ExternalScore):
        return to_fraction(value.score)
    return Fraction(len(value)) if isinstance(value, tuple) else None


def figure_unit(ref: str, items: Mapping[str, Item], indicators: Mapping[str, Indicator]) -> str:
    """Return the unit of an item or indicator; empty for none.

    Percentages have `%`, unless they name a unit of their own: `trai/100 gái`.
    """
    indicator = indicators.get(ref)
    if indicator is not None:
        if indicator.percent:
            return indicator.unit or "%"
        first = indicator.operands[0][0] if indicator.operands and indicator.operands[0] else ""
        return indicator.unit or (figure_unit(first, items, indicators) if first else "")
    item = items.get(ref)
    if item is None:
        return ""
    return "%" if item.kind is ItemKind.PERCENT else item.unit


def deadline_date(report: Report, day: object, from_start: bool) -> date:
    """Return the last day of a deadline's step: a calendar day, or days from the start.

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
