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
    rounded = round_half_up(Fraction(points), form.decimals)
    word = f"Thẩm định chấm {show_number(rounded, form.decimals)} điểm"
    counted = f"theo số liệu là {show_number(result.points, form.decimals)}"
    fixed = replace(
        result,
        points=rounded,
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
        code: override_points(scored[code], points, form)
        for code, points in adjustments.points.items()
    }
    return complete_assessment(form, plans, figures, scored)


def with_survey(form: Form, mode: SurveyMode | None) -> Form:
    """Return the form with the province's way to count the survey; None leaves the form's own."""
    return form if mode is None else replace(form, survey=mode)


def point_differences(
    sent_assessment: Assessment, appraised: Assessment, why: ProvinceAdjustments
) -> Iterator[PointDifference]:
    """Yield a difference for each criterion without children, in the order of the form."""
    sent_results = {result.code: result for result in scored_results(sent_assessment)}
    for after in scored_results(appraised):
        sent = sent_results[after.code]
        # A survey that is left out gives no points to explain, on either side.
        if after.survey and not after.applicable:
            continue
        if (sent.points, sent.applicable) != (after.points, after.applicable):
            yield PointDifference(
                code=after.code,
                title=after.title,
                sent=sent.points,
                appraised=after.points,
                why=why.why.get(after.code),
                part=after.part,
            )


def scored_results(assessment: Assessment) -> Iterator[CriterionResult]:
    """Yield the results that are scored: criteria without children, bonuses, penalties."""
    results = (*assessment.criteria, *assessment.bonuses, *assessment.penalties)
    return (result for result in results if result.leaf)
