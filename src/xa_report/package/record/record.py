"""A record: one report as it is sent, with its own assessment and where the log stood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Part
from xa_report.domain.item import Item, ItemKind
from xa_report.domain.report import Report, ReportState


@dataclass(frozen=True, slots=True)
class Points:
    """What a criterion gave."""

    part: Part
    points: Decimal
    applicable: Decimal
    state: ScoreState


@dataclass(frozen=True, slots=True)
class Outcome:
    """The sender's assessment in numbers."""

    points: Mapping[str, Points]
    total: Decimal
    applicable: Decimal
    bonus: Decimal
    penalty: Decimal
    result: Decimal
    percent: Decimal | None
    rating: str


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last event of the sender's log."""

    seq: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True)
class Record:
    """All that `report.json` says."""

    report: Report
    """Its state is always the same: how far a report got is proven by signatures, not claimed."""
    outcome: Outcome
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    """Every item that was asked for, answered or not."""
    log: LogHead = LogHead()
    replaces: str | None = None
    """SHA-256 of the package that this one replaces."""


def record_of(
    report: Report,
    assessment: Assessment,
    asked: Mapping[str, Item],
    log: LogHead | None = None,
    replaces: str | None = None,
) -> Record:
    """Make the record of a report; `asked` are the items of the form and the plans by id."""
    kinds = {ref: item.kind for ref, item in asked.items()}
    sent = replace(report, state=ReportState.DRAFT)
    return Record(sent, outcome_of(assessment), kinds, log or LogHead(), replaces)


def outcome_of(assessment: Assessment) -> Outcome:
    """The numbers of an assessment; a receiver's own must be equal to the sent one."""
    every = (
        *assessment.areas, *assessment.criteria, *assessment.bonuses, *assessment.penalties
    )  # fmt: skip
    return Outcome(
        dict(_points(every)),
        assessment.total,
        assessment.applicable,
        assessment.bonus,
        assessment.penalty,
        assessment.result,
        assessment.percent_shown,
        assessment.rating.name,
    )


def _points(results: Iterable[CriterionResult]) -> Iterable[tuple[str, Points]]:
    for result in results:
        yield result.code, Points(result.part, result.points, result.applicable, result.state)
