"""Open store of a commune: creation, opening with lock, backup and upgrade, reads and writes."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, closing
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from xa_report.commune.store import backup, blobs, database, fields, journal, reports, schema
from xa_report.commune.store.blobs import Definitions
from xa_report.commune.store.database import (
    Clock,
    StoreSession,
    connect_for_writing,
    connect_read_only,
    require_regular_file,
    translate_sqlite_errors,
)
from xa_report.commune.store.edits import FieldChange, FieldEdit, FieldKind
from xa_report.commune.store.integrity import find_store_faults
from xa_report.commune.store.journal import EventLogHead, append_event, read_log_head
from xa_report.commune.store.receipts import ReceiptStore
from xa_report.commune.store.writer_lock import WriterLock, system_user_name
from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.report import Report, ReportState
from xa_report.domain.text import utc_now
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import replace_flushed


def create_register(path: Path, unit: Unit, who: str, clock: Clock) -> None:
    """Make a file that is there whole or not at all; an existing one is never touched."""
    who = who or system_user_name()
    if not path.parent.is_dir():
        raise UsageError(f"Không có thư mục “{path.parent}”. Hãy tạo thư mục trước.")
    lock = WriterLock(path, who, clock)
    try:
        if path.exists():
            raise UsageError(f"Đã có tệp “{path.name}”. Hãy mở tệp đó hoặc chọn tên khác.")
        draft = path.with_name(f"{path.name}.new")
        draft.unlink(missing_ok=True)
        with translate_sqlite_errors(path):
            _write_first_rows(draft, unit, who, clock)
        replace_flushed(draft, path)
    finally:
        lock.release()


def open_for_writing(path: Path, who: str, clock: Clock) -> StoreSession:
    """Open for writing: alone, known, backed up and brought to the newest step."""
    require_regular_file(path)
    who = who or system_user_name()
    lock = WriterLock(path, who, clock)
    try:
        # Looked at before the first write: what is refused stays as it is.
        with translate_sqlite_errors(path), closing(connect_read_only(path)) as db:
            schema.check_known(path, db)
            notices = _back_up_and_upgrade(path, db, clock())
        with translate_sqlite_errors(path):
            return StoreSession(path, connect_for_writing(path), who, clock, lock, notices)
    except BaseException:
        lock.release()
        raise


def _back_up_and_upgrade(path: Path, db: Database, now: datetime) -> tuple[str, ...]:
    """Back up when it is due, and before and after an upgrade."""
    if schema.steps.pending(db):
        backup.make_backup(path, now)
        with closing(connect_for_writing(path)) as upgraded:
            schema.steps.apply(upgraded)
        return backup.make_backup_if_possible(path, now)
    if read_log_head(db.conn).seq > 1 and backup.backup_is_due(path, now):
        return backup.make_backup_if_possible(path, now)
    return ()


def open_for_reading(path: Path, who: str, clock: Clock) -> StoreSession:
    """Open for reading, also while another process writes."""
    require_regular_file(path)
    with translate_sqlite_errors(path):
        db = connect_read_only(path)
        try:
            schema.check_known(path, db)
            schema.check_complete(path, db)
        except BaseException:
            db.close()
            raise
    return StoreSession(path, db, who or system_user_name(), clock, None)


def _write_first_rows(draft: Path, unit: Unit, who: str, clock: Clock) -> None:
    with closing(connect_for_writing(draft)) as db:
        schema.steps.apply(db)
        session = StoreSession(draft, db, who, clock, None)
        with db.atomic():
            database.save_owner(db.conn, unit)
            append_event(db.conn, session, "create", {"unit": database.unit_to_row(unit)})


class Store(AbstractContextManager["Store", None]):
    """One open file; use it with `with`, or close it."""

    def __init__(self, session: StoreSession) -> None:
        """Work in an open session; callers use `create` or `open`."""
        self._session = session
        self.receipts = ReceiptStore(session)
        self.definitions = Definitions(session)
        with session.read() as conn:
            self.unit: Unit = database.load_owner(conn)

    @classmethod
    def create(cls, path: Path, unit: Unit, *, who: str = "", clock: Clock = utc_now) -> Self:
        """Make a new file for a unit and open it for writing."""
        create_register(path, unit, who, clock)
        return cls.open(path, who=who, clock=clock)

    @classmethod
    def open(
        cls, path: Path, read_only: bool = False, *, who: str = "", clock: Clock = utc_now
    ) -> Self:
        """Open a file; raise StoreBusyError when another holds it for writing."""
        opened = open_for_reading if read_only else open_for_writing
        session = opened(path, who, clock)
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
        """Where the file lies."""
        return self._session.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._session.lock is None

    @property
    def notices(self) -> tuple[str, ...]:
        """What the user should know although the file could be opened, as sentences."""
        return self._session.notices

    def start_report(
        self, period: Period, form_sha256: str, plan_sha256s: Sequence[str] = ()
    ) -> None:
        """Begin the report of a period on definitions that are stored."""
        reports.insert_report(self._session, period, form_sha256, plan_sha256s)

    def periods(self) -> tuple[Period, ...]:
        """Return the periods that have a report, in the order of time."""
        with self._session.read() as conn:
            return reports.load_periods(conn)

    def report(self, period: Period) -> Report:
        """Return the whole report of a period, evidence and its documents included."""
        return reports.load_stored_report(self._session, self.unit, period)

    def set_state(self, period: Period, state: ReportState) -> None:
        """Move a report on or back; coming back from outside raises its sequence number."""
        reports.set_report_state(self._session, period, state)

    def save(self, edit: FieldEdit) -> FieldChange | None:
        """Store one field durably; None when it was so already."""
        changes = fields.save_edits(self._session, (edit,), "edit")
        return changes[0] if changes else None

    def save_many(self, edits: Sequence[FieldEdit], what: str) -> tuple[FieldChange, ...]:
        """Store many fields of one period, all or none, as one step to undo; `what` is why."""
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
        """Return changes, oldest first, of everything or of what is named."""
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
            return blobs.read_bounded(conn, sha256)

    def put_outputs(self, report: Report, files: Mapping[str, bytes]) -> None:
        """Keep what was made of a report, by name."""
        blobs.save_outputs(self._session, report, files)

    def outputs(self, report: Report) -> dict[str, bytes]:
        """Return what was made of a report, by name."""
        with self._session.read() as conn:
            return blobs.load_outputs(conn, report)

    def next_sequence(self, period: Period) -> int:
        """Return the number of the next submission: nothing was signed under it yet."""
        with self._session.read() as conn:
            return reports.next_submission_number(conn, period)

    def log_head(self) -> EventLogHead:
        """Return the number and hash of the last event."""
        with self._session.read() as conn:
            return read_log_head(conn)

    def verify_log(self) -> tuple[str, ...]:
        """Say what does not agree with the event log; empty when all is intact."""
        with self._session.read() as conn:
            return find_store_faults(conn)
