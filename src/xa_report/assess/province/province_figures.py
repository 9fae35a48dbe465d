"""Figures of all communes of a province and their sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from xa_report.assess.figures import ReportFigures, figure_unit, underlying_items
from xa_report.domain.form import Form
from xa_report.domain.indicator import Indicator
from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.province_targets import ProvinceInputsForYear
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit

ADDITIVE_KINDS = frozenset(
    {ItemKind.COUNT, ItemKind.DECIMAL, ItemKind.MONEY, ItemKind.YES_NO, ItemKind.CHECKLIST,
     ItemKind.TABLE}
)  # fmt: skip
"""Kinds whose values can be added over communes."""
SUM_PRECISION = 200
"""Digits; the sum of any answers is exact with so many, the default of decimal is 28."""
ARISEN_NOWHERE_TEXT = "không phát sinh ở xã nào"

# Ticks and rows of many communes are a number; the options and columns of one do not fit it.
_COUNT_KINDS = {ItemKind.CHECKLIST: ItemKind.COUNT, ItemKind.TABLE: ItemKind.COUNT}


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """Items, indicators, and the figures of every commune that has sent."""

    inputs: ProvinceInputsForYear
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    communes: tuple[ReportFigures, ...]
    """In the order of unit codes."""

    def reporting_communes(self, ref: str) -> tuple[ReportFigures, ...]:
        """Return the communes that have a number for an item or indicator."""
        return tuple(commune for commune in self.communes if commune.figure(ref).is_known)

    def labels(self) -> ReportFigures:
        """Return figures without answers: labels, units and operands alone."""
        return ReportFigures(self.items, self.indicators, self._report({}))

    def province_figures(self) -> ReportFigures:
        """Return the figures that the province enters; an indicator entered whole is an item."""
        answers = self.inputs.province_answers
        entered = {ref: i for ref, i in self.indicators.items() if ref in answers}
        items = dict(self.items) | {ref: self._item(i) for ref, i in entered.items()}
        indicators = {ref: i for ref, i in self.indicators.items() if ref not in entered}
        return ReportFigures(items, indicators, self._report(answers))

    def _item(self, indicator: Indicator) -> Item:
        unit = figure_unit(indicator.id, self.items, self.indicators)
        kind = ItemKind.PERCENT if unit == "%" else ItemKind.DECIMAL
        return Item(indicator.id, indicator.label, kind, unit)

    def sum_figures(self, ref: str) -> ReportFigures:
        """Return the sums of the items below a figure, over the communes that have the figure."""
        refs = underlying_items((ref,), self.labels())
        counted = self.reporting_communes(ref)
        before = tuple(commune.before for commune in counted if commune.before is not None)
        answers = _item_sums(refs, counted)
        if not counted and self.communes and self._arose_nowhere(ref):
            answers = {item: Answer(not_arisen=ARISEN_NOWHERE_TEXT) for item in refs}
        previous = self._report(_item_sums(refs, before)) if before else None
        return ReportFigures(self._unbounded(), self.indicators, self._report(answers), previous)

    def _arose_nowhere(self, ref: str) -> bool:
        return all(commune.figure(ref).not_arisen is not None for commune in self.communes)

    def _unbounded(self) -> dict[str, Item]:
        """Return the items without limits: those are made for one commune, not for sums."""
        return {
            ref: replace(
                item, minimum=None, maximum=None, kind=_COUNT_KINDS.get(item.kind, item.kind)
            )
            for ref, item in self.items.items()
        }

    def _report(self, answers: Mapping[str, Answer]) -> Report:
        return Report(Unit("", "", "tỉnh"), Period(self.inputs.year), answers=answers)


def build_province_figures(
    plans: Sequence[Plan], form: Form, inputs: ProvinceInputsForYear
) -> ProvinceFigures:
    """Build the figures of every commune with the items and indicators of form and plans."""
    items: dict[str, Item] = {}
    indicators: dict[str, Indicator] = {}
    # The last wins: the form before the plans, an earlier plan before a later one.
    owners: tuple[Form | Plan, ...] = (*reversed(plans), form)
    for owner in owners:
        items |= owner.items
        indicators |= owner.indicators
    communes = tuple(
        ReportFigures(items, indicators, report, inputs.previous.get(report.unit.code))
        for report in sorted(inputs.reports, key=lambda report: report.unit.code)
    )
    return ProvinceFigures(inputs, items, indicators, communes)


def _item_sums(refs: Iterable[str], communes: Sequence[ReportFigures]) -> dict[str, Answer]:
    """Return the sum of each item; items that are not reported or did not arise add nothing."""
    if not communes:
        return {}
    with localcontext() as context:
        context.prec = SUM_PRECISION
        return {
            ref: Answer(
                sum((_answer_number(commune.answer(ref)) for commune in communes), Decimal(0))
            )
            for ref in refs
        }


def _answer_number(answer: Answer | None) -> Decimal:
    value = answer.value if answer else None
    if isinstance(value, bool):
        return Decimal(int(value))
    if isinstance(value, ExternalScore):
        return value.score
    if isinstance(value, tuple):
        return Decimal(len(value))
    return value if isinstance(value, Decimal) else Decimal(0)
