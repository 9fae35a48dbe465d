"""Reports by period: started on a form and its plans, moved from state to state, loaded whole."""

import sqlite3
from collections import defaultdict
from collections.abc import Sequence

from xa_report.commune.report_states import begins_submission
from xa_report.commune.store import definitions, files
from xa_report.commune.store.connect import damaged
from xa_report.commune.store.edit import Kind
from xa_report.commune.store.loading import LOAD_ERRORS, Fields, filled
from xa_report.commune.store.log import append
from xa_report.commune.store.session import Session
from xa_report.domain.canonical_json import loads
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.domain.report import Report, ReportState
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError


def start(session: Session, period: Period, form: str, plans: Sequence[str]) -> None:
    """Begin a report on stored definitions, given by their hashes."""
    with session.write() as conn:
        if _row(conn, period) is not None:
            raise UsageError(f"Đã có báo cáo {period.label}. Hãy mở báo cáo đó để làm tiếp.")
        definitions.require(conn, definitions.FORM, form)
        for plan in plans:
            definitions.require(conn, definitions.PLAN, plan)
        conn.execute(
            "INSERT INTO reports VALUES (?, ?, ?, 1)", (str(period), form, ReportState.DRAFT)
        )
        conn.executemany(
            "INSERT INTO report_plans VALUES (?, ?, ?)",
            [(str(period), position, plan) for position, plan in enumerate(plans)],
        )
        payload = {"period": str(period), "form": form, "plans": list(plans)}
        append(conn, session, "report", payload)


def set_state(session: Session, period: Period, state: ReportState) -> None:
    """Move a report on or back; one that comes back from outside gets the next number."""
    with session.write() as conn:
        before, sequence = _require_row(conn, period)[1:]
        if before == state:
            return
        if begins_submission(ReportState(before), state):
            sequence = next_sequence(conn, period)
        conn.execute(
            "UPDATE reports SET state = ?, sequence = ? WHERE period = ?",
            (state, sequence, str(period)),
        )
        payload = {"period": str(period), "state": state, "sequence": sequence}
        append(conn, session, "state", payload)


def next_sequence(conn: sqlite3.Connection, period: Period) -> int:
    """Return the number of the next submission; what was signed under a number keeps it."""
    signed = conn.execute("SELECT max(sequence) FROM outputs WHERE period = ?", (str(period),))
    return max(_require_row(conn, period)[2], signed.fetchone()[0] or 0) + 1


def periods(conn: sqlite3.Connection) -> tuple[Period, ...]:
    """Return the periods that have a report, in the order of their last days."""
    found = [Period.parse(row[0]) for row in conn.execute("SELECT period FROM reports")]
    return tuple(sorted(found, key=lambda period: (period.last_day, -period.first_day.toordinal())))


def load_report(session: Session, unit: Unit, period: Period) -> Report:
    """Build a whole report; raise StoreDamagedError when a value cannot be read."""
    with session.read() as conn:
        form, state, sequence = _require_row(conn, period)
        plans = conn.execute(
            "SELECT plan_sha256 FROM report_plans WHERE period = ? ORDER BY position",
            (str(period),),
        ).fetchall()
        kept = files.every(conn)
        try:
            empty = Report(
                unit=unit,
                period=period,
                form_sha256=form,
                plan_sha256=tuple(plan for (plan,) in plans),
                state=ReportState(state),
                sequence=sequence,
            )
            return filled(empty, _fields(conn, period), kept)
        except LOAD_ERRORS as error:
            raise damaged(session.path, f"báo cáo {period.label}: {error}") from error


def _fields(conn: sqlite3.Connection, period: Period) -> Fields:
    found: dict[Kind, dict[str, JsonValue]] = defaultdict(dict)
    for kind, name, value in conn.execute(
        "SELECT kind, id, value FROM fields WHERE period = ?", (str(period),)
    ):
        found[Kind(kind)][name] = loads(value)
    return found


def _row(conn: sqlite3.Connection, period: Period) -> tuple[str, str, int] | None:
    row: tuple[str, str, int] | None = conn.execute(
        "SELECT form_sha256, state, sequence FROM reports WHERE period = ?", (str(period),)
    ).fetchone()
    return row


def _require_row(conn: sqlite3.Connection, period: Period) -> tuple[str, str, int]:
    row = _row(conn, period)
    if row is None:
        raise UsageError(f"Chưa có báo cáo {period.label}. Hãy tạo báo cáo cho kỳ này trước.")
    return row
