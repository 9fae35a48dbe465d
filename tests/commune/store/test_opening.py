"""A file is opened by one writer, after it was looked at; what is refused stays as it is."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from sqlite_utils import Database

from tests.factories.stores import UNIT, YEAR, create_started_store, text_edit
from xa_report.commune.store import database, schema
from xa_report.commune.store.backup import list_backups
from xa_report.commune.store.database import StoreSession, connect_for_writing
from xa_report.commune.store.fields import save_edits
from xa_report.commune.store.journal import append_event
from xa_report.commune.store.store import Store, open_for_writing
from xa_report.domain.item import Answer
from xa_report.errors import (
    EnvironmentFailedError,
    StoreBusyError,
    StoreDamagedError,
    StoreTooNewError,
    UsageError,
)

HOLD = """
import sys
from pathlib import Path
from xa_report.commune.store.store import Store
with Store.open(Path(sys.argv[1]), who="Trần Thị Bình"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def closed_store(store_path, clock):
    """A closed file with one answer."""
    with create_started_store(store_path, clock) as store:
        store.save(text_edit("5"))
    return store_path


def run_raw(path, *statements):
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        return [conn.execute(statement).fetchall() for statement in statements]


def test_every_commit_is_flushed_and_links_are_checked(closed_store):
    with closing(connect_for_writing(closed_store)) as db:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "application_id")
        values = [db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]
    assert values == ["wal", 2, 1, 0x58615265]


def test_a_closed_store_is_one_file(closed_store):
    assert {entry.name for entry in closed_store.parent.iterdir()} == {
        closed_store.name,
        f"{closed_store.name}.lock",
    }


def test_a_file_is_created_once_and_in_a_folder(closed_store, clock):
    before = closed_store.read_bytes()
    with pytest.raises(UsageError, match="Đã có tệp"):
        Store.create(closed_store, UNIT)
    with pytest.raises(UsageError, match="Không có thư mục"):
        Store.create(closed_store.parent / "không" / "a.db", UNIT)
    with pytest.raises(UsageError, match="Không có tệp"):
        Store.open(closed_store.with_name("không.db"))
    assert closed_store.read_bytes() == before


def test_a_second_writer_is_told_who_holds_the_file(closed_store):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, closed_store],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreBusyError) as refused:
            Store.open(closed_store)
        with Store.open(closed_store, read_only=True) as reader:
            assert reader.report(YEAR).answers == {"HO_SO": Answer("5")}
        holder.communicate()
    for word in ("Trần Thị Bình", str(holder.pid), closed_store.name, "chế độ chỉ đọc"):
        assert word in str(refused.value)
    Store.open(closed_store).close()


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL elsewhere")
def test_the_lock_of_a_crashed_writer_is_free(closed_store):
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, closed_store],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        Store.open(closed_store).close()


def test_one_process_cannot_write_through_two_doors(store, store_path):
    with pytest.raises(StoreBusyError, match="Nguyễn Văn An"):
        Store.open(store_path)
    store_path.with_name(f"{store_path.name}.holder").write_text("nửa chừng", "utf-8")
    with pytest.raises(StoreBusyError, match="một cửa sổ hoặc chương trình khác"):
        Store.open(store_path)


def test_a_reader_cannot_write_and_sees_what_is_written(store, store_path):
    with Store.open(store_path, read_only=True) as reader:
        assert (reader.read_only, store.read_only) == (True, False)
        store.save(text_edit("5"))
        assert reader.report(YEAR) == store.report(YEAR)
        assert reader.verify_log() == ()
        with pytest.raises(UsageError, match="chế độ chỉ đọc"):
            reader.save(text_edit("6"))
        with pytest.raises(UsageError, match="chế độ chỉ đọc"):
            reader.add_file(b"scan", "a.pdf")


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_in_a_folder_that_cannot_be_written_is_read(closed_store):
    closed_store.parent.chmod(0o500)
    try:
        with Store.open(closed_store, read_only=True) as reader:
            assert reader.report(YEAR).answers
        with pytest.raises(EnvironmentFailedError, match="Không khóa được"):
            Store.open(closed_store)
    finally:
        closed_store.parent.chmod(0o700)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_is_write_protected_is_refused_at_once(closed_store):
    closed_store.chmod(0o400)
    with pytest.raises(EnvironmentFailedError, match="thuộc tính chỉ đọc"):
        Store.open(closed_store)


def test_a_full_disk_is_a_sentence_and_costs_no_earlier_edit(closed_store, clock):
    session = open_for_writing(closed_store, "An", clock)
    session.db.conn.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size instead
    try:
        with pytest.raises(EnvironmentFailedError, match="Ổ đĩa đã đầy"):
            save_edits(session, [text_edit("dài " * 99999)], "edit")
        session.db.conn.execute("PRAGMA max_page_count = 99999")
        assert save_edits(session, [text_edit("6")], "edit")
    finally:
        session.close()
    with Store.open(closed_store, read_only=True) as store:
        assert store.report(YEAR).answers == {"HO_SO": Answer("6")}
        assert store.verify_log() == ()


def test_a_newer_file_is_refused_and_stays_as_it_is(closed_store):
    run_raw(
        closed_store,
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('xa-report-store', 's999_future', '2030')",
    )
    before = closed_store.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreTooNewError, match="phiên bản xa-report mới hơn"):
            Store.open(closed_store, read_only)
    assert closed_store.read_bytes() == before
    assert list_backups(closed_store) == ()
    assert not closed_store.with_name(f"{closed_store.name}.holder").exists()


def test_a_file_of_another_program_is_refused_and_stays_as_it_is(store_path):
    run_raw(store_path, "CREATE TABLE other (id)")
    before = store_path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(UsageError, match="không phải là tệp số liệu"):
            Store.open(store_path, read_only)
    assert store_path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to be read as one" * 99]
)
def test_what_is_no_database_is_called_damaged(store_path, content):
    store_path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(StoreDamagedError, match="khôi phục từ bản sao lưu"):
            Store.open(store_path, read_only)


def test_damage_inside_is_called_damaged(closed_store):
    content = bytearray(closed_store.read_bytes())
    content[4096:] = bytes(b"\xa5" * (len(content) - 4096))
    closed_store.write_bytes(content)
    with pytest.raises(StoreDamagedError, match="bị hỏng"):
        Store.open(closed_store)


def test_a_file_without_its_list_of_steps_is_called_damaged(closed_store):
    run_raw(closed_store, "DROP TABLE _sqlite_migrations")
    with pytest.raises(StoreDamagedError, match="bước nâng cấp"):
        Store.open(closed_store)


@pytest.fixture
def outdated_store(store_path, clock):
    """A file as the first step alone made it."""
    with closing(connect_for_writing(store_path)) as db:
        schema.steps.apply(db, stop_before="s002_events_are_append_only")
        database.save_owner(db.conn, UNIT)
        session = StoreSession(store_path, db, "An", clock, None)
        append_event(db.conn, session, "create", {"unit": database.unit_to_row(UNIT)})
    return store_path


def test_an_old_file_is_backed_up_then_upgraded(outdated_store, clock):
    with pytest.raises(EnvironmentFailedError, match="cần nâng cấp"):
        Store.open(outdated_store, read_only=True)
    with Store.open(outdated_store, clock=clock) as store:
        assert store.unit == UNIT
        assert store.verify_log() == ()
    after, before = list_backups(outdated_store)
    with closing(connect_for_writing(before.path)) as db:
        assert schema.steps.pending(db)[0].name == "s002_events_are_append_only"
    with closing(connect_for_writing(after.path)) as db:
        assert schema.steps.pending(db) == []


def test_a_step_that_fails_leaves_the_file_as_it_was(outdated_store, clock):
    run_raw(
        outdated_store,
        "CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT 1; END",
    )
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        Store.open(outdated_store, clock=clock)
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    assert run_raw(outdated_store, triggers) == [[("events_no_delete",)]]


def test_every_step_is_documented():
    with closing(Database(memory=True, execute_plugins=False)) as db:
        steps = schema.steps.pending(db)
    assert [step.fn.__doc__ for step in steps if not (step.fn.__doc__ or "").endswith(".")] == []


def test_the_log_refuses_to_be_rewritten(closed_store):
    for statement in ("UPDATE events SET who = 'x'", "DELETE FROM events"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            run_raw(closed_store, statement)
