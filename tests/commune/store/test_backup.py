"""Backups are checked, roll, and are put back in one act that loses nothing."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.stores import NOON, YEAR, create_started_store, text_edit
from xa_report.commune.store import backup
from xa_report.commune.store.backup import (
    RollingBackup,
    backup_folder,
    backups_to_delete,
    check_store_file,
    copy_store,
    list_backups,
    restore_store,
)
from xa_report.commune.store.store import Store
from xa_report.domain.item import Answer
from xa_report.errors import (
    EnvironmentFailedError,
    StoreBusyError,
    StoreDamagedError,
    StoreTooNewError,
    UsageError,
)


def answers(path):
    """Return what a file answers, once it is proven intact."""
    with Store.open(path, read_only=True) as store:
        assert store.verify_log() == ()
        return {name: answer.value for name, answer in store.report(YEAR).answers.items()}


def write_raw(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        for statement in statements:
            conn.execute(statement)


def test_a_backup_is_made_while_people_work(store, store_path, tmp_path):
    target = tmp_path / "usb" / "sao lưu.db"
    target.parent.mkdir()
    store.save(text_edit("5"))
    copy_store(store_path, target)
    store.save(text_edit("6"))
    assert answers(target) == {"HO_SO": "5"}
    assert answers(store_path) == {"HO_SO": "6"}
    assert list(target.parent.glob("*.part")) == []


def test_a_backup_replaces_nothing(store, store_path, tmp_path):
    target = tmp_path / "b.db"
    target.write_text("khác")
    with pytest.raises(UsageError, match=r"Đã có tệp “b\.db”"):
        copy_store(store_path, target)
    assert target.read_text() == "khác"


def test_a_backup_that_cannot_be_written_is_a_sentence(store, store_path, tmp_path):
    with pytest.raises(EnvironmentFailedError, match=r"Không (mở|ghi) được"):
        copy_store(store_path, tmp_path / "không" / "b.db")


def test_a_damaged_file_gives_no_backup(store, store_path, tmp_path):
    store.save(text_edit("5"))
    write_raw(
        store_path, "DROP TRIGGER events_no_update", "UPDATE events SET who = 'x' WHERE seq = 3"
    )
    with pytest.raises(StoreDamagedError, match=r"dòng 3: nội dung đã bị sửa"):
        copy_store(store_path, tmp_path / "b.db")
    assert list(tmp_path.glob("b.db*")) == []


def test_dangling_links_are_damage(store_path, clock):
    create_started_store(store_path, clock).close()
    write_raw(store_path, "PRAGMA foreign_keys = OFF", "DELETE FROM definitions")
    with pytest.raises(StoreDamagedError, match="trỏ tới dòng không có"):
        check_store_file(store_path)


def test_a_backup_is_made_once_a_day(store_path, clock):
    create_started_store(store_path, clock).close()
    counts = []
    for hours in (1, 1, 22, 2, 25):
        clock.move(hours=hours)
        Store.open(store_path, clock=clock).close()
        counts.append(len(list_backups(store_path)))
    assert counts == [1, 1, 1, 2, 3]
    assert list_backups(store_path)[0].at == clock.now


def test_a_clock_that_went_back_does_not_stop_backups(store_path, clock):
    create_started_store(store_path, clock).close()
    clock.move(days=1000)
    Store.open(store_path, clock=clock).close()
    clock.move(days=-999)
    Store.open(store_path, clock=clock).close()
    assert len(list_backups(store_path)) == 2


def test_work_goes_on_when_no_backup_can_be_made(store_path, clock):
    create_started_store(store_path, clock).close()
    backup_folder(store_path).write_text("không phải thư mục")
    with Store.open(store_path, clock=clock) as store:
        assert "Chưa sao lưu được" in store.notices[0]
        assert store.save(text_edit("5"))


def test_a_tampered_file_is_not_written_further(store_path, clock):
    create_started_store(store_path, clock).close()
    write_raw(
        store_path, "DROP TRIGGER events_no_update", "UPDATE events SET who = 'x' WHERE seq = 3"
    )
    with pytest.raises(StoreDamagedError, match="dòng 3"):
        Store.open(store_path, clock=clock)
    with Store.open(store_path, read_only=True) as store:
        assert store.verify_log() != ()


@pytest.fixture
def dated(tmp_path):
    """Make small backups, given by their age in hours."""

    def make(*hours, size=1):
        backups = []
        for age in hours:
            path = tmp_path / f"{age}.db"
            path.write_bytes(bytes(size))
            backups.append(RollingBackup(NOON - timedelta(hours=age), path))
        return backups

    return make


def test_the_last_ten_stay_and_one_a_day_for_two_weeks(dated):
    backups = dated(*range(0, 24 * 30, 6))
    removed = backups_to_delete(backups, NOON)
    remaining = [backup for backup in backups if backup not in removed]
    assert remaining[:10] == backups[:10]
    days = [backup.at.date() for backup in remaining[10:]]
    assert len(days) == len(set(days)) == 11
    assert min(days) == NOON.date() - timedelta(days=13)


def test_large_backups_make_room_but_three_stay(dated, monkeypatch):
    monkeypatch.setattr(backup, "KEEP_BYTES", 50)
    backups = dated(*range(0, 240, 24), size=10)
    assert backups_to_delete(backups, NOON) == tuple(backups[5:])
    monkeypatch.setattr(backup, "KEEP_BYTES", 5)
    assert backups_to_delete(backups, NOON) == tuple(backups[3:])


def test_what_is_not_a_backup_is_left_alone(store_path, clock):
    create_started_store(store_path, clock).close()
    backup_folder(store_path).mkdir()
    note = backup_folder(store_path) / "ghi chú.txt"
    note.write_text("của tôi")
    for _ in range(20):
        clock.move(days=1)
        Store.open(store_path, clock=clock).close()
    assert note.read_text() == "của tôi"
    assert len(list_backups(store_path)) == 14


@pytest.fixture
def backup_path(store_path, clock, tmp_path):
    """A backup with answer 5, beside a file that went on to 6."""
    target = tmp_path / "b.db"
    with create_started_store(store_path, clock) as store:
        store.save(text_edit("5"))
        copy_store(store_path, target)
        store.save(text_edit("6"))
    return target


def test_restoring_brings_back_and_keeps_what_was(backup_path, store_path, clock):
    aside_path = restore_store(backup_path, store_path, who="An", clock=clock)
    assert answers(store_path) == {"HO_SO": "5"}
    assert answers(aside_path) == {"HO_SO": "6"}
    assert aside_path == list_backups(store_path)[0].path
    with Store.open(store_path, clock=clock) as store:
        assert store.verify_log() == ()
        assert len(store.undo(YEAR)) == 1
    restore_store(aside_path, store_path, clock=clock)
    assert answers(store_path) == {"HO_SO": "6"}


def test_restoring_to_a_place_without_a_file(backup_path, tmp_path):
    assert restore_store(backup_path, tmp_path / "mới.db") is None
    assert answers(tmp_path / "mới.db") == {"HO_SO": "5"}


def test_a_bad_backup_changes_nothing(backup_path, store_path):
    before = store_path.read_bytes()
    write_raw(
        backup_path,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('xa-report-store', 's999', '2030')",
    )
    with pytest.raises(StoreTooNewError):
        restore_store(backup_path, store_path)
    backup_path.write_bytes(backup_path.read_bytes()[:5000])
    with pytest.raises(StoreDamagedError):
        restore_store(backup_path, store_path)
    with pytest.raises(UsageError, match="Không có tệp"):
        restore_store(backup_path.with_name("không.db"), store_path)
    assert store_path.read_bytes() == before
    assert list_backups(store_path) == ()


def test_a_file_in_use_is_not_replaced(backup_path, store_path, clock):
    with Store.open(store_path, clock=clock), pytest.raises(StoreBusyError):
        restore_store(backup_path, store_path)
    assert answers(store_path) == {"HO_SO": "6"}


def test_a_reader_keeps_its_view_while_the_file_is_replaced(backup_path, store_path, clock):
    with Store.open(store_path, read_only=True) as reader:
        restore_store(backup_path, store_path, clock=clock)
        assert reader.report(YEAR).answers["HO_SO"] == Answer("6")
        with Store.open(store_path, clock=clock) as store:
            store.save(text_edit("7"))
    assert answers(store_path) == {"HO_SO": "7"}


def test_a_damaged_file_is_kept_byte_by_byte_and_replaced(backup_path, store_path, clock):
    store_path.write_bytes(b"broken".ljust(9000, b"?"))
    before = store_path.read_bytes()
    aside_path = restore_store(backup_path, store_path, clock=clock)
    assert aside_path is not None
    assert aside_path.read_bytes() == before
    assert aside_path.stem.endswith("-hong")
    assert answers(store_path) == {"HO_SO": "5"}


@pytest.fixture
def crashed_store(backup_path, store_path, clock, tmp_path):
    """The file as a crash leaves it: the last edit is in the WAL only."""
    copy = tmp_path / "crashed" / store_path.name
    copy.parent.mkdir()
    with Store.open(store_path, clock=clock) as store:
        store.save(text_edit("7"))
        for suffix in ("", "-wal"):
            shutil.copyfile(f"{store_path}{suffix}", f"{copy}{suffix}")
    return copy


def test_the_wal_of_a_crashed_file_is_kept_with_it_and_then_gone(backup_path, crashed_store, clock):
    aside_path = restore_store(backup_path, crashed_store, clock=clock)
    assert answers(crashed_store) == {"HO_SO": "5"}
    assert aside_path is not None
    assert answers(aside_path) == {"HO_SO": "7"}


def test_the_wal_of_a_damaged_file_is_kept_beside_it(backup_path, crashed_store, clock):
    wal = crashed_store.with_name(f"{crashed_store.name}-wal")
    before = wal.read_bytes()
    crashed_store.write_bytes(b"broken".ljust(9000, b"?"))
    aside_path = restore_store(backup_path, crashed_store, clock=clock)
    assert aside_path is not None
    assert aside_path.with_name(f"{aside_path.name}-wal").read_bytes() == before
    assert answers(crashed_store) == {"HO_SO": "5"}


def test_names_of_backups_carry_the_moment(store_path, clock):
    clock.now = datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)
    create_started_store(store_path, clock).close()
    Store.open(store_path, clock=clock).close()
    assert list_backups(store_path)[0].path.name == "xã tân hội-20260102T030405000006Z.db"
