"""What appraisers put in place of figures and points, and why, in each of two rounds."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import Connection, Row, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    CaseKey,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.package.report_json import answer_from_part, answer_to_part
from xa_report.package.report_schema import AnswerPart
from xa_report.province.register.register import Register
from xa_report.province.register.tables import ENTRIES
from xa_report.province.register.versions import Spot, put


class EntryKind(StrEnum):
    """What is put in place."""

    ANSWER = "answer"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure or the points of one criterion, as a round has them."""

    unit: str
    period: Period
    round: AppraisalRound
    kind: EntryKind
    ref: str
    """An item, or the code of a criterion."""
    value: Answer | Decimal | None
    """None when it was taken away again: what the commune sent counts."""
    why: DifferenceReason | None
    submission: int
    """What the appraiser looked at."""
    version: int = 0
    changed: str = ""
    who: str = ""


def answer_text(answer: Answer, kind: ItemKind) -> str:
    """An answer as it is kept: the shape of `report.json`."""
    return dump_normalized(to_builtins(answer_to_part(answer, kind)))


def answer_back(text: str, ref: str) -> Answer | None:
    """The way back of `answer_text`."""
    return answer_from_part(convert(loads(text), AnswerPart, strict=False), ref)


def save(
    register: Register, connection: Connection, entry: Entry, kind: ItemKind, called: str
) -> int:
    """Put an entry where `entry.version` was seen; return its new version."""
    key = {
        "period": str(entry.period), "unit": entry.unit, "round": entry.round.value,
        "kind": entry.kind.value, "ref": entry.ref,
    }  # fmt: skip
    why = entry.why
    value = _text(entry.value, kind)
    values = {
        "value": value, "reason": why.code.number if why else "",
        "text": why.text if why else "", "submission": entry.submission,
    }  # fmt: skip
    version = put(register, connection, Spot(ENTRIES, key, called), values, entry.version)
    register.log(connection, "entry", {**key, **values, "version": version})
    return version


def _text(value: Answer | Decimal | None, kind: ItemKind) -> str | None:
    if value is None:
        return None
    return answer_text(value, kind) if isinstance(value, Answer) else str(value)


def every(connection: Connection, key: CaseKey) -> tuple[Entry, ...]:
    """All entries of a case, by round, kind and id."""
    known = ENTRIES.c
    rows = connection.execute(
        select(ENTRIES)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.round, known.kind, known.ref)
    )
    return tuple(_entry(row) for row in rows)


def of_period(connection: Connection, period: Period) -> dict[str, list[Entry]]:
    """All entries of a period by unit."""
    found: dict[str, list[Entry]] = {}
    for row in connection.execute(select(ENTRIES).where(ENTRIES.c.period == str(period))):
        found.setdefault(row.unit, []).append(_entry(row))
    return found


def _entry(row: Row[Any]) -> Entry:
    kind = EntryKind(row.kind)
    value: Answer | Decimal | None = None
    if row.value is not None:
        points = kind is EntryKind.POINTS
        value = Decimal(row.value) if points else answer_back(row.value, row.ref)
    why = DifferenceReason(DifferenceCode.of(row.reason), row.text) if row.reason else None
    return Entry(
        row.unit, Period.parse(row.period), AppraisalRound(row.round), kind, row.ref, value, why,
        row.submission, row.version, row.changed, row.who,
    )  # fmt: skip
