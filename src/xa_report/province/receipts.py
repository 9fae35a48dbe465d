"""Receipt of a case: the received submission, the points that count, the reopened criteria."""

from datetime import date, datetime

from xa_report.assess.province.appraisal import scored_results
from xa_report.domain.assessment import Assessment
from xa_report.domain.province.appraisal import AppraisalRound, CaseState
from xa_report.domain.receipt import (
    CriterionOutcome,
    Receipt,
    ReceiptKind,
    ReceiptTotals,
    ReceivedSubmission,
)
from xa_report.province.appraisal.case import CaseDetail

KIND_BY_STATE = {
    CaseState.RECEIVED: ReceiptKind.RECEIVED,
    CaseState.APPRAISING: ReceiptKind.RECEIVED,
    CaseState.SECOND: ReceiptKind.RECEIVED,
    CaseState.EXPLAINING: ReceiptKind.APPRAISED,
    CaseState.RETURNED: ReceiptKind.RETURNED,
    CaseState.CLOSED: ReceiptKind.ACCEPTED,
}
"""Kind of receipt by state; while appraisers are at work it only says that the report came."""


def build_receipt(case: CaseDetail, number: int, issuer: str, moment: datetime) -> Receipt:
    """Build the receipt of a case as it is now."""
    kind = KIND_BY_STATE[case.row.state]
    open_returns = [each for each in case.returns if each.answered is None]
    if kind is not ReceiptKind.RETURNED:
        open_returns = []
    # Of a criterion that was returned twice the newest return, which stands last, has the reason.
    reopened = {line.code: line for each in open_returns for line in each.lines}
    with_results = kind is not ReceiptKind.RECEIVED
    return Receipt(
        unit=case.unit,
        period=case.row.period,
        sequence=case.submission.sequence,
        number=number,
        kind=kind,
        issued=moment,
        issuer=issuer,
        facts=ReceivedSubmission(
            case.submission.file_sha256,
            case.submission.manifest_sha256,
            case.submission.received,
            case.submission.signers,
        ),
        totals=_receipt_totals(case, with_results=with_results),
        outcomes=_criterion_outcomes(case) if with_results else (),
        reopened=tuple(reopened[code] for code in sorted(reopened)),
        deadline=(open_returns[-1].deadline if open_returns else _explanation_deadline(case, kind)),
    )


def is_current_receipt(case: CaseDetail, receipt: Receipt) -> bool:
    """Return whether a receipt built now would have the same content.

    Compared by content and not by time: several people work in a register, each by the clock of
    their own machine.
    """
    return build_receipt(case, receipt.number, receipt.issuer, receipt.issued) == receipt


def _explanation_deadline(case: CaseDetail, kind: ReceiptKind) -> date | None:
    if kind is not ReceiptKind.APPRAISED:
        return None
    return case.form.stage("explanation").dates(case.row.period)[1]


def _receipt_totals(case: CaseDetail, *, with_results: bool) -> ReceiptTotals:
    if not with_results:
        return ReceiptTotals(case.record.outcome.result)
    now = _counted_assessment(case)
    return ReceiptTotals(
        case.record.outcome.result, now.result, now.applicable, now.percent_shown, now.rating.name
    )


def _counted_assessment(case: CaseDetail) -> Assessment:
    # While the commune explains, round 2 has not begun for it.
    first = case.row.state is CaseState.EXPLAINING
    return case.assessment_after(AppraisalRound.FIRST) if first else case.appraised


def _criterion_outcomes(case: CaseDetail) -> tuple[CriterionOutcome, ...]:
    """Return the outcome of every scored criterion, with the reason where the points differ."""
    reasons = {difference.code: difference.why for difference in case.differences()}
    return tuple(
        CriterionOutcome(
            result.code,
            result.title,
            case.self_points(result.code),
            result.points,
            reasons.get(result.code),
        )
        for result in scored_results(_counted_assessment(case))
    )
