"""From a receipt to the bytes of `receipt.json`."""

from msgspec import to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.receipt import CriterionOutcome, Receipt
from xa_report.package.receipt.document import (
    DOCUMENT_TYPE,
    NAME,
    SPEC_VERSION,
    CriterionPart,
    ReceiptDocument,
    ReceivedPart,
    ReopenedPart,
    TotalsPart,
    WhyPart,
)
from xa_report.package.record.document import UnitPart
from xa_report.package.record.numbers import plain, plainly
from xa_report.package.shape import part_of


def receipt_bytes(receipt: Receipt) -> bytes:
    """Write a receipt as canonical JSON; the same receipt gives the same bytes everywhere."""
    return dump_bytes(to_builtins(_document(receipt)))


def _document(receipt: Receipt) -> ReceiptDocument:
    return ReceiptDocument(
        document_type=DOCUMENT_TYPE,
        spec_version=SPEC_VERSION,
        unit=part_of(receipt.unit, UnitPart),
        period=str(receipt.period),
        sequence=receipt.sequence,
        number=receipt.number,
        kind=receipt.kind,
        issued=receipt.issued,
        issuer=receipt.issuer,
        facts=part_of(receipt.facts, ReceivedPart),
        totals=part_of(plainly(receipt.totals, NAME), TotalsPart),
        outcomes=tuple(_criterion(outcome) for outcome in receipt.outcomes),
        reopened=tuple(ReopenedPart(code=o.code, why=_why(o.why)) for o in receipt.reopened),
        deadline=receipt.deadline,
        note=receipt.note,
    )


def _criterion(outcome: CriterionOutcome) -> CriterionPart:
    return CriterionPart(
        code=outcome.code,
        title=outcome.title,
        sent=plain(outcome.sent, NAME),
        appraised=None if outcome.appraised is None else plain(outcome.appraised, NAME),
        why=None if outcome.why is None else _why(outcome.why),
    )


def _why(why: DifferenceReason) -> WhyPart:
    return WhyPart(code=why.code.number, text=why.text)
