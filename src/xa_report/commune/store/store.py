"""The commune's store: creation, opening with lock, backup and upgrade, reads and writes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from xa_report.commune.store import backup, blobs, database, fields, journal, reports, schema
from xa_report.commune.store.blobs import DefinitionStore, NewDefinition
from xa_report.commune.store.database import (
    StoreSession,
    connect_for_writing,
    connect_read_only,
    require_nonempty_file,
    translate_sqlite_errors,
)
from xa_report.commune.store.edits import FieldChange, FieldEdit, FieldKind
from xa_report.commune.store.integrity import find_store_faults
from xa_report.commune.store.journal import EventLogHead, append_event, read_log_head
from xa_report.commune.store.receipts import ReceiptStore
from xa_report.commune.store.writer_lock import WriterLock, system_user_name
from xa_report.domain.dates import Clock, utc_now
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.report import Report, ReportState
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import replace_flushed


def create_store_file(
    path: Path, unit: Unit, who: str, clock: Clock, definitions: Sequence[NewDefinition] = ()
) -> None:
    """Create a store file with its first definitions, whole or not at all.

    Raise UsageError when the file exists or its folder does not.
    """
    who = who or system_user_name()
    if not path.parent.is_dir():
        raise UsageError(f"Không có thư mục “{path.parent}”. Hãy tạo thư mục trước.")
    lock = WriterLock(path, who, clock)
    try:
        if path.exists():
            raise UsageError(f"Đã có tệp “{path.name}”. Hãy mở tệp đó hoặc chọn tên khác.")
        draft = path.with_name(f"{path.name}.new")
        draft.unlink(missing_ok=True)
        with translate_sqlite_errors(path), closing(connect_for_writing(draft)) as db:
            _write_first_rows(StoreSession(draft, db, who, clock, lock), unit, definitions)
        replace_flushed(draft, path)
    finally:
        lock.release()


def open_for_writing(path: Path, who: str, clock: Clock) -> StoreSession:
    """Open a file for writing: locked, checked, backed up and brought to the newest step."""
    require_nonempty_file(path)
    who = who or system_user_name()
    lock = WriterLock(path, who, clock)
    try:
        # Checked before the first write: a file that is refused stays byte for byte as it is.
        with translate_sqlite_errors(path), closing(connect_read_only(path)) as db:
            schema.check_known(path, db)
            notices = _back_up_and_upgrade(path, db, clock())
        with translate_sqlite_errors(path):
            return StoreSession(path, connect_for_writing(path), who, clock, lock, notices)
    except BaseException:
        lock.release()
        raise


def _back_up_and_upgrade(path: Path, db: Database, now: datetime) -> tuple[str, ...]:
    """Back up when it is due, and before and after an upgrade; return the notices for the user."""
    if schema.steps.pending(db):
        # Without this copy there is no way back to the older program, so a failure stops here.
        backup.make_backup(path, now)
        with closing(connect_for_writing(path)) as upgraded:
            schema.steps.apply(upgraded)
        return backup.make_backup_if_possible(path, now)
    # The first event is the creation: a file without another holds nothing worth a copy.
    if read_log_head(db.conn).seq > 1 and backup.backup_is_due(path, now):
        return backup.make_backup_if_possible(path, now)
    return ()


def open_for_reading(path: Path, who: str, clock: Clock) -> StoreSession:
    """Open a file for reading, also while another process writes.

    Raise EnvironmentFailedError when the file needs an upgrade, which only a writer can do.
    """
    require_nonempty_file(path)
    with translate_sqlite_errors(path):
        db = connect_read_only(path)
        try:
            schema.check_known(path, db)
            schema.check_complete(path, db)
        except BaseException:
            db.close()
            raise
    return StoreSession(path, db, who or system_user_name(), clock, None)


def _write_first_rows(
    session: StoreSession, unit: Unit, definitions: Sequence[NewDefinition]
) -> None:
    schema.steps.apply(session.db)
    with session.write() as conn:
        database.save_owner(conn, unit)
        append_event(conn, session, "create", {"unit": database.unit_to_row(unit)})
        for new in definitions:
            blobs.save_definition(
                session, new.kind, id=new.id, version=new.version, canonical=new.canonical
            )


class Store(AbstractContextManager["Store", None]):
    """One open file of a commune; use it with `with`, or call `close`."""

    def __init__(self, session: StoreSession) -> None:
        """Work in an open session; callers use `create` or `open`."""
        self._session = session
        self.receipts = ReceiptStore(session)
        self.definitions = DefinitionStore(session)
        with session.read() as conn:
            self.unit: Unit = database.load_owner(conn)

    @classmethod
    def create(
        cls,
        path: Path,
        unit: Unit,
        definitions: Sequence[NewDefinition] = (),
        *,
        who: str = "",
        clock: Clock = utc_now,
    ) -> Self:
        """Create a file for a unit and open it for writing; raise UsageError when it exists.

        It has its name only when everything is in it.
        """
        create_store_file(path, unit, who, clock, definitions)
        return cls.open(path, who=who, clock=clock)

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, *, who: str = "", clock: Clock = utc_now
    ) -> Self:
        """Open a file; raise StoreBusyError when another holds it for writing."""
        session = (open_for_reading if read_only else open_for_writing)(path, who, clock)
        try:
            return cls(session)
        except BaseException:
            session.close()
            raise

    def close(self) -> None:
        """Close the file; closing twice is harmless."""
        self._session.close()

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The path of the file."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """True when the file was opened without the right to write."""
        return self._session.lock is None

    @property
    def notices(self) -> tuple[str, ...]:
        """Sentences for the user about what did not hinder the opening, as a backup that failed."""
        return self._session.notices

    def start_report(
        self, period: Period, form_sha256: str, plan_sha256s: Sequence[str] = ()
    ) -> None:
        """Begin the report of a period on stored definitions; raise UsageError for unknown ones."""
        reports.insert_report(self._session, period, form_sha256, plan_sha256s)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have a report, in the order of time."""
        with self._session.read() as conn:
            return reports.load_periods(conn)

    def report(self, period: Period) -> Report:
        """Return the whole report of a period with its evidence, but without the files' bytes.

        Raise UsageError when there is none, StoreDamagedError when a value cannot be read.
        """
        return reports.load_stored_report(self._session, self.unit, period)

    def set_state(self, period: Period, state: ReportState) -> None:
        """Move a report on or back; reopening a sent one raises its sequence number."""
        with self._session.write() as conn:
            reports.set_report_state(conn, self._session, period, state)

    def save(self, edit: FieldEdit) -> FieldChange | None:
        """Store one field durably; return None when it had that value already."""
        changes = fields.save_edits(self._session, (edit,), "edit")
        return changes[0] if changes else None

    def save_many(self, edits: Sequence[FieldEdit], what: str) -> tuple[FieldChange, ...]:
        """Store many fields of one period, all or none, as one step to undo.

        `what` says why, for the event log. Raise ValueError for edits of several periods.
        """
        return fields.save_edits(self._session, edits, what)

    def undo(self, period: Period) -> tuple[FieldChange, ...]:
        """Take the last step back; empty when there is none."""
        return fields.undo_step(self._session, period)

    def redo(self, period: Period) -> tuple[FieldChange, ...]:
        """Do the step that was undone last once more; empty when there is none."""
        return fields.redo_step(self._session, period)

    def history(
        self, period: Period | None = None, kind: FieldKind | None = None, id: str | None = None
    ) -> tuple[FieldChange, ...]:
        """Return changes of the period, kind and id (None: of any), oldest first."""
        with self._session.read() as conn:
            return journal.changes_of_field(conn, period, kind, id)

    def add_file(self, source: Path | bytes, name: str = "") -> EvidenceFile:
        """Keep an evidence file; the same bytes are stored once."""
        if isinstance(source, Path) and not name:
            name = source.name
        return blobs.add_evidence_file(self._session, source, name)

    def files(self) -> tuple[EvidenceFile, ...]:
        """Return all evidence files, linked or not."""
        with self._session.read() as conn:
            return blobs.load_evidence_files(conn)

    def file_bytes(self, sha256: str) -> bytes:
        """Return the bytes of an evidence file."""
        with self._session.read() as conn:
            return blobs.load_evidence_bytes(conn, sha256)

    def put_outputs(self, report: Report, files: Mapping[str, bytes], state: ReportState) -> None:
        """Keep the files of a submission by name and move the report on, both or neither.

        A file of the same name is replaced.
        """
        with self._session.write() as conn:
            blobs.save_outputs(conn, self._session, report, files)
            reports.set_report_state(conn, self._session, report.period, state)

    def outputs(self, report: Report) -> dict[str, bytes]:
        """Return the files of a submission by name; empty when nothing was signed yet."""
        with self._session.read() as conn:
            return blobs.load_outputs(conn, report)

    def next_sequence(self, period: Period) -> int:
        """Return the number of the next submission, under which nothing was signed yet."""
        with self._session.read() as conn:
            return reports.next_submission_number(conn, period)

    def log_head(self) -> EventLogHead:
        """Return the number and hash of the last event."""
        with self._session.read() as conn:
            return read_log_head(conn)

    def verify_log(self) -> tuple[str, ...]:
        """Return a sentence for each difference from the event log; empty when all is intact.

        The whole log is replayed and every stored file hashed: seconds for a large file.
        """
        with self._session.read() as conn:
            return find_store_faults(conn)
