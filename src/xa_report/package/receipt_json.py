"""Shape of `receipt.json` (its JSON Schema is generated from it), writer and reader."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.dates import check_day
from xa_report.domain.number_text import ValueFaultError
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
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.json_documents import (
    canonical_decimal,
    canonical_decimals,
    check_document_type,
    check_no_unknown_fields,
    convert_json,
    domain_to_part,
    part_to_domain,
    read_json,
)
from xa_report.package.report_schema import DecimalText, JsonObject, Sha256Text, UnitPart

RECEIPT_DOCUMENT_TYPE = "urn:xa-report:receipt"
RECEIPT_SPEC_VERSION = "1.0"
RECEIPT_NAME = "receipt.json"

ZonedMoment = Annotated[datetime, Meta(tz=True)]
CriterionCode = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.]{1,20}$")]


class WhyPart(JsonObject, frozen=True):
    """A reason: the code of a difference, and words."""

    code: Annotated[str, Meta(pattern="^T[0-9]{2}$")]
    text: str


class ReceivedPart(JsonObject, frozen=True):
    """What had come, so that both sides name the same bytes."""

    package_sha256: Sha256Text
    manifest_sha256: Sha256Text
    received: ZonedMoment
    signers: tuple[str, ...]


class CriterionPart(JsonObject, frozen=True):
    """What a criterion came to; null while it is not appraised."""

    code: CriterionCode
    title: str
    sent: DecimalText
    appraised: DecimalText | None
    why: WhyPart | None


class ReopenedPart(JsonObject, frozen=True):
    """A criterion that may be corrected, and what is wanted."""

    code: CriterionCode
    why: WhyPart


class TotalsPart(JsonObject, frozen=True):
    """Where the whole stands; null while it is not appraised."""

    sent: DecimalText
    appraised: DecimalText | None
    applicable: DecimalText | None
    percent: DecimalText | None
    rating: str


class ReceiptDocument(JsonObject, frozen=True):
    """`receipt.json`."""

    document_type: str
    spec_version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    unit: UnitPart
    period: Annotated[str, Meta(pattern="^20[0-9]{2}(-(Q[1-4]|H1|9M))?$")]
    sequence: Annotated[int, Meta(ge=1, le=999)]
    number: Annotated[int, Meta(ge=1, le=9999)]
    kind: ReceiptKind
    issued: ZonedMoment
    issuer: str
    facts: ReceivedPart
    totals: TotalsPart
    outcomes: tuple[CriterionPart, ...]
    reopened: tuple[ReopenedPart, ...]
    deadline: date | None
    note: str


def receipt_json_bytes(receipt: Receipt) -> bytes:
    """Return a receipt as canonical JSON; the same receipt gives the same bytes everywhere."""
    return dump_bytes(to_builtins(_receipt_document(receipt)))


def _receipt_document(receipt: Receipt) -> ReceiptDocument:
    return ReceiptDocument(
        document_type=RECEIPT_DOCUMENT_TYPE,
        spec_version=RECEIPT_SPEC_VERSION,
        unit=domain_to_part(receipt.unit, UnitPart),
        period=str(receipt.period),
        sequence=receipt.sequence,
        number=receipt.number,
        kind=receipt.kind,
        issued=receipt.issued,
        issuer=receipt.issuer,
        facts=domain_to_part(receipt.facts, ReceivedPart),
        totals=domain_to_part(canonical_decimals(receipt.totals, RECEIPT_NAME), TotalsPart),
        outcomes=tuple(_criterion_to_part(outcome) for outcome in receipt.outcomes),
        reopened=tuple(
            ReopenedPart(code=o.code, why=_reason_to_part(o.why)) for o in receipt.reopened
        ),
        deadline=receipt.deadline,
        note=receipt.note,
    )


def _criterion_to_part(outcome: CriterionOutcome) -> CriterionPart:
    return CriterionPart(
        code=outcome.code,
        title=outcome.title,
        sent=canonical_decimal(outcome.sent, RECEIPT_NAME),
        appraised=None
        if outcome.appraised is None
        else canonical_decimal(outcome.appraised, RECEIPT_NAME),
        why=None if outcome.why is None else _reason_to_part(outcome.why),
    )


def _reason_to_part(why: DifferenceReason) -> WhyPart:
    return WhyPart(code=why.code.number, text=why.text)


def read_receipt_json(content: bytes) -> Receipt:
    """Parse `receipt.json`; raise PackageFaultError with the first fault."""
    raw = read_json(content, RECEIPT_NAME)
    same_minor = check_document_type(raw, RECEIPT_NAME, RECEIPT_DOCUMENT_TYPE, RECEIPT_SPEC_VERSION)
    document = convert_json(raw, ReceiptDocument, RECEIPT_NAME)
    receipt = _receipt_from_document(document)
    _check_contradictions(receipt)
    written = receipt_json_bytes(receipt)
    if same_minor:
        check_no_unknown_fields(raw, to_builtins(document), RECEIPT_NAME)
        if written != content:
            raise package_fault(PackageCode.NOT_CANONICAL, name=RECEIPT_NAME)
    return receipt


def _receipt_from_document(document: ReceiptDocument) -> Receipt:
    return Receipt(
        unit=part_to_domain(document.unit, Unit, RECEIPT_NAME),
        period=Period.parse(document.period),
        sequence=document.sequence,
        number=document.number,
        kind=document.kind,
        issued=document.issued,
        issuer=document.issuer,
        facts=part_to_domain(document.facts, ReceivedSubmission, RECEIPT_NAME),
        totals=part_to_domain(document.totals, ReceiptTotals, RECEIPT_NAME),
        outcomes=tuple(_outcome_from_part(part) for part in document.outcomes),
        reopened=tuple(
            ReopenedCriterion(part.code, _reason_from_part(part.why)) for part in document.reopened
        ),
        deadline=document.deadline,
        note=document.note,
    )


def _outcome_from_part(part: CriterionPart) -> CriterionOutcome:
    why = None if part.why is None else _reason_from_part(part.why)
    return CriterionOutcome(part.code, part.title, part.sent, part.appraised, why)


def _reason_from_part(part: WhyPart) -> DifferenceReason:
    try:
        return DifferenceReason(DifferenceCode.from_number(part.code), part.text)
    except KeyError as error:
        raise package_fault(
            PackageCode.VALUE, name=RECEIPT_NAME, why=f"mã lý do {part.code}"
        ) from error


def _check_contradictions(receipt: Receipt) -> None:
    """Raise PackageFaultError for a day that cannot be, and for criteria that contradict."""
    try:
        check_day(receipt.deadline, "thời hạn")
    except ValueFaultError as error:
        raise package_fault(PackageCode.VALUE, name=RECEIPT_NAME, why=str(error)) from error
    if bool(receipt.reopened) != (receipt.kind is ReceiptKind.RETURNED):
        raise package_fault(
            PackageCode.VALUE, name=RECEIPT_NAME, why="tiêu chí mở lại không hợp với loại phiếu"
        )
    for codes in ([o.code for o in receipt.outcomes], [o.code for o in receipt.reopened]):
        if len(set(codes)) != len(codes):
            raise package_fault(
                PackageCode.VALUE, name=RECEIPT_NAME, why="một tiêu chí ghi hai lần"
            )
