"""Receipt of a case: what was received, the points that count, what is returned."""

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
"""What a commune is told in each state; while somebody is at work nothing but that it came."""


def build_receipt(case: CaseDetail, number: int, issuer: str, moment: datetime) -> Receipt:
    """What the province has to say about a case now."""
    kind = KIND_BY_STATE[case.row.state]
    waiting = [one for one in case.returns if one.answered is None]
    back = waiting if kind is ReceiptKind.RETURNED else []
    lines = {line.code: line for one in back for line in one.lines}
    told = kind is not ReceiptKind.RECEIVED
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
        totals=_receipt_totals(case, with_results=told),
        outcomes=_criterion_outcomes(case) if told else (),
        reopened=tuple(lines[code] for code in sorted(lines)),
        deadline=back[-1].deadline if back else _explanation_deadline(case, kind),
    )


def is_current_receipt(case: CaseDetail, receipt: Receipt) -> bool:
    """Whether a receipt would say the same if it were made now.

    Times do not tell: several people work in a register, each by the clock of their own machine.
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
    first = case.row.state is CaseState.EXPLAINING
    return case.assessment_after(AppraisalRound.FIRST) if first else case.appraised


def _criterion_outcomes(case: CaseDetail) -> tuple[CriterionOutcome, ...]:
    """Every criterion without children, with the reason where the points differ."""
    now = _counted_assessment(case)
    why = {one.code: one.why for one in case.differences()}
    return tuple(
        CriterionOutcome(
            one.code, one.title, case.self_points(one.code), one.points, why.get(one.code)
        )
        for one in scored_results(now)
    )
