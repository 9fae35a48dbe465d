"""A backup put in the place of the file, which itself is kept first."""

import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from xa_report.commune.store import log, rolling
from xa_report.commune.store.connect import connect, explained
from xa_report.commune.store.copying import backup, check
from xa_report.commune.store.lock import WriterLock, os_user
from xa_report.commune.store.session import Clock, Session
from xa_report.domain.text import utc_now
from xa_report.errors import EnvironmentFailedError, StoreDamagedError
from xa_report.files import replace_flushed


def restore(source: Path, target: Path, *, who: str = "", clock: Clock = utc_now) -> Path | None:
    """Replace a store by a checked backup; return where the replaced file is kept, if any."""
    check(source)
    who = who or os_user()
    lock = WriterLock(target, who, clock)
    draft = target.with_name(f"{target.name}.restored")
    try:
        draft.unlink(missing_ok=True)
        kept = _keep(target, clock) if target.exists() else None
        backup(source, draft)
        _record(draft, who, clock, source.name)
        _settle(target)
        replace_flushed(draft, target)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không thay được tệp “{target.name}”. Hãy đóng mọi cửa sổ đang mở tệp này rồi thử lại."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
        lock.release()
    return kept


def _keep(target: Path, clock: Clock) -> Path:
    """Keep what is replaced; a damaged file byte by byte, with its WAL."""
    now = clock()
    try:
        return rolling.keep(target, now)
    except StoreDamagedError:
        copy = rolling.stamped(target, now, "-hong")
        shutil.copyfile(target, copy)
        wal = target.with_name(f"{target.name}-wal")
        if wal.exists():
            shutil.copyfile(wal, copy.with_name(f"{copy.name}-wal"))
        return copy


def _record(draft: Path, who: str, clock: Clock, name: str) -> None:
    """Log the restoring, so that the log says why it goes on from an earlier head."""
    with explained(draft):
        db = connect(draft)
        session = Session(draft, db, who, clock, None)
        try:
            with db.atomic():
                log.append(db.conn, session, "restore", {"backup": name})
        finally:
            db.close()


def _settle(target: Path) -> None:
    """Bring the WAL into the file, so that no moment is left in which it counts for another."""
    if target.exists():
        with suppress(sqlite3.Error):  # a damaged file was kept with its WAL
            db = connect(target)
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
    _remove_side_files(target)


def _remove_side_files(path: Path) -> None:
    """Remove the WAL and its index, which belong to a file that is replaced."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
