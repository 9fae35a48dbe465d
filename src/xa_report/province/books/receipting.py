"""Makes the receipt of a case as it stands, and keeps the ones that were issued."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from xa_report.domain.appraisal import CaseState, Round
from xa_report.domain.assessment import Assessment
from xa_report.domain.period import Period
from xa_report.domain.receipt import (
    CriterionOutcome,
    Receipt,
    ReceiptKind,
    ReceiptTotals,
    ReceivedFacts,
)
from xa_report.errors import ConflictError
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.register import blobs, cases
from xa_report.province.register.register import Register
from xa_report.province.register.tables import RECEIPTS

KINDS = {
    CaseState.RECEIVED: ReceiptKind.RECEIVED,
    CaseState.APPRAISING: ReceiptKind.RECEIVED,
    CaseState.SECOND: ReceiptKind.RECEIVED,
    CaseState.EXPLAINING: ReceiptKind.APPRAISED,
    CaseState.RETURNED: ReceiptKind.RETURNED,
    CaseState.CLOSED: ReceiptKind.ACCEPTED,
}
"""What a commune is told in each state; while somebody is at work nothing but that it came."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A receipt that was given out."""

    number: int
    kind: ReceiptKind
    submission: int
    sha256: str
    changed: str
    who: str


def receipt_of(found: Dossier, number: int, issuer: str, moment: datetime) -> Receipt:
    """What the province has to say about a case now."""
    kind = KINDS[found.case.state]
    waiting = [one for one in found.returns if one.answered is None]
    back = waiting[-1] if kind is ReceiptKind.RETURNED and waiting else None
    told = kind is not ReceiptKind.RECEIVED
    return Receipt(
        unit=found.unit,
        period=found.case.period,
        sequence=found.submission.sequence,
        number=number,
        kind=kind,
        issued=moment,
        issuer=issuer,
        facts=ReceivedFacts(
            found.submission.file_sha256,
            found.submission.manifest_sha256,
            found.submission.received,
            found.submission.signers,
        ),
        totals=_totals(found, told=told),
        outcomes=_outcomes(found) if told else (),
        reopened=back.lines if back else (),
        deadline=back.deadline if back else _explain_until(found, kind),
    )


def _explain_until(found: Dossier, kind: ReceiptKind) -> date | None:
    if kind is not ReceiptKind.APPRAISED:
        return None
    return found.form.stage("explanation").dates(found.case.period)[1]


def _totals(found: Dossier, *, told: bool) -> ReceiptTotals:
    if not told:
        return ReceiptTotals(found.sent.result)
    now = _counted(found)
    return ReceiptTotals(
        found.sent.result, now.result, now.applicable, now.percent_shown, now.rating.name
    )


def _counted(found: Dossier) -> Assessment:
    first = found.case.state is CaseState.EXPLAINING
    return found.after(Round.FIRST) if first else found.appraised


def _outcomes(found: Dossier) -> tuple[CriterionOutcome, ...]:
    """Every criterion without children, with the reason where the points differ."""
    now, sent = _counted(found), found.sent
    why = {one.code: one.why for one in found.differences()}
    every = (*now.criteria, *now.bonuses, *now.penalties)
    return tuple(
        CriterionOutcome(
            one.code, one.title, sent.of(one.code).points, one.points, why.get(one.code)
        )
        for one in every
        if one.leaf
    )


def issued(connection: Connection, unit: str, period: Period) -> tuple[Issued, ...]:
    """The receipts that were given out for a case, oldest first."""
    known = RECEIPTS.c
    rows = connection.execute(
        select(RECEIPTS)
        .where(known.unit == unit, known.period == str(period))
        .order_by(known.number)
    )
    return tuple(
        Issued(row.number, ReceiptKind(row.kind), row.submission, row.sha256, row.changed, row.who)
        for row in rows
    )


def keep(
    register: Register, connection: Connection, signed: tuple[Receipt, bytes], found: Dossier
) -> None:
    """Keep a receipt that was signed; raise ConflictError when the case moved meanwhile."""
    receipt, pdf = signed
    now = cases.find(connection, found.case.unit, found.case.period)
    if now is None or now.version != found.case.version:
        raise ConflictError(
            f"Hồ sơ {found.unit.name} vừa thay đổi trong lúc lập phiếu. Hãy lập lại phiếu."
        )
    digest = blobs.put_bytes(connection, pdf)
    row = {
        "unit": found.case.unit, "period": str(found.case.period), "number": receipt.number,
        "kind": receipt.kind.value, "submission": found.case.submission, "sha256": digest,
    }  # fmt: skip
    connection.execute(RECEIPTS.insert().values(**row, changed=register.now(), who=register.who))
    register.log(connection, "receipt", row)
