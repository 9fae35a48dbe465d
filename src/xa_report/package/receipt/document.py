"""The shape of `receipt.json`; its JSON Schema is made from these types, reading checks them."""

from datetime import date, datetime
from typing import Annotated

from msgspec import Meta

from xa_report.domain.receipt import ReceiptKind
from xa_report.package.record.document import Decimal, Sha256, Shaped, UnitPart

DOCUMENT_TYPE = "urn:xa-report:receipt"
SPEC_VERSION = "1.0"
NAME = "receipt.json"

Moment = Annotated[datetime, Meta(tz=True)]
Code = Annotated[str, Meta(pattern=r"^[0-9A-Za-z.]{1,20}$")]


class WhyPart(Shaped, frozen=True):
    """A reason: the code of a difference, and words."""

    code: Annotated[str, Meta(pattern="^T[0-9]{2}$")]
    text: str


class ReceivedPart(Shaped, frozen=True):
    """What had come, so that both sides name the same bytes."""

    package_sha256: Sha256
    manifest_sha256: Sha256
    received: Moment
    signers: tuple[str, ...]


class CriterionPart(Shaped, frozen=True):
    """What a criterion came to; null while it is not appraised."""

    code: Code
    title: str
    sent: Decimal
    appraised: Decimal | None
    why: WhyPart | None


class ReopenedPart(Shaped, frozen=True):
    """A criterion that may be corrected, and what is wanted."""

    code: Code
    why: WhyPart


class TotalsPart(Shaped, frozen=True):
    """Where the whole stands; null while it is not appraised."""

    sent: Decimal
    appraised: Decimal | None
    applicable: Decimal | None
    percent: Decimal | None
    rating: str


class ReceiptDocument(Shaped, frozen=True):
    """`receipt.json`."""

    document_type: str
    spec_version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    unit: UnitPart
    period: Annotated[str, Meta(pattern="^20[0-9]{2}(-(Q[1-4]|H1|9M))?$")]
    sequence: Annotated[int, Meta(ge=1, le=999)]
    number: Annotated[int, Meta(ge=1, le=9999)]
    kind: ReceiptKind
    issued: Moment
    issuer: str
    facts: ReceivedPart
    totals: TotalsPart
    outcomes: tuple[CriterionPart, ...]
    reopened: tuple[ReopenedPart, ...]
    deadline: date | None
    note: str
