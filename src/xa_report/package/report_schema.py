"""Shape of `report.json`: its JSON Schema is generated from these types, which reading checks."""

from datetime import date
from decimal import Decimal as Exact
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from xa_report.domain.assessment import ScoreState
from xa_report.domain.form import Part
from xa_report.domain.item import ItemKind

REPORT_DOCUMENT_TYPE = "urn:xa-report:report"
REPORT_SPEC_VERSION = "1.2"
FIELDS_WITHOUT: dict[str, frozenset[str]] = {
    "1.0": frozenset({"correction", "layout", "compared"}),
    "1.1": frozenset({"layout", "compared"}),
}
"""Fields that the earlier versions do not have."""

Sha256Text = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
# As text: readers that know only doubles would round a number. Digits as `domain.numbers` allows.
DecimalText = Annotated[
    Exact,
    Meta(extra_json_schema={"pattern": r"^-?(0|[1-9][0-9]{0,29})(\.[0-9]{1,20})?$"}),
]
PeriodText = Annotated[str, Meta(pattern="^20[0-9]{2}(-(Q[1-4]|H1|9M))?$")]
CellJson = tuple[str, str]
"""`d`, `n` or `t` for a date, a number or a text; then the value."""
AnswerJson = str | bool | list[str | dict[str, CellJson]] | dict[str, str | None]


class JsonObject(Struct, frozen=True, rename="camel", kw_only=True):
    """A JSON object; every field is always written, null where there is nothing."""


class GivenPart(JsonObject, frozen=True, tag_field="state", tag="value"):
    """An answer with a value; 0 is one."""

    kind: ItemKind
    value: AnswerJson
    as_of: date | None
    note: str


class NotArisenPart(JsonObject, frozen=True, tag_field="state", tag="not_arisen"):
    """An answer that says why there was nothing to report."""

    kind: ItemKind
    reason: str
    as_of: date | None
    note: str


class NotReportedPart(JsonObject, frozen=True, tag_field="state", tag="not_reported"):
    """An item that was asked for and has no answer."""

    kind: ItemKind


AnswerPart = GivenPart | NotArisenPart | NotReportedPart


class UnitPart(JsonObject, frozen=True):
    """The commune and its province."""

    code: Annotated[str, Meta(pattern="^[0-9A-Za-z]{1,12}$")]
    name: str
    kind: str
    province_code: str
    province_name: str
    formed: date | None


class DefinitionsPart(JsonObject, frozen=True):
    """The form and the plans, by the SHA-256 of their canonical bytes."""

    form: Sha256Text
    plans: tuple[Sha256Text, ...]


class LetterheadPart(JsonObject, frozen=True):
    """Head and foot of the printed report."""

    number: str
    symbol: str
    place: str
    dated: date | None
    recipient: str
    copies: tuple[str, ...]
    authority: str
    position: str
    signer: str


class CitedPart(JsonObject, frozen=True):
    """A document as it is cited."""

    number: str
    dated: date | None
    issuer: str
    title: str


class FilePart(JsonObject, frozen=True):
    """An evidence file; its bytes are in the package under its hash."""

    sha256: Sha256Text
    name: str
    size: Annotated[int, Meta(ge=0, le=2**31)]
    mediatype: str
    document: CitedPart


class EvidencePart(JsonObject, frozen=True):
    """One use of a file as proof of a criterion."""

    criterion: str
    file: FilePart
    page: str
    quote: str


class PointsPart(JsonObject, frozen=True):
    """Self-assessed points of an area, a criterion, a bonus or a penalty."""

    part: Part
    points: DecimalText
    applicable: DecimalText
    state: ScoreState


class OutcomePart(JsonObject, frozen=True):
    """What the sender's own assessment gave; a receiver computes it again."""

    points: dict[str, PointsPart]
    total: DecimalText
    applicable: DecimalText
    bonus: DecimalText
    penalty: DecimalText
    result: DecimalText
    percent: DecimalText | None
    rating: str


class LogPart(JsonObject, frozen=True):
    """Number and hash of the last event of the sender's log."""

    seq: Annotated[int, Meta(ge=0, le=2**53 - 1)]
    hash: Sha256Text


class CorrectionPart(JsonObject, frozen=True):
    """Why the record replaces an earlier one, and what of that one it keeps."""

    receipt: Sha256Text
    """Of the signed PDF that reopened the criteria."""
    reopened: tuple[str, ...]
    unchanged: Sha256Text
    """Over the canonical JSON of all that was not reopened; the earlier record's is equal."""


class ComparedPart(JsonObject, frozen=True):
    """Answers of another period of the same commune that the report is compared with."""

    period: PeriodText
    answers: dict[str, AnswerPart]


class RecordDocument(JsonObject, frozen=True):
    """`report.json`."""

    document_type: str
    spec_version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    unit: UnitPart
    period: PeriodText
    sequence: Annotated[int, Meta(ge=1, le=999)]
    replaces: Sha256Text | None
    definitions: DefinitionsPart
    answers: dict[str, AnswerPart]
    manual: dict[str, DecimalText]
    explanations: dict[str, str]
    reasons: dict[str, str]
    evidence: tuple[EvidencePart, ...]
    letterhead: LetterheadPart
    outcome: OutcomePart
    log: LogPart
    correction: CorrectionPart | UnsetType | None = UNSET
    """Since 1.1; null in a record that was not asked for."""
    layout: Annotated[str, Meta(pattern="^([1-9][0-9]{0,3})?$")] | UnsetType = UNSET
    """Since 1.2: version of the layout of PDF and workbook; empty where none is named."""
    compared: tuple[ComparedPart, ...] | UnsetType = UNSET
    """Since 1.2: the period before, where it was known, and shorter periods within this one."""
