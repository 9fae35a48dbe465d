"""From the bytes of `receipt.json` to a receipt; nothing in them is trusted."""

from msgspec import to_builtins

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.receipt import (
    CriterionOutcome,
    Receipt,
    ReceiptKind,
    ReceiptTotals,
    ReceivedSubmission,
    ReopenedCriterion,
)
from xa_report.domain.unit import Unit
from xa_report.package.document_type import require_type
from xa_report.package.faults import PackageCode, fault
from xa_report.package.receipt.document import (
    DOCUMENT_TYPE,
    NAME,
    SPEC_VERSION,
    CriterionPart,
    ReceiptDocument,
    WhyPart,
)
from xa_report.package.receipt.writing import receipt_bytes
from xa_report.package.shape import noun_of, require_known, shaped
from xa_report.package.strict_json import read_json


def read_receipt(content: bytes) -> Receipt:
    """Read `receipt.json`; raise PackageFaultError with the first thing that is wrong."""
    raw = read_json(content, NAME)
    same_minor = require_type(raw, NAME, DOCUMENT_TYPE, SPEC_VERSION)
    document = shaped(raw, ReceiptDocument, NAME)
    receipt = _receipt(document)
    _require_sense(receipt)
    written = receipt_bytes(receipt)
    if same_minor:
        require_known(raw, to_builtins(document), NAME)
        if written != content:
            raise fault(PackageCode.NOT_CANONICAL, name=NAME)
    return receipt


def _receipt(document: ReceiptDocument) -> Receipt:
    return Receipt(
        unit=noun_of(document.unit, Unit, NAME),
        period=Period.parse(document.period),
        sequence=document.sequence,
        number=document.number,
        kind=document.kind,
        issued=document.issued,
        issuer=document.issuer,
        facts=noun_of(document.facts, ReceivedSubmission, NAME),
        totals=noun_of(document.totals, ReceiptTotals, NAME),
        outcomes=tuple(_outcome(part) for part in document.outcomes),
        reopened=tuple(ReopenedCriterion(part.code, _why(part.why)) for part in document.reopened),
        deadline=document.deadline,
        note=document.note,
    )


def _outcome(part: CriterionPart) -> CriterionOutcome:
    why = None if part.why is None else _why(part.why)
    return CriterionOutcome(part.code, part.title, part.sent, part.appraised, why)


def _why(part: WhyPart) -> DifferenceReason:
    try:
        return DifferenceReason(DifferenceCode.of(part.code), part.text)
    except KeyError as error:
        raise fault(PackageCode.VALUE, name=NAME, why=f"mã lý do {part.code}") from error


def _require_sense(receipt: Receipt) -> None:
    """What no receipt of ours would say, and a reader could not act on."""
    if bool(receipt.reopened) != (receipt.kind is ReceiptKind.RETURNED):
        raise fault(PackageCode.VALUE, name=NAME, why="tiêu chí mở lại không hợp với loại phiếu")
    for codes in ([o.code for o in receipt.outcomes], [o.code for o in receipt.reopened]):
        if len(set(codes)) != len(codes):
            raise fault(PackageCode.VALUE, name=NAME, why="một tiêu chí ghi hai lần")
