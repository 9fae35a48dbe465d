"""Cases with their state, submission summaries and the computed results beside them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.ranking import (
    ComparedPoints,
    PartResult,
    RankingCandidate,
    TieBreakKey,
)
from xa_report.domain.unit import Unit
from xa_report.errors import ConflictError
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import CASES, RESULTS, SUBMISSIONS


@dataclass(frozen=True, slots=True)
class SubmissionSummary:
    """One submission, without its record."""

    id: int
    unit: str
    sequence: int
    form_sha256: str
    received: datetime


def load_submission_summaries(
    connection: Connection, period: Period
) -> tuple[SubmissionSummary, ...]:
    """Return every submission of a period, in the order of arrival."""
    known = SUBMISSIONS.c
    rows = connection.execute(
        select(known.id, known.unit, known.sequence, known.form_sha256, known.received)
        .where(known.period == str(period))
        .order_by(known.id)
    )
    return tuple(
        SubmissionSummary(
            row.id, row.unit, row.sequence, row.form_sha256, datetime.fromisoformat(row.received)
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A stored case; `version` grows with every change."""

    unit: str
    period: Period
    submission: int
    state: CaseState
    version: int
    changed: str
    who: str

    @property
    def key(self) -> CaseKey:
        """The unit code and period that identify the case."""
        return CaseKey(self.unit, self.period)


def find_case(connection: Connection, key: CaseKey) -> CaseRow | None:
    """Return the case of a commune and period; None when there is no submission."""
    known = CASES.c
    row = connection.execute(
        select(CASES).where(known.unit == key.unit, known.period == str(key.period))
    ).first()
    return _case_from_row(row) if row else None


def load_cases(connection: Connection, period: Period) -> tuple[CaseRow, ...]:
    """Return every case of a period, by unit code."""
    known = CASES.c
    rows = connection.execute(select(CASES).where(known.period == str(period)).order_by(known.unit))
    return tuple(_case_from_row(row) for row in rows)


def periods_with_cases(connection: Connection) -> tuple[Period, ...]:
    """Return the periods that have cases, in the order of their last, then first days."""
    periods = map(Period.parse, connection.execute(select(CASES.c.period).distinct()).scalars())
    return tuple(sorted(periods, key=lambda period: (period.last_day, period.first_day)))


def insert_case(
    database: RegisterDatabase, connection: Connection, key: CaseKey, submission: int
) -> None:
    """Save a new case with its first submission."""
    connection.execute(
        CASES.insert().values(
            unit=key.unit, period=str(key.period), submission=submission, state=CaseState.RECEIVED,
            version=1, changed=database.now(), who=database.who,
        )
    )  # fmt: skip


def move_case(
    database: RegisterDatabase,
    connection: Connection,
    case: CaseRow,
    *,
    state: CaseState,
    submission: int,
) -> CaseRow:
    """Move a case to a state and a submission; raise ConflictError when its version is another.

    Return the case as it is then.
    """
    known = CASES.c
    done = connection.execute(
        CASES.update()
        .where(
            known.unit == case.unit,
            known.period == str(case.period),
            known.version == case.version,
        )
        .values(
            state=state, submission=submission, version=case.version + 1,
            changed=database.now(), who=database.who,
        )
    )  # fmt: skip
    now = find_case(connection, case.key)
    if now is None or done.rowcount != 1:
        raise ConflictError(
            f"{now.who if now else 'Người khác'} vừa thay đổi hồ sơ {case.unit} kỳ {case.period} "
            f"(lúc {now.changed if now else '?'}). Hãy xem lại hồ sơ rồi làm tiếp."
        )
    return now


def _case_from_row(row: Row[Any]) -> CaseRow:
    return CaseRow(
        row.unit, Period.parse(row.period), row.submission, CaseState(row.state), row.version,
        row.changed, row.who,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseResult:
    """The stored results of a commune."""

    ranking_candidate: RankingCandidate
    applicable: Decimal
    submission: int
    state: CaseState


def save_result(connection: Connection, period: Period, case_result: CaseResult) -> None:
    """Save the results of a commune, replacing the former ones."""
    candidate = case_result.ranking_candidate
    key = {"period": str(period), "unit": candidate.unit.code}
    connection.execute(
        delete(RESULTS).where(RESULTS.c.period == key["period"], RESULTS.c.unit == key["unit"])
    )
    parts = {
        code: [str(part.points), str(part.applicable)] for code, part in candidate.parts.items()
    }
    connection.execute(
        RESULTS.insert().values(
            **key,
            submission=case_result.submission,
            sent=str(candidate.sent),
            result=str(candidate.result),
            applicable=str(case_result.applicable),
            # Exact fractions, not decimals: the ranking compares them, and ties are real.
            percent=_fraction_text(candidate.percent),
            rating="-" if candidate.void else candidate.rating,
            state=case_result.state,
            parts=dump_normalized(parts),
            keys=dump_normalized([_fraction_text(value) for value in candidate.tie_break_keys]),
            sent_compared=str(candidate.compared.sent) if candidate.compared else None,
            result_compared=str(candidate.compared.appraised) if candidate.compared else None,
        )
    )


def results_of_period(
    connection: Connection, period: Period, units: Mapping[str, Unit]
) -> tuple[CaseResult, ...]:
    """Return the results of a period by unit code, of the given units only."""
    rows = connection.execute(
        select(RESULTS).where(RESULTS.c.period == str(period)).order_by(RESULTS.c.unit)
    )
    return tuple(
        CaseResult(
            RankingCandidate(
                unit=units[row.unit],
                manifest_sha256="",
                sent=Decimal(row.sent),
                result=Decimal(row.result),
                percent=_key_from_text(row.percent),
                rating="" if row.rating == "-" else row.rating,
                void=row.rating == "-",
                closed=row.state == CaseState.CLOSED,
                parts={
                    code: PartResult(Decimal(a), Decimal(b))
                    for code, (a, b) in _part_fractions(row.parts)
                },
                compared=_compared_points(row.sent_compared, row.result_compared),
                tie_break_keys=tuple(_key_from_text(text) for text in loads(row.keys)),
            ),
            Decimal(row.applicable),
            row.submission,
            CaseState(row.state),
        )
        for row in rows
        if row.unit in units
    )


def _compared_points(sent: str | None, appraised: str | None) -> ComparedPoints | None:
    # Empty in rows that an earlier program stored, until the case is assessed again.
    if sent is None or appraised is None:
        return None
    return ComparedPoints(Decimal(sent), Decimal(appraised))


def _part_fractions(text: str) -> list[tuple[str, tuple[str, str]]]:
    return [(code, (a, b)) for code, (a, b) in loads(text).items()]


def _fraction_text(value: TieBreakKey) -> str:
    return "" if value is None else f"{value.numerator}/{value.denominator}"


def _key_from_text(text: str) -> TieBreakKey:
    return Fraction(text) if text else None
