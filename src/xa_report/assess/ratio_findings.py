"""Findings of ratios of counts whose numerator is above their denominator."""

from collections.abc import Iterable, Iterator, Sequence, Set

from xa_report.assess.figures import ReportFigures
from xa_report.domain.assessment import TargetResult
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Form
from xa_report.domain.indicator import Indicator, IndicatorKind, ids_with_parts
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import show_number, show_percent

WHOLE = 100
"""Percent of a whole; its part is not more."""


def ratio_findings(
    figures: ReportFigures, used: Set[str], compared: Sequence[Finding]
) -> Iterator[Finding]:
    """Yield a warning for each ratio of counts in `used` above 100 %, in the form's order.

    A warning, not an error: work beyond a plan is more than the plan, and the official says so.
    What one of `compared`, the findings of the form's own checks, has found already is not found
    again.
    """
    checked = [frozenset(each.place.items) for each in compared if each.is_open]
    for indicator in (each for ref, each in figures.indicators.items() if ref in used):
        figure = figures.figure(indicator.id)
        if figure.value is None or figure.parts is None or figure.value <= WHOLE:
            continue
        items = _counted_items(indicator, figures)
        if items and not any(each.issuperset(items) for each in checked):
            part, whole = figure.parts
            key = f"{FindingCode.ABOVE_WHOLE.number}@{indicator.id}"
            texts = {
                "label": indicator.label,
                "value": show_percent(figure.value),
                "a": show_number(part),
                "b": show_number(whole),
            }
            location = FindingLocation("check", indicator.id, items)
            reason = figures.report.reasons.get(key, "")
            yield build_finding(FindingCode.ABOVE_WHOLE, location, texts, reason=reason)


def used_references(form: Form, targets: Iterable[TargetResult]) -> frozenset[str]:
    """Return the ids that points, shown areas and targets of plans depend on."""
    refs = [result.target.reference for result in targets]
    refs += [ref for area in form.areas for ref in area.items]
    refs += [ref for criterion in form.leaves() for ref in criterion.references()]
    return form.closure(refs)


def _counted_items(indicator: Indicator, figures: ReportFigures) -> tuple[str, ...]:
    """Return the items of a ratio; none unless all of them are counts, which share their unit."""
    if indicator.kind is not IndicatorKind.RATIO or figures.unit(indicator.id) != "%":
        return ()
    below = ids_with_parts(indicator.references(), figures.indicators)
    items = tuple(ref for ref in below if ref in figures.items)
    counts = all(figures.items[ref].kind is ItemKind.COUNT for ref in items)
    return items if counts else ()
