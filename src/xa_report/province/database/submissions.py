"""Accepted submissions of a commune and period, every version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, func, select

from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.province.database.database import RegisterDatabase
from xa_report.province.database.tables import RECOMPUTED, SUBMISSIONS
from xa_report.verification.content import ReceivedReport, SubmissionKind


class RecomputedRow(NamedTuple):
    """A value of which the sent and the recomputed one differ."""

    code: str
    """Code of a criterion, or the name of a total."""
    sent: str
    computed: str


@dataclass(frozen=True, slots=True)
class Submission:
    """One accepted package or signed PDF."""

    id: int
    unit: str
    period: Period
    sequence: int
    manifest_sha256: str
    file_sha256: str
    kind: SubmissionKind
    name: str
    form_sha256: str
    verdict: str
    reasons: tuple[str, ...]
    signers: tuple[str, ...]
    received: datetime
    who: str


# Lists of submissions never need `report.json`, which is up to megabytes a row.
_SUBMISSION_COLUMNS = [column for column in SUBMISSIONS.c if column.name != "record"]


def insert_submission(
    database: RegisterDatabase,
    connection: Connection,
    received_report: ReceivedReport,
    *,
    unit: str,
    name: str,
) -> int:
    """Save a verified report of a unit, with the name of its file; return its number."""
    report = received_report.header
    content = received_report.content_verification
    last = connection.execute(select(func.max(SUBMISSIONS.c.id))).scalar()
    number = (last or 0) + 1
    signers = [one.signer.description for one in content.verification.signatures]
    connection.execute(
        SUBMISSIONS.insert().values(
            id=number,
            unit=unit,
            period=str(report.period),
            sequence=report.sequence,
            manifest_sha256=received_report.manifest_sha256,
            file_sha256=received_report.sha256,
            kind=received_report.kind,
            name=name,
            form_sha256=report.form_sha256,
            record=received_report.record_bytes,
            verdict=content.verdict,
            reasons=dump_normalized(list(content.sentences)),
            signers=dump_normalized(signers),
            received=database.now(),
            who=database.who,
        )
    )
    return number


def save_recomputed(
    connection: Connection, submission: int, rows: tuple[RecomputedRow, ...]
) -> None:
    """Save the differences between the sent and the recomputed values of a submission."""
    for code, sent, computed in rows:
        connection.execute(
            RECOMPUTED.insert().values(
                submission=submission, code=code, sent=sent, computed=computed
            )
        )


def load_recomputed(connection: Connection, submission: int) -> tuple[RecomputedRow, ...]:
    """Return the differences between the sent and the recomputed values of a submission."""
    rows = connection.execute(select(RECOMPUTED).where(RECOMPUTED.c.submission == submission))
    return tuple(RecomputedRow(row.code, row.sent, row.computed) for row in rows)


def submissions_of_case(connection: Connection, key: CaseKey) -> tuple[Submission, ...]:
    """Return every submission of a unit for a period, in the order of arrival."""
    known = SUBMISSIONS.c
    rows = connection.execute(
        select(*_SUBMISSION_COLUMNS)
        .where(known.unit == key.unit, known.period == str(key.period))
        .order_by(known.id)
    )
    return tuple(_submission_from_row(row) for row in rows)


def load_submission(connection: Connection, number: int) -> Submission:
    """Return the submission of a number, which must exist."""
    row = connection.execute(select(*_SUBMISSION_COLUMNS).where(SUBMISSIONS.c.id == number)).one()
    return _submission_from_row(row)


def find_submission_by_file(connection: Connection, digest: str) -> Submission | None:
    """Return the submission whose file has this hash; None when there is none."""
    row = connection.execute(
        select(*_SUBMISSION_COLUMNS).where(SUBMISSIONS.c.file_sha256 == digest)
    ).first()
    return _submission_from_row(row) if row else None


def load_record_bytes(connection: Connection, number: int) -> bytes:
    """Return the `report.json` of a submission, which must exist."""
    rows = connection.execute(select(SUBMISSIONS.c.record).where(SUBMISSIONS.c.id == number))
    return bytes(rows.scalar_one())


def complete_submission(
    connection: Connection, number: int, received_report: ReceivedReport, name: str
) -> None:
    """Replace the file of a submission, a PDF that came alone, by the whole package."""
    connection.execute(
        SUBMISSIONS.update()
        .where(SUBMISSIONS.c.id == number)
        .values(file_sha256=received_report.sha256, kind=received_report.kind, name=name)
    )


def _submission_from_row(row: Row[Any]) -> Submission:
    return Submission(
        id=row.id,
        unit=row.unit,
        period=Period.parse(row.period),
        sequence=row.sequence,
        manifest_sha256=row.manifest_sha256,
        file_sha256=row.file_sha256,
        kind=SubmissionKind(row.kind),
        name=row.name,
        form_sha256=row.form_sha256,
        verdict=row.verdict,
        reasons=tuple(loads(row.reasons)),
        signers=tuple(loads(row.signers)),
        received=datetime.fromisoformat(row.received),
        who=row.who,
    )
