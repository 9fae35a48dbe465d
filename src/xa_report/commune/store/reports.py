"""Reports by period: start, state, and loading a whole report from its stored fields."""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from xa_report.commune.report_states import begins_submission
from xa_report.commune.store import blobs
from xa_report.commune.store.database import StoreSession, damaged_file_error
from xa_report.commune.store.edits import FieldKind
from xa_report.commune.store.journal import append_event
from xa_report.domain import item_values
from xa_report.domain.canonical_json import loads
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.item_values import JsonValue
from xa_report.domain.period import Period
from xa_report.domain.report import Letterhead, Report, ReportState, default_letterhead
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError

T = TypeVar("T")
StoredValues = Mapping[str, JsonValue]
StoredFields = Mapping[FieldKind, StoredValues]
"""Values by kind and id."""

LOAD_ERRORS = (KeyError, TypeError, ValueError, AttributeError, InvalidOperation)
"""Errors that reading raises for a value that this program did not write."""


def fill_report(empty: Report, fields: StoredFields, files: Iterable[EvidenceFile]) -> Report:
    """Return the report with all stored fields; raise one of LOAD_ERRORS for a damaged one."""
    return replace(
        empty,
        answers=_parse_each(fields, FieldKind.ANSWER, parse_stored_answer),
        manual=_parse_each(fields, FieldKind.MANUAL, lambda value: Decimal(str(value))),
        explanations=_parse_each(fields, FieldKind.EXPLANATION, str),
        reasons=_parse_each(fields, FieldKind.REASON, str),
        evidence=_evidence_links(fields, files),
        letterhead=_parse_letterhead(fields.get(FieldKind.LETTERHEAD, {}), empty.unit),
    )


def parse_stored_answer(stored: JsonValue) -> Answer:
    """Parse an answer as `answer_edit` stored it."""
    parts = _require_object(stored)
    value, not_arisen = parts.get("value"), parts.get("not_arisen")
    return Answer(
        value=None
        if value is None
        else item_values.value_from_json(value, ItemKind(str(parts["kind"]))),
        not_arisen=None if not_arisen is None else str(not_arisen),
        as_of=_parse_date(parts.get("as_of")),
        note=str(parts.get("note", "")),
    )


def parse_stored_document(stored: JsonValue) -> CitedDocument:
    """Parse a cited document as `document_edit` stored it."""
    parts = _require_object(stored)
    return CitedDocument(
        number=str(parts["number"]),
        dated=_parse_date(parts["dated"]),
        issuer=str(parts["issuer"]),
        title=str(parts["title"]),
    )


def _parse_each(
    fields: StoredFields, kind: FieldKind, parse: Callable[[JsonValue], T]
) -> dict[str, T]:
    return {name: parse(value) for name, value in fields.get(kind, {}).items()}


def _evidence_links(fields: StoredFields, files: Iterable[EvidenceFile]) -> tuple[Evidence, ...]:
    documents = _parse_each(fields, FieldKind.DOCUMENT, parse_stored_document)
    stored = {
        file.sha256: replace(file, document=documents.get(file.sha256, file.document))
        for file in files
    }
    links = [
        _evidence_link(name, value, stored, documents.get(name))
        for name, value in fields.get(FieldKind.EVIDENCE, {}).items()
    ]
    return tuple(sorted(links, key=_evidence_order))


def _evidence_link(
    name: str,
    stored: JsonValue,
    files: Mapping[str, EvidenceFile],
    document: CitedDocument | None,
) -> Evidence:
    """Return a link with the citation and the name at its criterion, else those of the file."""
    code, _, sha256 = name.rpartition("#")
    parts = _require_object(stored)
    file = files[sha256] if document is None else replace(files[sha256], document=document)
    if "name" in parts:
        file = replace(file, name=str(parts["name"]))
    return Evidence(code, file, str(parts["page"]), str(parts["quote"]))


def _evidence_order(link: Evidence) -> tuple[object, ...]:
    """Return the sort key: criterion as people count (3.2 before 3.10), then date of document."""
    # Pairs of number and text keep the parts comparable whatever a code consists of.
    code = [(int(digits or 0), word) for digits, word in re.findall(r"(\d+)|(\D+)", link.criterion)]
    document = link.file.document
    return (code, document.dated or date.max, document.number, link.file.name, link.file.sha256)


def _parse_letterhead(stored: StoredValues, unit: Unit) -> Letterhead:
    values: dict[str, object] = dict(stored)
    if "dated" in values:
        values["dated"] = _parse_date(stored["dated"])
    if "copies" in values:
        copies = stored["copies"]
        values["copies"] = tuple(map(str, copies)) if isinstance(copies, list) else ()
    return replace(default_letterhead(unit), **values)  # type: ignore[arg-type]  # each was made by the reader of its field


def _require_object(stored: JsonValue) -> StoredValues:
    if not isinstance(stored, dict):
        raise TypeError(stored)
    return stored


def _parse_date(stored: JsonValue) -> date | None:
    return date.fromisoformat(str(stored)) if stored else None


def insert_report(session: StoreSession, period: Period, form: str, plans: Sequence[str]) -> None:
    """Begin a report on stored definitions, given by their hashes.

    Raise UsageError when the period has a report, or a definition is not stored.
    """
    with session.write() as conn:
        if _report_row(conn, period) is not None:
            raise UsageError(f"Đã có báo cáo {period.label}. Hãy mở báo cáo đó để làm tiếp.")
        blobs.require_definition(conn, blobs.FORM_KIND, form)
        for plan in plans:
            blobs.require_definition(conn, blobs.PLAN_KIND, plan)
        conn.execute(
            "INSERT INTO reports VALUES (?, ?, ?, 1)", (str(period), form, ReportState.DRAFT)
        )
        conn.executemany(
            "INSERT INTO report_plans VALUES (?, ?, ?)",
            [(str(period), position, plan) for position, plan in enumerate(plans)],
        )
        payload = {"period": str(period), "form": form, "plans": list(plans)}
        append_event(conn, session, "report", payload)


def set_report_state(
    conn: sqlite3.Connection, session: StoreSession, period: Period, state: ReportState
) -> None:
    """Move a report on or back; a sent one that is reopened gets the next sequence number."""
    before, sequence = _require_report_row(conn, period)[1:]
    if before == state:
        return
    if begins_submission(ReportState(before), state):
        sequence = next_submission_number(conn, period)
    conn.execute(
        "UPDATE reports SET state = ?, sequence = ? WHERE period = ?",
        (state, sequence, str(period)),
    )
    payload = {"period": str(period), "state": state, "sequence": sequence}
    append_event(conn, session, "state", payload)


def next_submission_number(conn: sqlite3.Connection, period: Period) -> int:
    """Return the number of the next submission, above every one that was used for a signature."""
    signed = conn.execute("SELECT max(sequence) FROM outputs WHERE period = ?", (str(period),))
    return max(_require_report_row(conn, period)[2], signed.fetchone()[0] or 0) + 1


def load_periods(conn: sqlite3.Connection) -> tuple[Period, ...]:
    """Return the periods that have a report, in the order of their last days."""
    periods = [Period.parse(row[0]) for row in conn.execute("SELECT period FROM reports")]
    # Of periods that end together the shorter one comes first: the fourth quarter, then the year.
    return tuple(
        sorted(periods, key=lambda period: (period.last_day, -period.first_day.toordinal()))
    )


def load_stored_report(session: StoreSession, unit: Unit, period: Period) -> Report:
    """Load a whole report; raise StoreDamagedError when a value cannot be read."""
    with session.read() as conn:
        form, state, sequence = _require_report_row(conn, period)
        plans = conn.execute(
            "SELECT plan_sha256 FROM report_plans WHERE period = ? ORDER BY position",
            (str(period),),
        ).fetchall()
        files = blobs.load_evidence_files(conn)
        try:
            empty = Report(
                unit=unit,
                period=period,
                form_sha256=form,
                plan_sha256=tuple(plan for (plan,) in plans),
                state=ReportState(state),
                sequence=sequence,
            )
            return fill_report(empty, _stored_fields(conn, period), files)
        except LOAD_ERRORS as error:
            raise damaged_file_error(session.path, f"báo cáo {period.label}: {error}") from error


def _stored_fields(conn: sqlite3.Connection, period: Period) -> StoredFields:
    fields: dict[FieldKind, dict[str, JsonValue]] = defaultdict(dict)
    for kind, name, value in conn.execute(
        "SELECT kind, id, value FROM fields WHERE period = ?", (str(period),)
    ):
        fields[FieldKind(kind)][name] = loads(value)
    return fields


def _report_row(conn: sqlite3.Connection, period: Period) -> tuple[str, str, int] | None:
    row: tuple[str, str, int] | None = conn.execute(
        "SELECT form_sha256, state, sequence FROM reports WHERE period = ?", (str(period),)
    ).fetchone()
    return row


def _require_report_row(conn: sqlite3.Connection, period: Period) -> tuple[str, str, int]:
    row = _report_row(conn, period)
    if row is None:
        raise UsageError(f"Chưa có báo cáo {period.label}. Hãy tạo báo cáo cho kỳ này trước.")
    return row
