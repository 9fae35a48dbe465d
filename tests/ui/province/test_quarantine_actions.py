"""What is done with one file that is kept apart, from its card."""

import pytest

from tests.factories import received_files
from tests.ui.keyboard import Key, press, replace_text
from tests.ui.province.scripted_answers import ScriptedReason
from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonDialog, ReasonInput
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.register_setup import add_register_definitions, create_register

LONG = 60000
QUESTION = Confirmation("Tên", "Làm gì.", "Ví dụ", "Làm", agreement="Tôi đồng ý")


@pytest.fixture
def untrusting_register(received_packages, tmp_path):
    """A register that cannot tell whose signatures these are, with one package kept apart."""
    path = tmp_path / "chua-tin.xaprov"
    register = create_register(str(path), "80", who="Lê Thị Mai")
    add_register_definitions(register, [received_files.FORM, received_files.PLAN])
    examined_files = list(examine_files(register, received_packages.packages[:1]))
    list(import_examined(register, examined_files))
    return path


def opened_at(opened, path, **ask):
    window = opened(path, received_files.NOW, **ask)
    window.navigator.show_page(window.intake)
    return window, window.intake


def ended(page, qtbot):
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=LONG)


def test_a_file_is_taken_in_when_somebody_agrees_and_says_why(
    open_province_window, untrusting_register, qtbot
):
    note = ScriptedReason(ReasonInput("Đã đối chiếu bản giấy.", agreed=True))
    window, page = opened_at(open_province_window, untrusting_register, ask_reason=note)
    (line,) = window.session.quarantine
    assert line.code == "N09"
    page.lists.card.release.click()
    assert note.asked[0].agreement
    ended(page, qtbot)
    assert (window.session.overview.sent_count, window.session.quarantine) == (1, ())
    assert page.lists.heading.text() == "Đã kiểm tra lại và nhận vào sổ."
    assert [one.taken for one in page.lists.files.rows] == [True]


def test_a_file_that_still_has_something_against_it_stays(
    open_province_window, untrusting_register, qtbot
):
    window, page = opened_at(
        open_province_window, untrusting_register, ask_reason=ScriptedReason(ReasonInput())
    )
    page.lists.card.release.click()
    ended(page, qtbot)
    assert (window.session.overview.sent_count, len(window.session.quarantine)) == (0, 1)
    assert "vẫn được giữ riêng" in page.lists.heading.text()
    assert page.lists.files.rows[0].held


def test_a_file_that_was_dealt_with_is_closed(open_province_window, untrusting_register):
    note = ScriptedReason(ReasonInput("Xã gửi lại bằng công văn."))
    window, page = opened_at(open_province_window, untrusting_register, ask_reason=note)
    page.lists.card.settle.click()
    assert note.asked[0].is_required
    assert window.session.quarantine == ()
    assert page.lists.empty.isVisibleTo(page)
    assert window.header.tabs.tabText(0) == "Tiếp nhận"


@pytest.mark.parametrize("act", ["release", "settle"])
def test_who_does_not_want_it_changes_nothing(open_province_window, untrusting_register, act):
    window, page = opened_at(
        open_province_window, untrusting_register, ask_reason=ScriptedReason(None)
    )
    getattr(page.lists.card, act).click()
    assert not page.progress.is_busy
    assert len(window.session.quarantine) == 1


def test_a_file_is_copied_out_unchanged_and_never_over_another(
    open_province_window, untrusting_register, received_packages, tmp_path
):
    folder = tmp_path / "ra"
    folder.mkdir()
    _, page = opened_at(
        open_province_window, untrusting_register, choose_copy_folder=lambda _: folder
    )
    page.lists.card.file.click()
    copied = folder / received_packages.packages[0].name
    assert copied.read_bytes() == received_packages.packages[0].read_bytes()
    assert not page.fault.isVisibleTo(page)
    page.lists.card.file.click()
    assert "Đã có tệp" in page.fault.text()


def test_enter_on_a_file_leads_to_what_can_be_done(open_province_window, untrusting_register):
    _, page = opened_at(open_province_window, untrusting_register)
    press(page.lists.quarantine_table, Key.Key_Return)
    assert page.lists.card.sheet.hasFocus()


def test_what_is_agreed_to_needs_a_reason(qtbot):
    dialog = ReasonDialog(QUESTION)
    qtbot.addWidget(dialog)
    dialog.agreement_box.setChecked(True)
    dialog.submit_button.click()
    assert dialog.fault_label.isVisibleTo(dialog)
    assert dialog.result() == 0
    replace_text(dialog.line, "đã gọi điện")
    dialog.submit_button.click()
    assert (dialog.result(), dialog.reason_input()) == (1, ReasonInput("đã gọi điện", agreed=True))


def test_a_question_without_agreement_may_go_without_a_reason(qtbot):
    dialog = ReasonDialog(QUESTION)
    qtbot.addWidget(dialog)
    dialog.submit_button.click()
    assert dialog.result() == 1


def test_who_has_not_sent_but_has_a_file_kept_apart_is_seen(
    open_province_window, untrusting_register, received_packages
):
    window, _ = opened_at(open_province_window, untrusting_register)
    rows = window.tracking.model
    index = rows.index_of(received_packages.units[0].code).siblingAtColumn(1)
    assert index.data() == "có tệp giữ riêng"
    assert index.data(3).startswith("Giữ riêng số 1: ")
    other = rows.index_of(received_packages.units[1].code).siblingAtColumn(1)
    assert (other.data(), other.data(3)) == ("–", "")
