"""Assessment of a report with the province's figures and points in place of the commune's."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.assessment import build_report_figures, complete_assessment, score_criteria
from xa_report.assess.criterion_scores import CriterionScore
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import PointDifference, ProvinceAdjustments
from xa_report.domain.report import Report


def override_points(scored: CriterionScore, points: Decimal, form: Form) -> CriterionScore:
    """Set the points of a criterion; what did not apply applies then.

    Raise ValueError when the points leave 0..max.
    """
    result = scored.result
    if not 0 <= points <= result.max:
        raise ValueError(
            f"Tiêu chí {result.code}: {show_number(points)} điểm không nằm trong khoảng 0 đến "
            f"{show_number(result.max)}."
        )
    given = round_half_up(Fraction(points), form.decimals)
    word = f"Thẩm định chấm {show_number(given, form.decimals)} điểm"
    counted = f"theo số liệu là {show_number(result.points, form.decimals)}"
    fixed = replace(
        result,
        points=given,
        applicable=result.max,
        state=ScoreState.SCORED,
        reason=f"{word} ({counted}).",
        exact=Fraction(points),
    )
    return replace(scored, result=fixed)


def appraise_report(
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
    figures = build_report_figures(corrected, form, plans, previous)
    scored = score_criteria(form, figures)
    scored |= {
        code: override_points(scored[code], given, form)
        for code, given in adjustments.points.items()
    }
    return complete_assessment(form, plans, figures, scored)


def with_survey(form: Form, mode: SurveyMode | None) -> Form:
    """The form as the province counts the survey; None leaves what the form says."""
    return form if mode is None else replace(form, survey=mode)


def point_differences(
    sent_assessment: Assessment, appraised: Assessment, why: ProvinceAdjustments
) -> Iterator[PointDifference]:
    """Every criterion without children of which the points differ, in the order of the form."""
    before = {one.code: one for one in scored_results(sent_assessment)}
    for after in scored_results(appraised):
        one = before[after.code]
        if (one.points, one.applicable) != (after.points, after.applicable):
            reason = why.why.get(after.code)
            found = PointDifference(after.code, after.title, one.points, after.points, reason)
            yield replace(found, part=after.part)


def scored_results(assessment: Assessment) -> Iterator[CriterionResult]:
    """Everything that is scored: criteria without children, bonuses, penalties."""
    every = (*assessment.criteria, *assessment.bonuses, *assessment.penalties)
    return (one for one in every if one.leaf)
