"""The same assessment on what the province puts in place of what a commune sent."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xa_report.assess.assessing import add_all, figures_of, scores
from xa_report.assess.fixing import fix
from xa_report.domain.assessment import Assessment, CriterionResult
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import PointDifference, ProvinceAdjustments
from xa_report.domain.report import Report


def appraise(
    report: Report,
    form: Form,
    plans: Sequence[Plan],
    adjustments: ProvinceAdjustments,
    previous: Report | None = None,
) -> Assessment:
    """Assess a report with corrected figures and points; nothing of it is changed in place.

    Points that somebody set count whatever the figures give; ValueError when they leave 0..max.
    """
    corrected = replace(report, answers={**report.answers, **adjustments.answers})
    figures = figures_of(corrected, form, plans, previous)
    scored = scores(form, figures)
    scored |= {code: fix(scored[code], given, form) for code, given in adjustments.points.items()}
    return add_all(form, plans, figures, scored)


def with_survey(form: Form, mode: SurveyMode | None) -> Form:
    """The form as the province counts the survey; None leaves what the form says."""
    return form if mode is None else replace(form, survey=mode)


def differences(
    sent: Assessment, appraised: Assessment, why: ProvinceAdjustments
) -> Iterator[PointDifference]:
    """Every criterion without children of which the points differ, in the order of the form."""
    before = {one.code: one for one in leaves(sent)}
    for after in leaves(appraised):
        one = before[after.code]
        if (one.points, one.applicable) != (after.points, after.applicable):
            reason = why.why.get(after.code)
            found = PointDifference(after.code, after.title, one.points, after.points, reason)
            yield replace(found, part=after.part)


def leaves(found: Assessment) -> Iterator[CriterionResult]:
    """Everything that is scored: criteria without children, bonuses, penalties."""
    every = (*found.criteria, *found.bonuses, *found.penalties)
    return (one for one in every if one.leaf)
