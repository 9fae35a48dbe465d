"""Whatever is changed in the file behind the program's back is found."""
# ruff: noqa: S608 - tables and columns are named by the schema itself

import sqlite3
from dataclasses import replace

import pytest

from tests.factories.stores import QUARTER, YEAR, create_started_store, text_edit
from xa_report.commune.store.edits import FieldKind, evidence_edit, explanation_edit
from xa_report.commune.store.integrity import find_store_faults
from xa_report.commune.store.journal import iter_events
from xa_report.commune.store.receipt_rows import IncomingReceipt
from xa_report.domain.canonical_json import dump_normalized, loads
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState

TABLES = [
    "unit",
    "definitions",
    "reports",
    "report_plans",
    "fields",
    "history",
    "events",
    "files",
    "outputs",
    "receipts",
    "unlocked",
]


@pytest.fixture
def used_store(store_path, clock):
    """A file in which everything happened once; opened raw, with all guards taken away."""
    with create_started_store(store_path, clock, YEAR, QUARTER) as store:
        store.save_many([text_edit("1", "A"), text_edit("2", "B")], "nạp tệp")
        for text in ("1", "2", "3", "4"):
            store.save(explanation_edit(YEAR, "3.2", text))
        store.undo(YEAR)
        store.undo(YEAR)
        store.redo(YEAR)
        store.save(text_edit("9", "A"))
        store.save(explanation_edit(YEAR, "3.3", "bỏ"))
        store.undo(YEAR)
        store.save(evidence_edit(YEAR, "3.2", store.add_file(b"scan", "a.pdf").sha256))
        store.set_state(YEAR, ReportState.READY)
        report = store.report(YEAR)
        first = {"bao-cao.pdf": b"first", "bao-cao.xlsx": b"book"}
        store.put_outputs(report, first, ReportState.READY)
        store.put_outputs(report, {"bao-cao.pdf": b"signed"}, ReportState.READY)
        assert store.outputs(report) == {"bao-cao.pdf": b"signed", "bao-cao.xlsx": b"book"}
        opened = [(FieldKind.EXPLANATION, "3.2"), (FieldKind.ANSWER, "A")]
        store.receipts.apply(
            IncomingReceipt(
                YEAR, 1, 1, ReceiptKind.RETURNED, b"%PDF", ReportState.RETURNED, 2, opened
            )
        )
        assert store.verify_log() == ()
    conn = sqlite3.connect(store_path, isolation_level=None)
    for statement in (
        "DROP TRIGGER events_no_update",
        "DROP TRIGGER events_no_delete",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA ignore_check_constraints = ON",
    ):
        conn.execute(statement)
    yield conn
    conn.close()


def key_of(conn, table):
    columns = conn.execute(f"PRAGMA table_info({table})").fetchall()
    return [column[1] for column in columns if column[5]], [column[1] for column in columns]


def other(value):
    if isinstance(value, int):
        return value + 1000
    if isinstance(value, bytes):
        return value + b"."
    return "[]" if value is None else value + "x"


def damages(conn, table):
    """Yield a place and a statement for every cell and every row of a table."""
    keys, columns = key_of(conn, table)
    where = " AND ".join(f"{key} = ?" for key in keys)
    for row in conn.execute(f"SELECT * FROM {table}").fetchall():
        cells = dict(zip(columns, row, strict=True))
        key = [cells[name] for name in keys]
        yield (table, key, "deleted"), f"DELETE FROM {table} WHERE {where}", key
        for name, value in cells.items():
            changed = other(value)
            if (table, name) == ("history", "target") and value is None:
                changed = 7
            statement = f"UPDATE {table} SET {name} = ? WHERE {where}"
            yield (table, key, name), statement, [changed, *key]


@pytest.mark.parametrize("table", TABLES)
def test_every_cell_and_row_is_guarded(used_store, table):
    assert find_store_faults(used_store) == ()
    tried, unseen = 0, []
    for damage, statement, values in damages(used_store, table):
        used_store.execute("BEGIN")
        assert used_store.execute(statement, values).rowcount == 1
        if not find_store_faults(used_store):
            unseen.append(damage)
        used_store.execute("ROLLBACK")
        tried += 1
    assert tried > 0
    assert unseen == []


def test_added_rows_are_found(used_store):
    for table in ("fields", "history", "files", "definitions", "reports", "outputs", "receipts"):
        used_store.execute("BEGIN")
        row = list(used_store.execute(f"SELECT * FROM {table}").fetchone())
        row = ["thêm" if isinstance(value, str) else value for value in row]
        row[0] = 999 if table in ("history", "definitions") else row[0]
        used_store.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
        assert any("được thêm" in fault for fault in find_store_faults(used_store)), table
        used_store.execute("ROLLBACK")


def test_a_fault_says_where_and_what_to_do(used_store):
    used_store.execute("UPDATE fields SET value = '\"6\"' WHERE kind = 'answer' AND id = 'A'")
    assert find_store_faults(used_store) == (
        "Kỳ 2026, số liệu “A”: đã bị sửa ngoài chương trình. "
        "Hãy đối chiếu với bản sao lưu gần nhất.",
    )


def rechain(conn, change):
    """Rewrite the log with a change and correct hashes, as a skilled forger would."""
    previous = "0" * 64
    for event, _ in list(iter_events(conn)):
        event = replace(change(event), previous=previous)
        previous = event.hash
        conn.execute(
            "UPDATE events SET (who, what, payload, previous, hash) = (?, ?, ?, ?, ?) "
            "WHERE seq = ?",
            (event.who, event.what, event.payload, event.previous, previous, event.seq),
        )


@pytest.mark.parametrize(
    "forged",
    [
        lambda event: replace(event, what="khác"),
        lambda event: replace(event, payload="[]"),
        lambda event: replace(event, payload="không phải JSON"),
        lambda event: replace(event, payload='{"act":"redo","period":"2026","target":1}'),
    ],
)
def test_a_log_that_contradicts_itself_is_found(used_store, forged):
    rechain(used_store, lambda event: forged(event) if event.seq == 8 else event)
    assert find_store_faults(used_store) != ()


def test_a_log_that_was_written_anew_tells_other_things_than_the_tables(used_store):
    def forged(event):
        if event.what != "change":
            return event
        payload = loads(event.payload) | {"why": "khác"}
        return replace(event, payload=dump_normalized(payload), who="Người khác")

    before = used_store.execute("SELECT hash FROM events ORDER BY seq DESC").fetchone()
    rechain(used_store, forged)
    assert any("Lịch sử" in fault for fault in find_store_faults(used_store))
    assert used_store.execute("SELECT hash FROM events ORDER BY seq DESC").fetchone() != before
