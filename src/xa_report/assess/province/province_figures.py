"""Figures of all communes and their sums."""

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
"""Kinds of which many communes' values add up to something."""
SUM_PRECISION = 200
"""Enough for the sum of any answers to be exact."""
ARISEN_NOWHERE_TEXT = "không phát sinh ở xã nào"


@dataclass(frozen=True, slots=True)
class ProvinceFigures:
    """All that can be asked for, and the figures of every commune that has sent."""

    inputs: ProvinceInputsForYear
    items: Mapping[str, Item]
    indicators: Mapping[str, Indicator]
    communes: tuple[ReportFigures, ...]
    """In the order of unit codes."""

    def reporting_communes(self, ref: str) -> tuple[ReportFigures, ...]:
        """The communes that have a number for an item or indicator."""
        return tuple(one for one in self.communes if one.figure(ref).is_known)

    def labels(self) -> ReportFigures:
        """No figures at all, but what everything is called and made from."""
        return ReportFigures(self.items, self.indicators, self._report({}))

    def province_figures(self) -> ReportFigures:
        """The figures that the province types; an indicator typed as a whole counts as an item."""
        given = self.inputs.province_answers
        typed = {ref: one for ref, one in self.indicators.items() if ref in given}
        items = dict(self.items) | {ref: self._item(one) for ref, one in typed.items()}
        indicators = {ref: one for ref, one in self.indicators.items() if ref not in typed}
        return ReportFigures(items, indicators, self._report(given))

    def _item(self, indicator: Indicator) -> Item:
        unit = figure_unit(indicator.id, self.items, self.indicators)
        kind = ItemKind.PERCENT if unit == "%" else ItemKind.DECIMAL
        return Item(indicator.id, indicator.label, kind, unit)

    def sum_figures(self, ref: str) -> ReportFigures:
        """The sums of what a figure is made from, over the communes that have it."""
        refs = underlying_items((ref,), self.labels())
        counted = self.reporting_communes(ref)
        before = tuple(one.before for one in counted if one.before is not None)
        answers = _item_sums(refs, counted)
        if not counted and self.communes and self._arose_nowhere(ref):
            answers = {item: Answer(not_arisen=ARISEN_NOWHERE_TEXT) for item in refs}
        previous = self._report(_item_sums(refs, before)) if before else None
        return ReportFigures(self._unbounded(), self.indicators, self._report(answers), previous)

    def _arose_nowhere(self, ref: str) -> bool:
        return all(one.figure(ref).not_arisen is not None for one in self.communes)

    def _unbounded(self) -> dict[str, Item]:
        """Items whose limits, made for one commune, do not bind the sum."""
        return {
            ref: replace(
                item, minimum=None, maximum=None, kind=_COUNT_KINDS.get(item.kind, item.kind)
            )
            for ref, item in self.items.items()
        }

    def _report(self, answers: Mapping[str, Answer]) -> Report:
        return Report(Unit("", "", "tỉnh"), Period(self.inputs.year), answers=answers)


_COUNT_KINDS = {ItemKind.CHECKLIST: ItemKind.COUNT, ItemKind.TABLE: ItemKind.COUNT}


def build_province_figures(
    plans: Sequence[Plan], form: Form, inputs: ProvinceInputsForYear
) -> ProvinceFigures:
    """Look up every commune's figures with the items and indicators of the form and the plans."""
    items: dict[str, Item] = {}
    indicators: dict[str, Indicator] = {}
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
    """The sum of each item; what a commune did not report or did not have adds nothing."""
    if not communes:
        return {}
    with localcontext() as context:
        context.prec = SUM_PRECISION
        return {
            ref: Answer(sum((_answer_number(one.answer(ref)) for one in communes), Decimal(0)))
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
