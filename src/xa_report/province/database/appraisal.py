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
    """One row by its key, and what people call it."""

    table: TableClause
    key: Mapping[str, str]
    label: str
    """`điểm tiêu chí 3.2 của Xã Tân Hội`."""

    def key_condition(self) -> ColumnElement[bool]:
        """The condition that finds it."""
        return and_(*(self.table.c[name] == value for name, value in self.key.items()))

    def row(self, connection: Connection) -> Row[Any] | None:
        """The row as it stands; None when there is none yet."""
        return connection.execute(select(self.table).where(self.key_condition())).first()


def update_versioned_row(
    database: RegisterDatabase,
    connection: Connection,
    versioned_row: VersionedRow,
    values: Mapping[str, object],
    seen_version: int,
) -> int:
    """Write a row that was seen at a version, 0 when there was none; return the new version.

    Raise ConflictError naming who changed what meanwhile.
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
        f"{row.who} vừa sửa {versioned_row.label} lúc {row.changed[:16].replace('T', ' ')} (UTC), nay là "
        f"{now or 'đã bỏ'}. Chưa ghi gì; hãy xem lại rồi nhập."
    )


class EntryKind(StrEnum):
    """What is put in place."""

    ANSWER = "answer"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class AppraisalEntry:
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


def answer_to_json_text(answer: Answer, kind: ItemKind) -> str:
    """An answer as it is kept: the shape of `report.json`."""
    return dump_normalized(to_builtins(answer_to_part(answer, kind)))


def answer_from_json_text(text: str, ref: str) -> Answer | None:
    """The way back of `answer_text`."""
    return answer_from_part(convert(loads(text), AnswerPart, strict=False), ref)


def save_entry(
    database: RegisterDatabase,
    connection: Connection,
    entry: AppraisalEntry,
    kind: ItemKind,
    label: str,
) -> int:
    """Put an entry where `entry.version` was seen; return its new version."""
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
    """All entries of a case, by round, kind and id."""
    known = ENTRIES.c
    rows = connection.execute(
        select(ENTRIES)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.round, known.kind, known.ref)
    )
    return tuple(_entry_from_row(row) for row in rows)


def entries_of_period(connection: Connection, period: Period) -> dict[str, list[AppraisalEntry]]:
    """All entries of a period by unit."""
    found: dict[str, list[AppraisalEntry]] = {}
    for row in connection.execute(select(ENTRIES).where(ENTRIES.c.period == str(period))):
        found.setdefault(row.unit, []).append(_entry_from_row(row))
    return found


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
    """What a commune says to one criterion."""

    unit: str
    period: Period
    code: str
    text: str
    origin: str
    """How it came: `L2`, `Công văn 15/UBND`."""
    version: int = 0
    changed: str = ""
    who: str = ""


def save_explanation(
    database: RegisterDatabase, connection: Connection, explanation: Explanation, label: str
) -> int:
    """Put an explanation where `one.version` was seen; return its new version."""
    key = {"period": str(explanation.period), "unit": explanation.unit, "code": explanation.code}
    values = {"text": explanation.text, "origin": explanation.origin}
    spot = VersionedRow(EXPLANATIONS, key, label)
    version = update_versioned_row(database, connection, spot, values, explanation.version)
    database.log(connection, "explanation", {**key, **values, "version": version})
    return version


def explanations_of_case(connection: Connection, key: CaseKey) -> tuple[Explanation, ...]:
    """The explanations of a case, by criterion."""
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
"""In place of a unit: the figure of the province itself."""


@dataclass(frozen=True, slots=True)
class ProvinceValue:
    """One figure of one commune, or of the province."""

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
    """Put a figure where `one.version` was seen; return its new version."""
    key = {
        "period": str(province_value.period),
        "unit": province_value.unit,
        "ref": province_value.ref,
    }
    value = (
        None if province_value.value is None else answer_to_json_text(province_value.value, kind)
    )
    spot = VersionedRow(PROVIDED, key, label)
    version = update_versioned_row(
        database, connection, spot, {"value": value}, province_value.version
    )
    database.log(connection, "provided", {**key, "value": value, "version": version})
    return version


def has_province_values(connection: Connection, key: CaseKey) -> bool:
    """Whether the province has filled in anything for a unit, be it taken away again."""
    known = PROVIDED.c
    own = known.period == str(key.period), known.unit == key.unit
    query = select(known.ref).where(*own).limit(1)
    return connection.execute(query).first() is not None


def province_values_of_period(
    connection: Connection, period: Period
) -> dict[str, dict[str, ProvinceValue]]:
    """Every figure of a period, by unit and id."""
    found: dict[str, dict[str, ProvinceValue]] = {}
    for row in connection.execute(select(PROVIDED).where(PROVIDED.c.period == str(period))):
        value = None if row.value is None else answer_from_json_text(row.value, row.ref)
        found.setdefault(row.unit, {})[row.ref] = ProvinceValue(
            row.unit, period, row.ref, value, row.version, row.changed, row.who
        )
    return found
