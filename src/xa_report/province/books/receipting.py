"""Makes the receipt of a case as it stands."""

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
from xa_report.province.appraisal.dossier import Dossier

KINDS = {
    CaseState.RECEIVED: ReceiptKind.RECEIVED,
    CaseState.APPRAISING: ReceiptKind.RECEIVED,
    CaseState.SECOND: ReceiptKind.RECEIVED,
    CaseState.EXPLAINING: ReceiptKind.APPRAISED,
    CaseState.RETURNED: ReceiptKind.RETURNED,
    CaseState.CLOSED: ReceiptKind.ACCEPTED,
}
"""What a commune is told in each state; while somebody is at work nothing but that it came."""


def receipt_of(found: Dossier, number: int, issuer: str, moment: datetime) -> Receipt:
    """What the province has to say about a case now."""
    kind = KINDS[found.case.state]
    waiting = [one for one in found.returns if one.answered is None]
    back = waiting if kind is ReceiptKind.RETURNED else []
    lines = {line.code: line for one in back for line in one.lines}
    told = kind is not ReceiptKind.RECEIVED
    return Receipt(
        unit=found.unit,
        period=found.case.period,
        sequence=found.submission.sequence,
        number=number,
        kind=kind,
        issued=moment,
        issuer=issuer,
        facts=ReceivedSubmission(
            found.submission.file_sha256,
            found.submission.manifest_sha256,
            found.submission.received,
            found.submission.signers,
        ),
        totals=_totals(found, told=told),
        outcomes=_outcomes(found) if told else (),
        reopened=tuple(lines[code] for code in sorted(lines)),
        deadline=back[-1].deadline if back else _explain_until(found, kind),
    )


def still_true(found: Dossier, given: Receipt) -> bool:
    """Whether a receipt would say the same if it were made now.

    Times do not tell: several people work in a register, each by the clock of their own machine.
    """
    return receipt_of(found, given.number, given.issuer, given.issued) == given


def _explain_until(found: Dossier, kind: ReceiptKind) -> date | None:
    if kind is not ReceiptKind.APPRAISED:
        return None
    return found.form.stage("explanation").dates(found.case.period)[1]


def _totals(found: Dossier, *, told: bool) -> ReceiptTotals:
    if not told:
        return ReceiptTotals(found.record.outcome.result)
    now = _counted(found)
    return ReceiptTotals(
        found.record.outcome.result, now.result, now.applicable, now.percent_shown, now.rating.name
    )


def _counted(found: Dossier) -> Assessment:
    first = found.case.state is CaseState.EXPLAINING
    return found.after(AppraisalRound.FIRST) if first else found.appraised


def _outcomes(found: Dossier) -> tuple[CriterionOutcome, ...]:
    """Every criterion without children, with the reason where the points differ."""
    now = _counted(found)
    why = {one.code: one.why for one in found.differences()}
    return tuple(
        CriterionOutcome(one.code, one.title, found.said(one.code), one.points, why.get(one.code))
        for one in scored_results(now)
    )
