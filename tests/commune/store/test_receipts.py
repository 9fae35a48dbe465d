"""A receipt moves its report in one transaction, and opens just the fields that it names."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.factories.stores import YEAR, create_started_store, text_edit
from xa_report.commune.store.edits import (
    FieldKind,
    document_edit,
    evidence_edit,
    evidence_removal,
    explanation_edit,
    letterhead_edit,
    manual_edit,
    reason_edit,
)
from xa_report.commune.store.receipt_rows import IncomingReceipt, StoredReceipt
from xa_report.commune.store.store import Store
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.receipt import ReceiptKind
from xa_report.domain.report import ReportState
from xa_report.errors import UsageError

OPENED = (
    (FieldKind.ANSWER, "A"), (FieldKind.MANUAL, "3.2"), (FieldKind.EXPLANATION, "3.2"),
    (FieldKind.EVIDENCE, "3.2"),
)  # fmt: skip


def coming(kind=ReceiptKind.RETURNED, number=1, state=ReportState.RETURNED, opened=OPENED):
    return IncomingReceipt(YEAR, 1, number, kind, f"%PDF {number}".encode(), state, 2, opened)


@pytest.fixture
def returned_report(store):
    """A report with fields in an open and a closed criterion, returned for 3.2."""
    store.save_many([text_edit("1", "A"), text_edit("2", "B")], "nhập")
    shared, own = (store.add_file(name.encode(), f"{name}.pdf").sha256 for name in "xy")
    store.save(evidence_edit(YEAR, "3.2", shared))
    store.save(evidence_edit(YEAR, "3.3", shared))
    store.save(evidence_edit(YEAR, "3.2", own))
    store.set_state(YEAR, ReportState.EXPORTED)
    store.receipts.apply(coming())
    return store, shared, own


def test_a_receipt_is_kept_and_moves_its_report(returned_report):
    store, *_ = returned_report
    report = store.report(YEAR)
    assert (report.state, report.sequence) == (ReportState.RETURNED, 2)
    (stored,) = store.receipts.of_period(YEAR)
    assert stored == StoredReceipt(1, 1, ReceiptKind.RETURNED, stored.sha256)
    assert store.receipts.content(YEAR, 1) == b"%PDF 1"
    assert store.receipts.open_fields(YEAR) == frozenset(OPENED)
    assert store.verify_log() == ()
    with pytest.raises(UsageError, match="số 9"):
        store.receipts.content(YEAR, 9)


def test_a_number_is_applied_once_and_nothing_is_left_of_a_failure(returned_report):
    store, *_ = returned_report
    head = store.log_head()
    with pytest.raises(sqlite3.IntegrityError):
        store.receipts.apply(coming(state=ReportState.ACCEPTED))
    assert store.report(YEAR).state is ReportState.RETURNED
    assert store.log_head() == head


def test_settling_takes_back_what_was_typed_since_and_all_of_it_or_nothing(returned_report):
    store, _, own = returned_report
    seq, before = store.log_head().seq, store.report(YEAR)
    store.save(explanation_edit(YEAR, "3.2", "Đã bổ sung."))
    store.save_many([text_edit("7", "A"), evidence_removal(YEAR, "3.2", own)], "sửa")
    store.save_many([letterhead_edit(YEAR, "number", "45"), text_edit("8", "A")], "sửa nữa")
    head, typed_now = store.log_head(), store.report(YEAR)
    with pytest.raises(sqlite3.IntegrityError):  # the number is taken
        store.receipts.settle(coming(state=ReportState.ACCEPTED), seq)
    assert (store.log_head(), store.report(YEAR)) == (head, typed_now)
    final = IncomingReceipt(YEAR, 1, 2, ReceiptKind.ACCEPTED, b"%PDF 2", ReportState.ACCEPTED, 1)
    store.receipts.settle(final, seq)
    assert store.report(YEAR) == replace(before, state=ReportState.ACCEPTED, sequence=1)
    store.set_state(YEAR, ReportState.DRAFT)
    assert len(store.undo(YEAR)) == 4  # one step
    assert store.report(YEAR).answers == typed_now.answers
    assert store.verify_log() == ()


def test_files_of_a_report_that_cannot_be_moved_on_are_not_kept(returned_report, store_path):
    store, *_ = returned_report
    report = replace(store.report(YEAR), sequence=4)
    stop = "CREATE TRIGGER stop BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'x'); END"
    with closing(sqlite3.connect(store_path, isolation_level=None)) as conn:
        conn.execute(stop)
        with pytest.raises(sqlite3.IntegrityError):
            store.put_outputs(report, {"bao-cao.pdf": b"%PDF"}, ReportState.EXPORTED)
        conn.execute("DROP TRIGGER stop")
    assert store.outputs(report) == {}
    assert store.verify_log() == ()


def test_a_number_that_was_signed_is_not_given_again(returned_report):
    store, *_ = returned_report
    report = replace(store.report(YEAR), sequence=4)
    store.put_outputs(report, {"bao-cao.pdf": b"%PDF"}, store.report(YEAR).state)
    assert store.next_sequence(YEAR) == 5
    store.set_state(YEAR, ReportState.EXPORTED)
    store.set_state(YEAR, ReportState.DRAFT)
    assert store.report(YEAR).sequence == 5


def test_a_file_from_before_is_upgraded_and_keeps_its_log(store_path, clock):
    """A file as the version before wrote it: without the step's tables and without its record."""
    create_started_store(store_path, clock).close()
    with closing(sqlite3.connect(store_path)) as conn:
        conn.executescript("DROP TABLE unlocked; DROP TABLE receipts")
        conn.execute("DELETE FROM _sqlite_migrations WHERE name = 's004_receipts'")
        conn.commit()
    with Store.open(store_path) as store:
        assert store.receipts.of_period(YEAR) == ()
        store.set_state(YEAR, ReportState.EXPORTED)
        store.receipts.apply(coming())
        assert store.verify_log() == ()


def open_edits(own):
    return [
        text_edit("9", "A"), manual_edit(YEAR, "3.2", Decimal(1)),
        explanation_edit(YEAR, "3.2", "giải trình"),
        evidence_edit(YEAR, "3.2", own, "tr. 3"), evidence_removal(YEAR, "3.2", own),
        document_edit(YEAR, own, CitedDocument("5/BC")), reason_edit(YEAR, "C101", "vì"),
        letterhead_edit(YEAR, "number", "12"),
    ]  # fmt: skip


def closed_edits(shared):
    return [
        text_edit("9", "B"), text_edit("9", "MOI"), manual_edit(YEAR, "3.3", Decimal(1)),
        explanation_edit(YEAR, "3.3", "giải trình"), explanation_edit(YEAR, "3.20", "khác"),
        evidence_edit(YEAR, "3.3", shared, "tr. 3"), evidence_removal(YEAR, "3.3", shared),
        document_edit(YEAR, shared, CitedDocument("5/BC")),
    ]  # fmt: skip


def test_open_fields_are_edited(returned_report):
    store, _, own = returned_report
    for edit in open_edits(own):
        assert store.save(edit) is not None, edit
    assert store.verify_log() == ()


def test_closed_fields_are_refused_and_told(returned_report):
    store, shared, _ = returned_report
    before = store.report(YEAR), store.log_head()
    for edit in closed_edits(shared):
        with pytest.raises(UsageError, match=r"chỉ mở lại tiêu chí 3\.2,"):
            store.save(edit)
        with pytest.raises(UsageError):
            store.save_many([text_edit("8", "A"), edit], "nạp tệp")
    assert (store.report(YEAR), store.log_head()) == before


def test_what_stays_as_it_is_may_be_said_again(returned_report):
    """A whole workbook may be filled in once more as long as it moves only what is open."""
    store, *_ = returned_report
    changes = store.save_many([text_edit("8", "A"), text_edit("2", "B")], "nạp tệp")
    assert [change.id for change in changes] == ["A"]


def test_undo_does_not_reach_behind_the_submission(returned_report):
    store, *_ = returned_report
    store.save(text_edit("8", "A"))
    assert store.undo(YEAR)
    store.undo(YEAR)  # the evidence of 3.2
    with pytest.raises(UsageError, match=r"3\.3"):
        store.undo(YEAR)
    assert store.verify_log() == ()


def test_the_lock_holds_until_the_province_answers_again(returned_report):
    store, *_ = returned_report
    for state in (ReportState.READY, ReportState.EXPORTED, ReportState.DRAFT):
        store.set_state(YEAR, state)
    with pytest.raises(UsageError):
        store.save(text_edit("9", "B"))
    store.receipts.apply(coming(ReceiptKind.RECEIVED, 2, ReportState.DRAFT, ()))
    assert store.receipts.open_fields(YEAR) is None
    assert store.save(text_edit("9", "B"))
