"""Checked copies of a store, rolling backups beside it, and restoring one of them."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xa_report.commune.store import journal
from xa_report.commune.store.database import (
    StoreSession,
    connect_for_writing,
    connect_read_only,
    require_nonempty_file,
    translate_sqlite_errors,
)
from xa_report.commune.store.journal import log_chain_faults
from xa_report.commune.store.schema import check_known
from xa_report.commune.store.writer_lock import WriterLock, system_user_name
from xa_report.domain.dates import Clock, utc_now
from xa_report.errors import EnvironmentFailedError, StoreDamagedError, UsageError
from xa_report.files import copy_whole, replace_flushed

BACKUP_INTERVAL = timedelta(days=1)
KEEP_LAST, KEEP_DAYS = 10, 14
KEEP_BYTES, KEEP_ALWAYS = 2 * 2**30, 3
"""Bytes of all backups together, above which only the newest few stay: evidence is large."""
_STAMP = "%Y%m%dT%H%M%S%fZ"


def copy_store(source: Path, target: Path) -> None:
    """Copy a store, also while it is in use; the copy is checked before it gets its name.

    Raise UsageError when the target exists, StoreDamagedError when the copy is not whole,
    EnvironmentFailedError when it cannot be written.
    """
    if target.exists():
        raise UsageError(f"Đã có tệp “{target.name}”. Hãy chọn tên khác cho bản sao lưu.")
    draft = target.with_name(f"{target.name}.part")
    try:
        draft.unlink(missing_ok=True)
        _vacuum_into(source, draft)
        check_store_file(draft, source.name)
        replace_flushed(draft, target)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không ghi được bản sao lưu “{target}”. Hãy kiểm tra thư mục và dung lượng ổ đĩa."
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def check_store_file(path: Path, name: str = "") -> None:
    """Raise StoreDamagedError for a store whose pages, links or event chain are not whole.

    `name` is what the sentence calls the file, by default its own name.
    """
    require_nonempty_file(path)
    name = name or path.name
    with translate_sqlite_errors(path):
        db = connect_read_only(path)
        try:
            check_known(path, db)
            pages = [row[0] for row in db.conn.execute("PRAGMA integrity_check(5)")]
            broken = [text for text in pages if text != "ok"]
            links = db.conn.execute("PRAGMA foreign_key_check")
            broken += [f"bảng {row[0]} trỏ tới dòng không có" for row in links]
            broken += log_chain_faults(db.conn)
        finally:
            db.close()
    if broken:
        raise StoreDamagedError(
            f"Tệp “{name}” không nguyên vẹn: {'; '.join(broken[:5])}. Hãy giữ nguyên tệp này và "
            "dùng một bản sao lưu khác."
        )


def _vacuum_into(source: Path, draft: Path) -> None:
    require_nonempty_file(source)
    with translate_sqlite_errors(source):
        db = connect_read_only(source)
        try:
            # One read transaction: a whole copy although others write, and without a WAL beside it.
            db.conn.execute("VACUUM INTO ?", (str(draft),))
        finally:
            db.close()


@dataclass(frozen=True, slots=True)
class RollingBackup:
    """A backup with the time of its making."""

    at: datetime
    path: Path


def backup_folder(path: Path) -> Path:
    """Return the folder of a file's backups."""
    return path.with_name(f"{path.name}.backups")


def list_backups(path: Path) -> tuple[RollingBackup, ...]:
    """Return the backups of a file, the newest first."""
    # Only names that this program gave: copies that somebody put there by hand are never deleted.
    pattern = re.compile(rf"{re.escape(path.stem)}-(\d{{8}}T\d{{12}}Z){re.escape(path.suffix)}")
    backups = [
        RollingBackup(datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), entry)
        for entry in backup_folder(path).glob("*")
        if (match := pattern.fullmatch(entry.name))
    ]
    return tuple(sorted(backups, key=lambda each: each.at, reverse=True))


def backup_is_due(path: Path, now: datetime) -> bool:
    """Return whether the last backup is a day old or older, or dated in the future."""
    backups = list_backups(path)
    # A clock that was wrong once must not stop backups until its date has come.
    return not backups or not timedelta(0) <= now - backups[0].at < BACKUP_INTERVAL


def make_backup(path: Path, now: datetime) -> Path:
    """Make a checked backup now and delete the old ones that are due; return its path."""
    target = free_backup_path(path, now)
    copy_store(path, target)
    for old in backups_to_delete(list_backups(path), now):
        old.path.unlink(missing_ok=True)
    return target


def make_backup_if_possible(path: Path, now: datetime) -> tuple[str, ...]:
    """Make a backup; return a sentence instead of an error, so that a full disk stops nobody.

    Raise StoreDamagedError all the same: who works on in a damaged file loses more.
    """
    try:
        make_backup(path, now)
    except StoreDamagedError:
        raise
    except EnvironmentFailedError as error:
        return (f"Chưa sao lưu được tệp “{path.name}”: {error}",)
    return ()


def free_backup_path(path: Path, now: datetime, mark: str = "") -> Path:
    """Return a free name for a backup that is made now; create its folder."""
    folder = backup_folder(path)
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không tạo được thư mục sao lưu “{folder}”. Hãy kiểm tra quyền ghi."
        ) from error
    moment = now.astimezone(UTC)
    while (name := folder / f"{path.stem}-{moment:{_STAMP}}{mark}{path.suffix}").exists():
        moment += timedelta(microseconds=1)
    return name


def backups_to_delete(backups: Sequence[RollingBackup], now: datetime) -> tuple[RollingBackup, ...]:
    """Return the backups to delete; `backups` is sorted, the newest first.

    The last KEEP_LAST and the newest of each of the last KEEP_DAYS days stay, as long as they are
    not larger than KEEP_BYTES together; KEEP_ALWAYS stay whatever their size.
    """
    candidates = set(backups[:KEEP_LAST])
    # Oldest first, so that the newest of a day is the one that remains in the dictionary.
    newest_by_day = {each.at.date(): each for each in reversed(backups)}
    today = now.astimezone(UTC).date()
    candidates |= {
        each for day, each in newest_by_day.items() if today - day < timedelta(KEEP_DAYS)
    }
    size, retained = 0, set[RollingBackup]()
    for each in backups:
        size += each.path.stat().st_size if each in candidates else 0
        if each in candidates and (size <= KEEP_BYTES or len(retained) < KEEP_ALWAYS):
            retained.add(each)
    return tuple(each for each in backups if each not in retained)


def restore_store(
    source: Path, target: Path, *, who: str = "", clock: Clock = utc_now
) -> Path | None:
    """Replace a store by a checked backup; return the path of the copy of the replaced file.

    None when there was no file. Raise StoreDamagedError for a backup that is not whole.
    """
    check_store_file(source)
    who = who or system_user_name()
    lock = WriterLock(target, who, clock)
    draft = target.with_name(f"{target.name}.restored")
    try:
        draft.unlink(missing_ok=True)
        replaced = _copy_replaced(target, clock) if target.exists() else None
        copy_store(source, draft)
        _log_restore(draft, who, clock, source.name)
        _checkpoint_wal(target)
        replace_flushed(draft, target)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không thay được tệp “{target.name}”. Hãy đóng mọi cửa sổ đang mở tệp này rồi thử lại."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
        lock.release()
    return replaced


def _copy_replaced(target: Path, clock: Clock) -> Path:
    """Copy the file that will be replaced; a damaged one byte by byte, with its WAL."""
    now = clock()
    try:
        return make_backup(target, now)
    except StoreDamagedError:
        copy = free_backup_path(target, now, "-hong")
        copy_whole(target, copy)
        wal = target.with_name(f"{target.name}-wal")
        if wal.exists():
            copy_whole(wal, copy.with_name(f"{copy.name}-wal"))
        return copy


def _log_restore(draft: Path, who: str, clock: Clock, name: str) -> None:
    """Append the event that says why the log goes on from an earlier head."""
    with translate_sqlite_errors(draft):
        db = connect_for_writing(draft)
        session = StoreSession(draft, db, who, clock, None)
        try:
            with db.atomic():
                journal.append_event(db.conn, session, "restore", {"backup": name})
        finally:
            db.close()


def _checkpoint_wal(target: Path) -> None:
    """Move the WAL into its file and delete it.

    A WAL that is left would be applied to the restored file, to which it does not belong.
    """
    if target.exists():
        # A damaged file was copied together with its WAL, so nothing is lost here.
        with suppress(sqlite3.Error):
            db = connect_for_writing(target)
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
    _remove_side_files(target)


def _remove_side_files(path: Path) -> None:
    """Delete the WAL and its index, which belong to the file that is replaced."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
