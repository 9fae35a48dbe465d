"""The whole assessment of one report: points, targets and findings."""

from collections.abc import Mapping, Sequence

from xa_report.assess.criterion_findings import criterion_findings
from xa_report.assess.criterion_scores import CriterionScore, score_criterion
from xa_report.assess.cross_checks import CheckContext, accumulation_findings, cross_check_findings
from xa_report.assess.figures import ReportFigures
from xa_report.assess.findings import attach_consequences, item_findings
from xa_report.assess.print_findings import print_findings
from xa_report.assess.ratio_findings import ratio_findings, used_references
from xa_report.assess.targets import strictest_targets, target_findings, target_results
from xa_report.assess.totals import add_up_scores
from xa_report.domain.assessment import Assessment, TargetResult
from xa_report.domain.finding import Finding
from xa_report.domain.form import Form
from xa_report.domain.indicator import Indicator, ids_with_parts
from xa_report.domain.item import NUMBER_KINDS, FilledBy, Item
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report


def assess_report(
    report: Report,
    form: Form,
    plans: Sequence[Plan],
    previous: Report | None = None,
    included: Sequence[Report] = (),
) -> Assessment:
    """Assess a report against its form and the plans.

    `previous` is the report of the period before; `included` are reports of shorter periods
    within this one. The same input gives the same result; nothing else is looked at.
    """
    figures = build_report_figures(report, form, plans, previous)
    return complete_assessment(form, plans, figures, score_criteria(form, figures), included)


def score_only(
    report: Report, form: Form, plans: Sequence[Plan], previous: Report | None = None
) -> Assessment:
    """Assess points and figures alone, without targets and findings: a third of the work."""
    figures = build_report_figures(report, form, plans, previous)
    return _build_assessment(form, figures, score_criteria(form, figures))


def score_criteria(form: Form, figures: ReportFigures) -> dict[str, CriterionScore]:
    """Return the score of every criterion that has a rule, by code."""
    return {c.code: score_criterion(c, form, figures) for c in form.leaves()}


def complete_assessment(
    form: Form,
    plans: Sequence[Plan],
    figures: ReportFigures,
    scored: Mapping[str, CriterionScore],
    included: Sequence[Report] = (),
) -> Assessment:
    """Build the assessment from the scores of the criteria and the figures."""
    report = figures.report
    targets = target_results(plans, report.period.year, figures)
    compared = tuple(cross_check_findings(CheckContext(form, figures)))
    findings = attach_consequences(
        (
            *item_findings(form, figures),
            *compared,
            *ratio_findings(figures, used_references(form, targets), compared),
            *accumulation_findings(form, report, included),
            *criterion_findings(form, scored, figures),
            *print_findings(form, figures.items, report),
            *target_findings(targets, figures),
        )
    )
    return _build_assessment(form, figures, scored, targets, findings)


def _build_assessment(
    form: Form,
    figures: ReportFigures,
    scored: Mapping[str, CriterionScore],
    targets: tuple[TargetResult, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Assessment:
    totals = add_up_scores(form, scored, figures)
    numbers = [ref for ref, item in figures.items.items() if item.kind in NUMBER_KINDS]
    return Assessment(
        areas=totals.areas,
        criteria=totals.criteria,
        bonuses=tuple(scored[c.code].result for c in form.bonuses),
        penalties=tuple(scored[c.code].result for c in form.penalties),
        total=totals.total,
        applicable=totals.applicable,
        bonus=totals.bonus,
        penalty=totals.penalty,
        result=totals.result,
        percent=totals.percent,
        percent_shown=totals.percent_shown,
        rating=totals.rating,
        figures={ref: figures.figure(ref) for ref in (*figures.indicators, *numbers)},
        targets=targets,
        findings=findings,
    )


def build_report_figures(
    report: Report, form: Form, plans: Sequence[Plan], previous: Report | None = None
) -> ReportFigures:
    """Build the figures of a report by the items and indicators of the form and its plans."""
    year = report.period.year
    items, indicators = requested_items(form, plans, year)
    return ReportFigures(items, indicators, report, previous, strictest_targets(plans, year))


def requested_items(
    form: Form, plans: Sequence[Plan], year: int
) -> tuple[Mapping[str, Item], Mapping[str, Indicator]]:
    """Return all items and indicators that a report is about, the form's own first.

    Of a plan only what its targets of the year need, as far as a commune can supply it.
    """
    items, indicators = dict(form.items), dict(form.indicators)
    for plan in plans:
        for target in plan.of_year(year):
            _add_requested(target.reference, plan, items, indicators)
    return items, indicators


def _add_requested(
    ref: str, plan: Plan, items: dict[str, Item], indicators: dict[str, Indicator]
) -> None:
    """Add what a figure is made from, unless only the province can supply a part of it."""
    needed = ids_with_parts((ref,), plan.indicators)
    if any(n in plan.items and plan.items[n].filled_by is FilledBy.PROVINCE for n in needed):
        return
    # setdefault: where form and plan share an id, `check_compatible` has found them equal.
    for name in needed:
        if name in plan.items:
            items.setdefault(name, plan.items[name])
        else:
            indicators.setdefault(name, plan.indicators[name])
