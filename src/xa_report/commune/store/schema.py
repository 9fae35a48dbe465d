"""Tables of the store, built by migration steps that never change once released."""

from pathlib import Path

from sqlite_utils import Database, Migrations

from xa_report.commune.store.database import APPLICATION_ID, damaged_file_error
from xa_report.errors import EnvironmentFailedError, StoreTooNewError, UsageError

steps = Migrations("xa-report-store")


@steps()
def s001_tables(db: Database) -> None:
    """Create the tables of unit, definitions, reports, fields, history, events and files."""
    for statement in _TABLES.split(";\n"):
        db.conn.execute(statement)
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")


@steps()
def s002_events_are_append_only(db: Database) -> None:
    """Create triggers that refuse to change or remove an event."""
    for verb in ("UPDATE", "DELETE"):
        db.conn.execute(
            f"CREATE TRIGGER events_no_{verb.lower()} BEFORE {verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )


@steps()
def s003_outputs(db: Database) -> None:
    """Create the table of a submission's files: signed PDF, workbook, record, manifest."""
    db.conn.execute(
        "CREATE TABLE outputs ("
        "  period TEXT NOT NULL REFERENCES reports (period), sequence INTEGER NOT NULL,"
        "  name TEXT NOT NULL, sha256 TEXT NOT NULL, bytes BLOB NOT NULL,"
        "  PRIMARY KEY (period, sequence, name)"
        ") STRICT"
    )


@steps()
def s004_receipts(db: Database) -> None:
    """Create the tables of receipts, and of the fields that each opens for correction."""
    db.conn.execute(
        "CREATE TABLE receipts ("
        "  period TEXT NOT NULL REFERENCES reports (period), number INTEGER NOT NULL,"
        "  sequence INTEGER NOT NULL, kind TEXT NOT NULL,"
        "  sha256 TEXT NOT NULL, bytes BLOB NOT NULL,"
        "  PRIMARY KEY (period, number)"
        ") STRICT"
    )
    db.conn.execute(
        "CREATE TABLE unlocked ("
        "  period TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        "  PRIMARY KEY (period, number, kind, id),"
        "  FOREIGN KEY (period, number) REFERENCES receipts (period, number)"
        ") STRICT, WITHOUT ROWID"
    )


def check_known(path: Path, db: Database) -> None:
    """Raise unless the file is a store of which this program knows every step.

    UsageError for another program's file, StoreDamagedError when the record of steps is missing,
    StoreTooNewError for steps that only a newer program knows.
    """
    if db.conn.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise UsageError(
            f"Tệp “{path.name}” không phải là tệp số liệu của xa-report. Hãy chọn đúng tệp."
        )
    applied = {step.name for step in steps.applied(db)}
    # sqlite-utils has no list of all steps: those pending for an empty database are all of them.
    with Database(memory=True, execute_plugins=False) as empty:
        known = {step.name for step in steps.pending(empty)}
    if not applied:
        raise damaged_file_error(path, "thiếu bảng ghi các bước nâng cấp")
    if applied - known:
        raise StoreTooNewError(
            f"Tệp “{path.name}” do phiên bản xa-report mới hơn ghi. Hãy cài phiên bản mới rồi mở "
            "lại; tệp chưa bị thay đổi."
        )


def check_complete(path: Path, db: Database) -> None:
    """Raise EnvironmentFailedError when a step is missing that a reader cannot apply."""
    if steps.pending(db):
        raise EnvironmentFailedError(
            f"Tệp “{path.name}” do phiên bản cũ ghi, cần nâng cấp. "
            "Hãy mở tệp để ghi một lần rồi mở lại ở chế độ chỉ đọc."
        )


_TABLES = """
CREATE TABLE unit (
  code TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL,
  province_code TEXT NOT NULL, province_name TEXT NOT NULL, formed TEXT
) STRICT;
CREATE TABLE definitions (
  position INTEGER PRIMARY KEY, -- in the order of their arrival
  sha256 TEXT NOT NULL UNIQUE, kind TEXT NOT NULL CHECK (kind IN ('form', 'plan')),
  id TEXT NOT NULL, version TEXT NOT NULL, canonical BLOB NOT NULL,
  UNIQUE (kind, id, version)
) STRICT;
CREATE TABLE reports (
  period TEXT PRIMARY KEY, form_sha256 TEXT NOT NULL REFERENCES definitions (sha256),
  state TEXT NOT NULL, sequence INTEGER NOT NULL
) STRICT;
CREATE TABLE report_plans (
  period TEXT NOT NULL REFERENCES reports (period), position INTEGER NOT NULL,
  plan_sha256 TEXT NOT NULL REFERENCES definitions (sha256),
  PRIMARY KEY (period, position)
) STRICT, WITHOUT ROWID;
CREATE TABLE fields (
  period TEXT NOT NULL REFERENCES reports (period), kind TEXT NOT NULL, id TEXT NOT NULL,
  value TEXT NOT NULL, -- JSON
  PRIMARY KEY (period, kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL,
  payload TEXT NOT NULL, -- JSON
  previous TEXT NOT NULL, hash TEXT NOT NULL
) STRICT;
CREATE TABLE history (
  step INTEGER NOT NULL REFERENCES events (seq), position INTEGER NOT NULL,
  at TEXT NOT NULL, who TEXT NOT NULL,
  period TEXT NOT NULL REFERENCES reports (period), kind TEXT NOT NULL, id TEXT NOT NULL,
  before TEXT, after TEXT, -- JSON, NULL when there is none
  act TEXT NOT NULL, -- edit, undo, redo
  target INTEGER, -- the step that was undone or redone
  status TEXT NOT NULL, -- of an edit: done, undone, dropped
  PRIMARY KEY (step, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_undone ON history (period, step) WHERE status = 'undone';
CREATE TABLE files (
  sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, size INTEGER NOT NULL,
  mediatype TEXT NOT NULL, bytes BLOB NOT NULL
) STRICT
"""
