"""Summary of an assessment in numbers: it travels with the report and is compared."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Part


@dataclass(frozen=True, slots=True)
class CriterionPoints:
    """Points and state of a criterion."""

    part: Part
    points: Decimal
    applicable: Decimal
    state: ScoreState


@dataclass(frozen=True, slots=True)
class ScoreSummary:
    """The sender's assessment in numbers."""

    points: Mapping[str, CriterionPoints]
    total: Decimal
    applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    result: Decimal
    percent: Decimal | None
    rating: str


def summarize_scores(assessment: Assessment) -> ScoreSummary:
    """Return the numbers of an assessment; those of a receiver must equal those that were sent."""
    every = (
        *assessment.areas, *assessment.criteria, *assessment.bonuses, *assessment.penalties
    )  # fmt: skip
    return ScoreSummary(
        dict(_criterion_points(every)),
        assessment.total,
        assessment.applicable,
        assessment.bonus,
        assessment.penalty,
        assessment.result,
        assessment.percent_shown,
        assessment.rating.name,
    )


def _criterion_points(results: Iterable[CriterionResult]) -> Iterable[tuple[str, CriterionPoints]]:
    for result in results:
        yield (
            result.code,
            CriterionPoints(result.part, result.points, result.applicable, result.state),
        )
