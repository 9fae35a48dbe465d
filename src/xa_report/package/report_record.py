"""A report as it is sent, with its own assessment and the head of the sender's log."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from xa_report.domain.assessment import Assessment
from xa_report.domain.item import Item, ItemKind
from xa_report.domain.report import Report, ReportState
from xa_report.domain.score_summary import ScoreSummary, summarize_scores


@dataclass(frozen=True, slots=True)
class SenderLogHead:
    """The last event of the sender's log."""

    seq: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True)
class RecordCorrection:
    """That a record answers a receipt which reopened criteria, and leaves everything else."""

    receipt: str
    """SHA-256 of the receipt's signed PDF."""
    reopened: tuple[str, ...]
    """Codes as the receipt names them."""
    unchanged: str
    """SHA-256 of the part that must not move."""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """All that `report.json` says."""

    report: Report
    """Its state is always the same: how far a report got is proven by signatures, not claimed."""
    outcome: ScoreSummary
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    """Every item that was asked for, answered or not."""
    log: SenderLogHead = SenderLogHead()
    replaces: str | None = None
    """SHA-256 of the package that this one replaces."""
    correction: RecordCorrection | None = None


def build_report_record(
    report: Report,
    assessment: Assessment,
    requested_items: Mapping[str, Item],
    log: SenderLogHead | None = None,
    replaces: str | None = None,
) -> ReportRecord:
    """Make the record of a report; `requested_items` are the items of the form and the plans by id."""
    kinds = {ref: item.kind for ref, item in requested_items.items()}
    sent = replace(report, state=ReportState.DRAFT)
    return ReportRecord(sent, summarize_scores(assessment), kinds, log or SenderLogHead(), replaces)
