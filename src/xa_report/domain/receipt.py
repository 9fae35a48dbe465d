"""A receipt of the province for one submission, and the fields that it reopens for correction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceReason
from xa_report.domain.unit import Unit


class ReceiptKind(StrEnum):
    """What the receipt does at the commune."""

    RECEIVED = "received"
    """The submission has come; nothing is decided yet."""
    APPRAISED = "appraised"
    """Points of a round; the commune may explain until the deadline."""
    RETURNED = "returned"
    """Named criteria are open for correction; all others stay as they were sent."""
    ACCEPTED = "accepted"
    """The final points."""


RECEIPT_LABELS = {
    ReceiptKind.RECEIVED: "Xác nhận đã nhận báo cáo",
    ReceiptKind.APPRAISED: "Thông báo kết quả thẩm định",
    ReceiptKind.RETURNED: "Trả lại để bổ sung, giải trình",
    ReceiptKind.ACCEPTED: "Công nhận kết quả",
}


@dataclass(frozen=True, slots=True)
class ReceivedSubmission:
    """Hashes and signers of a submission; both sides name the same bytes by them."""

    package_sha256: str
    """Of the file as it came: a package, or a signed PDF alone."""
    manifest_sha256: str
    received: datetime
    signers: tuple[str, ...] = ()
    """In the order of signing: `Nguyễn Văn An (UBND xã Tân Hội)`."""


@dataclass(frozen=True, slots=True)
class CriterionOutcome:
    """Sent and appraised points of a criterion, bonus or penalty."""

    code: str
    title: str
    sent: Decimal
    appraised: Decimal | None = None
    """None while it is not appraised."""
    why: DifferenceReason | None = None


@dataclass(frozen=True, slots=True)
class ReopenedCriterion:
    """A criterion that the commune may correct, with the reason."""

    code: str
    why: DifferenceReason


@dataclass(frozen=True, slots=True)
class ReceiptTotals:
    """Sent and appraised results of the whole report."""

    sent: Decimal
    appraised: Decimal | None = None
    applicable: Decimal | None = None
    percent: Decimal | None = None
    rating: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One receipt; a later number of the same report and period replaces the earlier ones."""

    unit: Unit
    period: Period
    sequence: int
    """Of the submission that it answers: 1 for L1."""
    number: int
    """Running number of receipts for this commune and period, from 1."""
    kind: ReceiptKind
    issued: datetime
    issuer: str
    facts: ReceivedSubmission
    totals: ReceiptTotals
    outcomes: tuple[CriterionOutcome, ...] = ()
    reopened: tuple[ReopenedCriterion, ...] = ()
    deadline: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReopenedFields:
    """The fields of reopened criteria."""

    codes: frozenset[str]
    """Criteria whose typed points, explanation and evidence may be changed."""
    items: frozenset[str]
    """Items that may be answered anew, also where a criterion that stays closed uses them."""


def collect_reopened_fields(form: Form, codes: Iterable[str]) -> ReopenedFields:
    """Return the fields of criteria and areas with all below; raise KeyError for no such code."""
    opened: set[str] = set()
    refs: list[str] = []
    for code in codes:
        # The dot keeps 3.20 out of what is below 3.2.
        below = [c for c in form.all_criteria() if c.code == code or c.code.startswith(f"{code}.")]
        refs += [ref for area in form.areas if area.code == code for ref in area.items]
        if not below:
            raise KeyError(code)
        opened |= {criterion.code for criterion in below}
        refs += [ref for criterion in below for ref in criterion.references()]
    # The closure names indicators too, but only items are answered.
    return ReopenedFields(frozenset(opened), form.closure(refs) & form.items.keys())
