"""Checked copies of a store, rolling backups beside it, and restoring one of them."""

import re
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from xa_report.commune.store import journal
from xa_report.commune.store.database import (
    Clock,
    StoreSession,
    connect_for_writing,
    connect_read_only,
    require_regular_file,
    translate_sqlite_errors,
)
from xa_report.commune.store.journal import log_chain_faults
from xa_report.commune.store.schema import check_known
from xa_report.commune.store.writer_lock import WriterLock, system_user_name
from xa_report.domain.text import utc_now
from xa_report.errors import EnvironmentFailedError, StoreDamagedError, UsageError
from xa_report.files import replace_flushed


def copy_store(source: Path, target: Path) -> None:
    """Copy a store, also while it is in use; the copy is checked, then named."""
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
    """Refuse a store whose pages, links or event chain are not whole."""
    require_regular_file(path)
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
    require_regular_file(source)
    with translate_sqlite_errors(source):
        db = connect_read_only(source)
        try:
            db.conn.execute("VACUUM INTO ?", (str(draft),))
        finally:
            db.close()


BACKUP_INTERVAL = timedelta(days=1)
KEEP_LAST, KEEP_DAYS = 10, 14
KEEP_BYTES, KEEP_ALWAYS = 2 * 2**30, 3
"""Evidence makes copies large: above this size only the newest few stay."""

_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class RollingBackup:
    """A backup and when it was made."""

    at: datetime
    path: Path


def backup_folder(path: Path) -> Path:
    """Return the folder of a file's backups."""
    return path.with_name(f"{path.name}.backups")


def list_backups(path: Path) -> tuple[RollingBackup, ...]:
    """Return the backups of a file, the newest first."""
    pattern = re.compile(rf"{re.escape(path.stem)}-(\d{{8}}T\d{{12}}Z){re.escape(path.suffix)}")
    found = [
        RollingBackup(datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC), entry)
        for entry in backup_folder(path).glob("*")
        if (match := pattern.fullmatch(entry.name))
    ]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def backup_is_due(path: Path, now: datetime) -> bool:
    """Tell whether the last backup is older than a day, or dated in the future."""
    made = list_backups(path)
    return not made or not timedelta(0) <= now - made[0].at < BACKUP_INTERVAL


def make_backup(path: Path, now: datetime) -> Path:
    """Make a checked backup now and thin the old ones out."""
    target = free_backup_path(path, now)
    copy_store(path, target)
    for old in backups_to_delete(list_backups(path), now):
        old.path.unlink(missing_ok=True)
    return target


def make_backup_if_possible(path: Path, now: datetime) -> tuple[str, ...]:
    """Make a backup; a full disk must not keep people from work, so say it instead."""
    try:
        make_backup(path, now)
    except StoreDamagedError:
        raise
    except EnvironmentFailedError as error:
        return (f"Chưa sao lưu được tệp “{path.name}”: {error}",)
    return ()


def free_backup_path(path: Path, now: datetime, mark: str = "") -> Path:
    """Return a free name for a backup that is made now; its folder exists afterwards."""
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
    """Pick the backups to remove: not among the last, not a day's newest, or too much in all."""
    wanted = set(backups[:KEEP_LAST])
    days = {each.at.date(): each for each in reversed(backups)}  # the newest of a day comes last
    today = now.astimezone(UTC).date()
    wanted |= {each for day, each in days.items() if today - day < timedelta(KEEP_DAYS)}
    size, kept = 0, set[RollingBackup]()
    for each in backups:
        size += each.path.stat().st_size if each in wanted else 0
        if each in wanted and (size <= KEEP_BYTES or len(kept) < KEEP_ALWAYS):
            kept.add(each)
    return tuple(each for each in backups if each not in kept)


def restore_store(
    source: Path, target: Path, *, who: str = "", clock: Clock = utc_now
) -> Path | None:
    """Replace a store by a checked backup; return where the replaced file is kept, if any."""
    check_store_file(source)
    who = who or system_user_name()
    lock = WriterLock(target, who, clock)
    draft = target.with_name(f"{target.name}.restored")
    try:
        draft.unlink(missing_ok=True)
        kept = _keep_replaced(target, clock) if target.exists() else None
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
    return kept


def _keep_replaced(target: Path, clock: Clock) -> Path:
    """Keep what is replaced; a damaged file byte by byte, with its WAL."""
    now = clock()
    try:
        return make_backup(target, now)
    except StoreDamagedError:
        copy = free_backup_path(target, now, "-hong")
        shutil.copyfile(target, copy)
        wal = target.with_name(f"{target.name}-wal")
        if wal.exists():
            shutil.copyfile(wal, copy.with_name(f"{copy.name}-wal"))
        return copy


def _log_restore(draft: Path, who: str, clock: Clock, name: str) -> None:
    """Log the restoring, so that the log says why it goes on from an earlier head."""
    with translate_sqlite_errors(draft):
        db = connect_for_writing(draft)
        session = StoreSession(draft, db, who, clock, None)
        try:
            with db.atomic():
                journal.append_event(db.conn, session, "restore", {"backup": name})
        finally:
            db.close()


def _checkpoint_wal(target: Path) -> None:
    """Bring the WAL into the file, so that no moment is left in which it counts for another."""
    if target.exists():
        with suppress(sqlite3.Error):  # a damaged file was kept with its WAL
            db = connect_for_writing(target)
            db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            db.close()
    _remove_side_files(target)


def _remove_side_files(path: Path) -> None:
    """Remove the WAL and its index, which belong to a file that is replaced."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
