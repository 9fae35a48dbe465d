"""How a file is made and opened: lock, checks and upgrades before the first use."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from xa_report.commune.store import owner, rolling, schema
from xa_report.commune.store.connect import connect, connect_read_only, explained, require_file
from xa_report.commune.store.lock import WriterLock, os_user
from xa_report.commune.store.log import append, head
from xa_report.commune.store.session import Clock, Session
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import replace_flushed


def create(path: Path, unit: Unit, who: str, clock: Clock) -> None:
    """Make a file that is there whole or not at all; an existing one is never touched."""
    who = who or os_user()
    if not path.parent.is_dir():
        raise UsageError(f"Không có thư mục “{path.parent}”. Hãy tạo thư mục trước.")
    lock = WriterLock(path, who, clock)
    try:
        if path.exists():
            raise UsageError(f"Đã có tệp “{path.name}”. Hãy mở tệp đó hoặc chọn tên khác.")
        draft = path.with_name(f"{path.name}.new")
        draft.unlink(missing_ok=True)
        with explained(path):
            _fill(draft, unit, who, clock)
        replace_flushed(draft, path)
    finally:
        lock.release()


def open_writing(path: Path, who: str, clock: Clock) -> Session:
    """Open for writing: alone, known, backed up and brought to the newest step."""
    require_file(path)
    who = who or os_user()
    lock = WriterLock(path, who, clock)
    try:
        # Looked at before the first write: what is refused stays as it is.
        with explained(path), closing(connect_read_only(path)) as db:
            schema.check_known(path, db)
            notices = _prepare(path, db, clock())
        with explained(path):
            return Session(path, connect(path), who, clock, lock, notices)
    except BaseException:
        lock.release()
        raise


def _prepare(path: Path, db: Database, now: datetime) -> tuple[str, ...]:
    """Back up when it is due, and before and after an upgrade."""
    if schema.steps.pending(db):
        rolling.keep(path, now)
        with closing(connect(path)) as upgraded:
            schema.steps.apply(upgraded)
        return rolling.keep_if_possible(path, now)
    if head(db.conn).seq > 1 and rolling.due(path, now):
        return rolling.keep_if_possible(path, now)
    return ()


def open_reading(path: Path, who: str, clock: Clock) -> Session:
    """Open for reading, also while another process writes."""
    require_file(path)
    with explained(path):
        db = connect_read_only(path)
        try:
            schema.check_known(path, db)
            schema.check_complete(path, db)
        except BaseException:
            db.close()
            raise
    return Session(path, db, who or os_user(), clock, None)


def _fill(draft: Path, unit: Unit, who: str, clock: Clock) -> None:
    with closing(connect(draft)) as db:
        schema.steps.apply(db)
        session = Session(draft, db, who, clock, None)
        with db.atomic():
            owner.write(db.conn, unit)
            append(db.conn, session, "create", {"unit": owner.row_of(unit)})
