"""The store as the workflow uses it.

1. What is typed comes back as a whole report, also after a restart.
2. A field is stored once: saving the same value again leaves no trace.
3. Many fields are stored together or not at all.
4. Closed reports, unknown definitions and unusable files are refused in a sentence.
"""

import sqlite3
from datetime import date
from decimal import Decimal
from hashlib import sha256

import pytest

from tests.factories.stores import (
    FORM,
    FORM_HASH,
    NOON,
    PLAN_HASH,
    QUARTER,
    UNIT,
    YEAR,
    create_started_store,
    text_edit,
)
from xa_report.commune.store import blobs
from xa_report.commune.store.edits import (
    FieldEdit,
    FieldKind,
    answer_edit,
    document_edit,
    evidence_edit,
    evidence_removal,
    explanation_edit,
    letterhead_edit,
    manual_edit,
    reason_edit,
)
from xa_report.commune.store.store import Store
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.report import ReportState
from xa_report.errors import StoreDamagedError, UsageError

COUNT = Item("HO_SO", "Hồ sơ", ItemKind.COUNT)


def fill(store):
    file = store.add_file(b"%PDF-1.7 scan", "báo cáo.pdf")
    for edit in [
        answer_edit(YEAR, COUNT, Answer(Decimal(482), as_of=date(2026, 11, 1), note="theo TTHC")),
        manual_edit(YEAR, "8.1", Decimal("1.25")),
        explanation_edit(YEAR, "3.2", "Do mất điện"),
        reason_edit(YEAR, "T014:HO_SO", "Sáp nhập thôn"),
        letterhead_edit(YEAR, "number", "31"),
        letterhead_edit(YEAR, "dated", date(2026, 11, 7)),
        letterhead_edit(YEAR, "copies", ("Như trên", "Lưu: VT")),
        evidence_edit(YEAR, "3.10", file.sha256),
        evidence_edit(YEAR, "3.2", file.sha256, "4", "đúng hạn 96,4 %"),
        document_edit(
            YEAR, file.sha256, CitedDocument("31/BC-UBND", date(2026, 11, 7), "UBND xã", "CCHC")
        ),
    ]:
        store.save(edit)
    return file


def test_what_is_typed_comes_back_after_a_restart(store_path, clock):
    with create_started_store(store_path, clock) as store:
        file = fill(store)
        before = store.report(YEAR)
    with Store.open(store_path, clock=clock) as store:
        report = store.report(YEAR)
        assert store.file_bytes(file.sha256) == b"%PDF-1.7 scan"
    assert report == before
    assert (report.unit, report.period) == (UNIT, YEAR)
    assert (report.form_sha256, report.plan_sha256) == (FORM_HASH, (PLAN_HASH,))
    assert report.answers["HO_SO"].value == Decimal(482)
    assert report.answers["HO_SO"].as_of == date(2026, 11, 1)
    assert report.manual == {"8.1": Decimal("1.25")}
    assert report.explanations == {"3.2": "Do mất điện"}
    assert report.reasons == {"T014:HO_SO": "Sáp nhập thôn"}
    assert (report.letterhead.number, report.letterhead.dated) == ("31", date(2026, 11, 7))
    assert report.letterhead.copies == ("Như trên", "Lưu: VT")
    assert [link.criterion for link in report.evidence] == ["3.2", "3.10"]
    assert report.evidence_of("3.2")[0].page == "4"
    assert report.evidence_of("3.2")[0].file.document.number == "31/BC-UBND"
    assert (report.state, report.sequence) == (ReportState.DRAFT, 1)


def test_a_change_says_who_when_and_what(store):
    first = store.save(text_edit("5"))
    second = store.save(text_edit("6"))
    assert (second.who, second.at) == ("Nguyễn Văn An", NOON)
    assert (second.before, second.after) == (first.after, {"kind": "text", "value": "6"})
    assert store.history(YEAR, FieldKind.ANSWER, "HO_SO") == (first, second)
    assert store.history(period=QUARTER) == ()
    assert store.history(id="KHAC") == ()


def test_the_same_value_again_leaves_no_trace(store):
    store.save(text_edit("5"))
    head = store.log_head()
    assert store.save(text_edit("5")) is None
    assert store.save_many([], "rỗng") == ()
    assert store.log_head() == head


def test_an_emptied_field_is_gone(store):
    store.save(text_edit("5"))
    change = store.save(FieldEdit(YEAR, FieldKind.ANSWER, "HO_SO", None))
    assert change.after is None
    assert store.report(YEAR).answers == {}


def test_texts_are_stored_composed_and_whole(store):
    store.save(explanation_edit(YEAR, "3.2", "Hội \ud800!"))
    assert store.report(YEAR).explanations == {"3.2": "Hội \ufffd!"}
    assert store.save(explanation_edit(YEAR, "3.2", "Hội \ufffd!")) is None


def test_many_fields_are_one_step(store):
    changes = store.save_many([text_edit("1", "A"), text_edit("2", "B")], "nạp tệp")
    assert len({change.step for change in changes}) == 1
    assert len(store.undo(YEAR)) == 2
    assert store.report(YEAR).answers == {}


def test_many_fields_are_stored_together_or_not_at_all(store):
    head = store.log_head()
    with pytest.raises(UsageError, match="Tài liệu kiểm chứng chưa có"):
        store.save_many([text_edit("1"), evidence_edit(YEAR, "3.2", "0" * 64)], "nạp tệp")
    assert store.report(YEAR).answers == {}
    assert store.log_head() == head


def test_a_removed_proof_can_be_brought_back(store):
    file = store.add_file(b"scan", "a.pdf")
    store.save(evidence_edit(YEAR, "3.2", file.sha256, "4"))
    store.save(evidence_removal(YEAR, "3.2", file.sha256))
    assert store.report(YEAR).evidence == ()
    store.undo(YEAR)
    assert store.report(YEAR).evidence[0].page == "4"


@pytest.mark.parametrize(
    "state", sorted(set(ReportState) - {ReportState.DRAFT, ReportState.RETURNED})
)
def test_a_closed_report_is_not_edited(store, state):
    store.save(text_edit("5"))
    store.set_state(YEAR, state)
    for attempt in (
        lambda: store.save(text_edit("6")),
        lambda: store.undo(YEAR),
        lambda: store.redo(YEAR),
    ):
        with pytest.raises(UsageError, match="năm 2026 đang ở trạng thái"):
            attempt()
    store.set_state(YEAR, ReportState.RETURNED)
    assert store.save(text_edit("6"))


def test_coming_back_from_outside_counts_up(store):
    states = ["ready", "signed", "draft", "exported", "received", "returned", "exported", "draft"]
    counted = []
    for state in states:
        store.set_state(YEAR, ReportState(state))
        counted.append(store.report(YEAR).sequence)
    assert counted == [1, 1, 1, 1, 1, 2, 2, 3]


def test_the_same_state_again_leaves_no_trace(store):
    head = store.log_head()
    store.set_state(YEAR, ReportState.DRAFT)
    assert store.log_head() == head


def test_periods_stand_in_the_order_of_time(store_path, clock):
    texts = ["2026", "2026-Q4", "2025", "2026-Q1", "2026-H1", "2026-Q2"]
    with create_started_store(store_path, clock, *map(Period.parse, texts)) as store:
        assert [str(period) for period in store.periods()] == [
            "2025",
            "2026-Q1",
            "2026-Q2",
            "2026-H1",
            "2026-Q4",
            "2026",
        ]


def test_a_period_is_started_once_and_before_it_is_used(store):
    with pytest.raises(UsageError, match="Đã có báo cáo năm 2026"):
        store.start_report(YEAR, FORM_HASH)
    for attempt in (
        lambda: store.report(QUARTER),
        lambda: store.save(text_edit("5", period=QUARTER)),
        lambda: store.set_state(QUARTER, ReportState.READY),
    ):
        with pytest.raises(UsageError, match="Chưa có báo cáo quý I năm 2026"):
            attempt()


def test_a_report_needs_stored_definitions(store):
    with pytest.raises(UsageError, match="không phải là bộ tiêu chí"):
        store.start_report(QUARTER, PLAN_HASH)
    with pytest.raises(UsageError, match="không phải là kế hoạch"):
        store.start_report(QUARTER, FORM_HASH, ["f" * 64])
    assert store.periods() == (YEAR,)


def test_the_hash_of_a_definition_decides(store):
    store.definitions.put("form", "bieu", "1", FORM, FORM_HASH)
    assert store.definitions.canonical(FORM_HASH) == FORM
    store.definitions.put("form", "bieu", "2", b"2", sha256(b"2").hexdigest())
    assert store.definitions.hashes("form") == (FORM_HASH, sha256(b"2").hexdigest())
    assert store.definitions.hashes("plan") == (PLAN_HASH,)
    other = "6a09e667" * 8
    with pytest.raises(UsageError, match="không khớp mã băm"):
        store.definitions.put("form", "bieu", "1", FORM, other)
    with pytest.raises(UsageError, match="nội dung khác"):
        store.definitions.put("form", "bieu", "1", *_with_hash(b"sua"))
    with pytest.raises(UsageError, match="Không có bộ tiêu chí"):
        store.definitions.canonical(other)


def _with_hash(content):
    return content, sha256(content).hexdigest()


def test_a_file_is_stored_once_and_linked_often(store, tmp_path):
    source = tmp_path / "quyết định.docx"
    source.write_bytes(b"PK content")
    first, again = store.add_file(source), store.add_file(b"PK content", "bản sao.docx")
    assert first == again == store.files()[0]
    assert (first.name, first.size) == ("quyết định.docx", 10)
    assert first.mediatype.endswith("wordprocessingml.document")
    for code in ("1.1", "1.2"):
        store.save(evidence_edit(YEAR, code, first.sha256))
    assert len(store.report(YEAR).evidence) == 2


def test_unusable_files_are_refused(store, tmp_path, monkeypatch):
    with pytest.raises(UsageError, match=r"“rỗng.pdf” rỗng"):
        store.add_file(b"", "rỗng.pdf")
    with pytest.raises(UsageError, match="đã bị xóa"):
        store.add_file(tmp_path / "mất.pdf")
    with pytest.raises(UsageError, match="Không đọc được"):
        store.add_file(tmp_path)
    monkeypatch.setattr(blobs, "MAX_EVIDENCE_BYTES", 2**20)
    with pytest.raises(UsageError, match="lớn hơn 1 MB"):
        store.add_file(bytes(2**20 + 1), "to.pdf")
    with pytest.raises(UsageError, match="Không có tài liệu"):
        store.file_bytes("0" * 64)


def test_a_value_that_is_none_is_damage(store, store_path):
    store.save(text_edit("5"))
    with sqlite3.connect(store_path) as conn:
        conn.execute('UPDATE fields SET value = \'{"kind":"count","value":"năm"}\'')
    conn.close()
    with pytest.raises(StoreDamagedError, match=r"báo cáo năm 2026.*khôi phục"):
        store.report(YEAR)


def test_edits_of_two_periods_are_not_one_step(store):
    with pytest.raises(ValueError, match="several periods"):
        store.save_many([text_edit("1"), text_edit("1", period=QUARTER)], "nạp")
