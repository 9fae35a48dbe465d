"""Receipts that the province issued, by commune, period and number."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.receipt import Receipt, ReceiptKind
from xa_report.errors import ConflictError
from xa_report.province.database import blobs, cases
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import RECEIPTS


@dataclass(frozen=True, slots=True)
class RegisteredReceipt:
    """A receipt that was issued."""

    number: int
    kind: ReceiptKind
    submission: int
    sha256: str
    changed: str
    who: str


def receipts_of_case(connection: Connection, key: CaseKey) -> tuple[RegisteredReceipt, ...]:
    """Return the receipts that were issued for a case, oldest first."""
    known = RECEIPTS.c
    rows = connection.execute(
        select(RECEIPTS)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.number)
    )
    return tuple(
        RegisteredReceipt(
            row.number, ReceiptKind(row.kind), row.submission, row.sha256, row.changed, row.who
        )
        for row in rows
    )


def save_receipt(
    database: RegisterDatabase, connection: Connection, receipt: Receipt, pdf: bytes, case: CaseRow
) -> None:
    """Save a signed receipt with its PDF.

    Raise ConflictError when the case changed, or somebody else issued a receipt meanwhile.
    """
    # Signing takes seconds, with the card and its PIN even minutes: others work on meanwhile.
    if any(one.number >= receipt.number for one in receipts_of_case(connection, case.key)):
        raise ConflictError(
            f"Người khác vừa lập phiếu số {receipt.number} cho {receipt.unit.name}. Hãy lập lại "
            "phiếu."
        )
    now = cases.find_case(connection, case.key)
    if now is None or now.version != case.version:
        raise ConflictError(
            f"Hồ sơ {receipt.unit.name} vừa thay đổi trong lúc lập phiếu. Hãy lập lại phiếu."
        )
    digest = blobs.save_blob_bytes(connection, pdf)
    row = {
        "unit": case.unit, "period": str(case.period), "number": receipt.number,
        "kind": receipt.kind.value, "submission": case.submission, "sha256": digest,
    }  # fmt: skip
    connection.execute(RECEIPTS.insert().values(**row, changed=database.now(), who=database.who))
    database.log(connection, "receipt", row)
