"""Report as it is sent, with the sender's assessment and the head of the sender's log."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace

from xa_report.domain.assessment import Assessment
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.report import Report, ReportState
from xa_report.domain.score_summary import ScoreSummary, summarize_scores


@dataclass(frozen=True, slots=True)
class SenderLogHead:
    """Number and hash of the last event of the sender's log; zeros when there is none."""

    seq: int = 0
    hash: str = "0" * 64


@dataclass(frozen=True, slots=True)
class RecordCorrection:
    """Statement that a record answers a receipt which reopened criteria, and keeps all else."""

    receipt: str
    """SHA-256 of the receipt's signed PDF."""
    reopened: tuple[str, ...]
    """Codes as the receipt names them."""
    unchanged: str
    """SHA-256 of the locked part, which must be that of the record before."""


@dataclass(frozen=True, slots=True)
class ComparedReport:
    """Answers of another period of the commune, with which the report is compared."""

    period: Period
    answers: Mapping[str, Answer]
    """Only those to items that the report itself is asked for."""


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """Content of `report.json`."""

    report: Report
    """Always in the state DRAFT: signatures prove how far a report got, not a claim."""
    outcome: ScoreSummary
    kinds: Mapping[str, ItemKind] = field(default_factory=dict)
    """Kind of every item that was asked for, answered or not."""
    log: SenderLogHead = SenderLogHead()
    replaces: str | None = None
    """SHA-256 of the package that this one replaces."""
    correction: RecordCorrection | None = None
    layout: str = ""
    """Version of the layout in which PDF and workbook are drawn; empty where none is named."""
    compared: tuple[ComparedReport, ...] = ()
    """The period before, where it was known, and shorter periods within this one."""

    def other_report(self, compared: ComparedReport) -> Report:
        """Return a compared period as a report of the same commune."""
        return Report(self.report.unit, compared.period, answers=compared.answers)

    @property
    def previous(self) -> Report | None:
        """The report of the period before, as far as the sender compared with it."""
        before = self.report.period.previous()
        known = (each for each in self.compared if each.period == before)
        return next(map(self.other_report, known), None)

    @property
    def included(self) -> tuple[Report, ...]:
        """The reports of shorter periods within this one, in their order."""
        inner = (each for each in self.compared if self.report.period.includes(each.period))
        return tuple(map(self.other_report, inner))


def compared_reports(
    reports: Iterable[Report], requested_items: Container[str]
) -> tuple[ComparedReport, ...]:
    """Return what a record keeps of other periods' reports: answers to requested items."""
    return tuple(
        ComparedReport(
            report.period,
            {ref: answer for ref, answer in report.answers.items() if ref in requested_items},
        )
        for report in reports
    )


def build_report_record(
    report: Report,
    assessment: Assessment,
    requested_items: Mapping[str, Item],
    log: SenderLogHead | None = None,
    replaces: str | None = None,
) -> ReportRecord:
    """Build the record of a report; `requested_items` are those of form and plans by id."""
    kinds = {ref: item.kind for ref, item in requested_items.items()}
    sent = replace(report, state=ReportState.DRAFT)
    return ReportRecord(sent, summarize_scores(assessment), kinds, log or SenderLogHead(), replaces)
