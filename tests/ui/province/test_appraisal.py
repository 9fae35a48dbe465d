"""One commune's criteria: what is shown, and points with a reason."""

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6 import QtWidgets

from tests.factories import received_files, registers
from tests.ui.keyboard import Key, press, replace_text
from xa_report.domain.province.appraisal import CaseKey, CaseState, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.province.appraisal import commands
from xa_report.workflow.province.case_sheet import load_case_sheet
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.register_setup import open_register

OPEN, CLOSED = 5, 0


@pytest.fixture
def page(province_window):
    province_window.navigator.show_page(province_window.appraisal)
    return province_window.appraisal


def open_at(page, number, code):
    page.header.communes.activated.emit(number)
    page.table.setCurrentIndex(page.model.index_of(code))
    return page.selected_row


def give(page, points, code=None, text=""):
    editor = page.panel.editor
    replace_text(editor.points, points)
    editor.code.setCurrentIndex(editor.code.findData(code) if code else 0)
    replace_text(editor.text, text)
    editor.save_button.click()


def kept(province_register, page):
    unit = page.case.sheet.unit.code
    lines = load_case_sheet(province_register, CaseKey(unit, registers.YEAR)).rows
    return next(line for line in lines if line.code == page.selected_row.code)


def test_a_criterion_shows_all_rounds_and_the_reason(page):
    open_at(page, CLOSED, "1.1.1")
    shown = [page.model.index_of("1.1.1").siblingAtColumn(n).data() for n in range(6)]
    assert shown == ["    " * 2 + "1.1.1  Ban hành kế hoạch kịp thời", "1,00", "1,00", "0,50",
                     "▼ 0,50", "T03"]  # fmt: skip
    assert page.panel.points_label.text() == "0,50"
    assert "T03" in page.panel.why_label.text()
    assert registers.WHY.text in page.panel.why_label.text()
    assert page.panel.reason_label.text()


def test_points_are_kept_with_their_reason_and_shown_everywhere(
    province_window, page, province_register
):
    open_at(page, OPEN, "1.1.1")
    give(page, "0,25", DifferenceCode.NO_EVIDENCE, "Không có văn bản.")
    line = kept(province_register, page)
    assert (line.points, line.why.code) == (Decimal("0.25"), DifferenceCode.NO_EVIDENCE)
    assert page.panel.points_label.text() == "0,25"
    assert page.selected_row.code == "1.1.1"
    assert page.case.sheet.state is CaseState.APPRAISING
    unit = page.case.sheet.unit.code
    assert province_window.session.overview.status_of(unit).state is CaseState.APPRAISING
    assert page.panel.editor.clear_button.isEnabled()
    page.panel.editor.clear_button.click()
    assert kept(province_register, page).fixed is None
    assert not page.panel.editor.clear_button.isEnabled()


@pytest.mark.parametrize(
    ("points", "code", "sentence"),
    [
        ("một", DifferenceCode.LATE, "“một” không phải là số"),
        ("", DifferenceCode.LATE, "Điểm cần là một số"),
        ("0,5", None, "Hãy chọn mã lý do"),
        ("0,5", DifferenceCode.OTHER, "T99 cần ghi rõ nội dung"),
        ("7", DifferenceCode.LATE, "khoảng 0 đến 1"),
    ],
)
def test_what_is_not_taken_is_told_and_stays_typed(page, province_register, points, code, sentence):
    open_at(page, OPEN, "1.1.1")
    give(page, points, code)
    assert sentence in page.panel.editor.fault_label.text()
    assert page.panel.editor.points.text() == points
    assert kept(province_register, page).fixed is None


def test_who_was_slower_is_told_and_sees_the_others_points_after_f5(
    province_window, page, province_register
):
    open_at(page, OPEN, "1.1.1")
    registers.appraise_points(province_register, page.case.sheet.unit.code, {"1.1.1": "0.75"})
    give(page, "0,25", DifferenceCode.LATE)
    assert page.panel.editor.fault_label.text()
    assert kept(province_register, page).points == Decimal("0.75")
    province_window.session.refresh()
    assert page.panel.points_label.text() == "0,75"
    assert page.panel.editor.points.text() == "0,75"


def test_a_closed_case_cannot_be_changed(page):
    open_at(page, CLOSED, "1.1.1")
    editor = page.panel.editor
    assert not any(w.isVisible() for w in (editor.points, editor.save_button, editor.clear_button))
    press(page.table, Key.Key_Return)
    assert page.table.hasFocus()


def test_what_was_returned_says_that_it_is_awaited(province_window, page, province_register):
    code = province_window.session.overview.ranking.ranked[0].candidate.unit.code
    why = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Bổ sung biên bản đối thoại thứ hai.")
    commands.return_criteria(
        province_register, CaseKey(code, registers.YEAR), [ReopenedCriterion("1.7", why)]
    )
    province_window.session.refresh()
    province_window.navigator.open_commune(code)
    page.table.setCurrentIndex(page.model.index_of("1.7"))
    reason = page.model.index(page.table.currentIndex().row(), 5)
    assert reason.data() == "chờ bổ sung"
    assert reason.data(3).startswith("Đã trả lại, chờ xã bổ sung.")
    assert page.panel.return_label.isVisibleTo(page)
    assert "1 chờ xã bổ sung" in province_window.footer.text_label.text()
    page.table.setCurrentIndex(page.model.index_of("1.6"))
    assert not page.panel.return_label.isVisibleTo(page)


def test_enter_goes_to_the_points_and_an_area_has_none(page):
    open_at(page, OPEN, "1.1.1")
    press(page.table, Key.Key_Return)
    assert page.panel.editor.points.hasFocus()
    open_at(page, OPEN, "1")
    assert not page.panel.editor.isVisible()
    press(page.table, Key.Key_Return)
    assert not page.panel.editor.points.hasFocus()


def test_typing_survives_what_others_do_elsewhere(province_window, page, province_register):
    open_at(page, OPEN, "1.1.1")
    replace_text(page.panel.editor.points, "0,3")
    registers.appraise_points(
        province_register,
        province_window.session.overview.communes[OPEN + 1].unit.code,
        {"1.1.1": "0"},
    )
    province_window.session.refresh()
    assert page.panel.editor.points.text() == "0,3"


def test_communes_are_gone_through(province_window, page):
    first = page.case.sheet.unit.code
    page.header.next_button.click()
    assert page.case.sheet.unit.code != first
    page.header.previous_button.click()
    assert page.case.sheet.unit.code == first
    assert not page.header.previous_button.isEnabled()
    page.header.communes.activated.emit(11)
    assert page.case.sheet.unit == province_window.session.overview.communes[11].unit
    assert not page.header.next_button.isEnabled()


def test_documents_are_listed_and_opened_read_only(
    open_province_window, empty_register, received_packages, qtbot
):
    register = open_register(str(empty_register))
    list(import_examined(register, list(examine_files(register, received_packages.packages[:1]))))
    shown: list[Path] = []
    window = open_province_window(empty_register, received_files.NOW, open_path=shown.append)
    window.navigator.show_page(window.appraisal)
    page = window.appraisal
    (button,) = page.panel.open_buttons
    assert button.accessibleName().startswith("Mở: ")
    button.click()
    (path,) = shown
    assert path.read_bytes().startswith(b"%PDF-1.7 made up")
    assert not path.stat().st_mode & 0o222


def test_a_document_that_is_not_there_is_told(province_window, page):
    open_at(page, OPEN, "1.1.1")
    page.panel.open_buttons[0].click()
    box = province_window.findChild(QtWidgets.QMessageBox)
    assert box is not None
    assert box.text()
    box.close()
