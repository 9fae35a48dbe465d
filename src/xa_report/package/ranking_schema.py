"""Shape of `ranking.json`; its JSON Schema is generated from these types."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from xa_report.domain.form import SurveyMode
from xa_report.package.report_schema import (
    AnswerPart,
    DecimalText,
    JsonObject,
    Sha256Text,
    UnitPart,
)

RANKING_DOCUMENT_TYPE = "urn:xa-report:ranking"
RANKING_SPEC_VERSION = "1.0"
RANKING_NAME = "ranking.json"

FractionText = Annotated[str, Meta(pattern=r"^-?(0|[1-9][0-9]{0,119})/[1-9][0-9]{0,119}$")]
"""Numerator and denominator in lowest terms: `2500/27`, `80/1`."""
RankNumber = Annotated[int, Meta(ge=1, le=99_999)]

# JSON Schema's own `date-time` is not checked by every validator, a pattern is.
_ZONED = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{8,15}(Z|[+-][0-9]{2}:[0-9]{2})$"


class DefinitionPart(JsonObject, frozen=True):
    """A form or plan: its canonical text, and the SHA-256 of it."""

    sha256: Sha256Text
    text: str


class WhyPart(JsonObject, frozen=True):
    """Why the province put something else in place of what was sent."""

    code: Annotated[str, Meta(pattern="^T[0-9]{2}$")]
    text: str


class AdjustmentsPart(JsonObject, frozen=True):
    """Answers by item, points by criterion, and the reasons by either."""

    answers: dict[str, AnswerPart]
    points: dict[str, DecimalText]
    reasons: dict[str, WhyPart]


class EntryPart(JsonObject, frozen=True):
    """One commune."""

    unit: UnitPart
    package: Sha256Text
    manifest: Sha256Text
    previous_manifest: Sha256Text | None
    adjustments: AdjustmentsPart
    closed: bool
    result: DecimalText
    applicable: DecimalText
    percent: FractionText | None
    percent_shown: DecimalText | None
    rating: str
    void: bool
    keys: tuple[FractionText | None, ...]
    rank: RankNumber | None
    tied: bool
    broken: bool


class TiePart(JsonObject, frozen=True):
    """A rank that several communes share."""

    rank: RankNumber
    units: tuple[str, ...]


class RankingDocument(JsonObject, frozen=True):
    """`ranking.json`."""

    document_type: str
    spec_version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    province: UnitPart
    period: Annotated[str, Meta(pattern="^20[0-9]{2}(-(Q[1-4]|H1|9M))?$")]
    made: Annotated[datetime, Meta(tz=True, extra_json_schema={"pattern": _ZONED})]
    rule_version: Annotated[str, Meta(pattern="^[a-z-]{1,40}/[0-9]{1,4}$")]
    survey: SurveyMode
    form: DefinitionPart
    plans: tuple[DefinitionPart, ...]
    communes: tuple[EntryPart, ...]
    ties: tuple[TiePart, ...]
