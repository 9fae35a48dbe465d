"""Entries of appraisers, explanations and province values, in rows with optimistic versions."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import convert, to_builtins
from sqlalchemy import ColumnElement, Connection, Row, TableClause, and_, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    CaseKey,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.errors import ConflictError
from xa_report.package.report_json import answer_from_part, answer_to_part
from xa_report.package.report_schema import AnswerPart
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import ENTRIES, EXPLANATIONS, PROVIDED


@dataclass(frozen=True, slots=True)
class VersionedRow:
    """One row by its key, with its name for people."""

    table: TableClause
    key: Mapping[str, str]
    label: str
    """`điểm tiêu chí 3.2 của Xã Tân Hội`."""

    def key_condition(self) -> ColumnElement[bool]:
        """Return the condition that finds the row."""
        return and_(*(self.table.c[name] == value for name, value in self.key.items()))

    def row(self, connection: Connection) -> Row[Any] | None:
        """Return the row as it is stored; None when there is none yet."""
        return connection.execute(select(self.table).where(self.key_condition())).first()


def update_versioned_row(
    database: RegisterDatabase,
    connection: Connection,
    versioned_row: VersionedRow,
    values: Mapping[str, object],
    seen_version: int,
) -> int:
    """Write a row that was seen at `seen_version`, 0 when there was none; return the new version.

    Raise ConflictError naming who changed what when the row has another version by now.
    """
    row = versioned_row.row(connection)
    if (row.version if row is not None else 0) != seen_version:
        raise ConflictError(_conflict_sentence(versioned_row, row))
    written = {
        **values,
        "version": seen_version + 1,
        "changed": database.now(),
        "who": database.who,
    }
    if row is None:
        connection.execute(versioned_row.table.insert().values(**versioned_row.key, **written))
    else:
        connection.execute(
            versioned_row.table.update().where(versioned_row.key_condition()).values(**written)
        )
    return seen_version + 1


def _conflict_sentence(versioned_row: VersionedRow, row: Row[Any] | None) -> str:
    if row is None:
        return f"Không còn {versioned_row.label} như lúc mở. Hãy xem lại rồi nhập."
    now = getattr(row, "value", None) or getattr(row, "text", "")
    return (
        f"{row.who} vừa sửa {versioned_row.label} lúc {row.changed[:16].replace('T', ' ')} (UTC), "
        f"nay là {now or 'đã bỏ'}. Chưa ghi gì; hãy xem lại rồi nhập."
    )


class EntryKind(StrEnum):
    """Kind of an entry: the answer to an item, or the points of a criterion."""

    ANSWER = "answer"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class AppraisalEntry:
    """The answer to one item, or the points of one criterion, entered in a round."""

    unit: str
    period: Period
    round: AppraisalRound
    kind: EntryKind
    ref: str
    """An item, or the code of a criterion."""
    value: Answer | Decimal | None
    """None when the entry was removed again, so that what the commune sent counts."""
    why: DifferenceReason | None
    submission: int
    """Number of the submission that the appraiser looked at."""
    version: int = 0
    changed: str = ""
    who: str = ""


def answer_to_json_text(answer: Answer, kind: ItemKind) -> str:
    """Return an answer as it is stored: JSON in the shape of `report.json`."""
    return dump_normalized(to_builtins(answer_to_part(answer, kind)))


def answer_from_json_text(text: str, ref: str) -> Answer | None:
    """Parse an answer that `answer_to_json_text` wrote."""
    return answer_from_part(convert(loads(text), AnswerPart, strict=False), ref)


def save_entry(
    database: RegisterDatabase,
    connection: Connection,
    entry: AppraisalEntry,
    kind: ItemKind,
    label: str,
) -> int:
    """Save an entry; return its new version.

    Raise ConflictError when the stored version is not `entry.version` (0: no row yet).
    """
    key = {
        "period": str(entry.period), "unit": entry.unit, "round": entry.round.value,
        "kind": entry.kind.value, "ref": entry.ref,
    }  # fmt: skip
    why = entry.why
    value = _entry_value_text(entry.value, kind)
    values = {
        "value": value, "reason": why.code.number if why else "",
        "text": why.text if why else "", "submission": entry.submission,
    }  # fmt: skip
    version = update_versioned_row(
        database, connection, VersionedRow(ENTRIES, key, label), values, entry.version
    )
    database.log(connection, "entry", {**key, **values, "version": version})
    return version


def _entry_value_text(value: Answer | Decimal | None, kind: ItemKind) -> str | None:
    if value is None:
        return None
    return answer_to_json_text(value, kind) if isinstance(value, Answer) else str(value)


def entries_of_case(connection: Connection, key: CaseKey) -> tuple[AppraisalEntry, ...]:
    """Return all entries of a case, by round, kind and id, removed ones included."""
    known = ENTRIES.c
    rows = connection.execute(
        select(ENTRIES)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.round, known.kind, known.ref)
    )
    return tuple(_entry_from_row(row) for row in rows)


def entries_of_period(connection: Connection, period: Period) -> dict[str, list[AppraisalEntry]]:
    """Return all entries of a period by unit code."""
    entries: dict[str, list[AppraisalEntry]] = {}
    for row in connection.execute(select(ENTRIES).where(ENTRIES.c.period == str(period))):
        entries.setdefault(row.unit, []).append(_entry_from_row(row))
    return entries


def _entry_from_row(row: Row[Any]) -> AppraisalEntry:
    kind = EntryKind(row.kind)
    value: Answer | Decimal | None = None
    if row.value is not None:
        points = kind is EntryKind.POINTS
        value = Decimal(row.value) if points else answer_from_json_text(row.value, row.ref)
    why = DifferenceReason(DifferenceCode.from_number(row.reason), row.text) if row.reason else None
    return AppraisalEntry(
        row.unit, Period.parse(row.period), AppraisalRound(row.round), kind, row.ref, value, why,
        row.submission, row.version, row.changed, row.who,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """The commune's explanation of one criterion."""

    unit: str
    period: Period
    code: str
    text: str
    origin: str
    """The submission or letter that it came with: `L2`, `Công văn 15/UBND`."""
    version: int = 0
    changed: str = ""
    who: str = ""


def save_explanation(
    database: RegisterDatabase, connection: Connection, explanation: Explanation, label: str
) -> int:
    """Save an explanation; return its new version.

    Raise ConflictError when the stored version is not `explanation.version` (0: no row yet).
    """
    key = {"period": str(explanation.period), "unit": explanation.unit, "code": explanation.code}
    values = {"text": explanation.text, "origin": explanation.origin}
    versioned_row = VersionedRow(EXPLANATIONS, key, label)
    version = update_versioned_row(database, connection, versioned_row, values, explanation.version)
    database.log(connection, "explanation", {**key, **values, "version": version})
    return version


def explanations_of_case(connection: Connection, key: CaseKey) -> tuple[Explanation, ...]:
    """Return the explanations of a case, by criterion."""
    known = EXPLANATIONS.c
    rows = connection.execute(
        select(EXPLANATIONS)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.code)
    )
    return tuple(
        Explanation(
            row.unit, key.period, row.code, row.text, row.origin, row.version, row.changed, row.who
        )
        for row in rows
    )


WHOLE_PROVINCE = ""
"""Unit code of the figures of the province itself."""


@dataclass(frozen=True, slots=True)
class ProvinceValue:
    """One figure that the province fills in, of a commune or of itself."""

    unit: str
    period: Period
    ref: str
    value: Answer | None
    version: int = 0
    changed: str = ""
    who: str = ""


def save_province_value(
    database: RegisterDatabase,
    connection: Connection,
    province_value: ProvinceValue,
    kind: ItemKind,
    label: str,
) -> int:
    """Save a figure; return its new version.

    Raise ConflictError when the stored version is not `province_value.version` (0: no row yet).
    """
    key = {
        "period": str(province_value.period),
        "unit": province_value.unit,
        "ref": province_value.ref,
    }
    value = (
        None if province_value.value is None else answer_to_json_text(province_value.value, kind)
    )
    versioned_row = VersionedRow(PROVIDED, key, label)
    version = update_versioned_row(
        database, connection, versioned_row, {"value": value}, province_value.version
    )
    database.log(connection, "provided", {**key, "value": value, "version": version})
    return version


def has_province_values(connection: Connection, key: CaseKey) -> bool:
    """Return whether the province has filled in anything for a unit, removed figures included."""
    known = PROVIDED.c
    own = known.period == str(key.period), known.unit == key.unit
    query = select(known.ref).where(*own).limit(1)
    return connection.execute(query).first() is not None


def province_values_of_period(
    connection: Connection, period: Period
) -> dict[str, dict[str, ProvinceValue]]:
    """Return every figure of a period, by unit code and id."""
    values: dict[str, dict[str, ProvinceValue]] = {}
    for row in connection.execute(select(PROVIDED).where(PROVIDED.c.period == str(period))):
        value = None if row.value is None else answer_from_json_text(row.value, row.ref)
        values.setdefault(row.unit, {})[row.ref] = ProvinceValue(
            row.unit, period, row.ref, value, row.version, row.changed, row.who
        )
    return values
