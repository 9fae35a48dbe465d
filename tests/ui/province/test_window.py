"""The province's window on a real register: who has sent, the ways about it, the keyboard."""

import subprocess
import sys

import pytest
from PySide6 import QtCore, QtWidgets

from tests.factories import registers
from tests.ui.keyboard import Key, press, type_text
from xa_report import app
from xa_report.errors import EnvironmentFailedError
from xa_report.paths import user_data_dir
from xa_report.ui.commune.context import FileDialogs
from xa_report.ui.province.pages.tracking import SORT_CHOICES
from xa_report.ui.province.window import ProvinceWindow
from xa_report.ui.shared.local_files import (
    contains_password,
    read_last_database,
    save_last_database,
)
from xa_report.ui.shared.tasks import BackgroundTask
from xa_report.ui.shared.welcome import WelcomeWindow

START = """
import sys
from PySide6 import QtCore
import xa_report.app as app
application = app.QtWidgets.QApplication([])
def tell():
    print([type(w).__name__ for w in application.topLevelWidgets() if w.isVisible()])
    application.quit()
QtCore.QTimer.singleShot(300, tell)
app.run_window(sys.argv[1])
"""


def tabs(window):
    bar = window.header.tabs
    return [bar.tabText(n) for n in range(bar.count())]


def labels(window):
    return [part.text() for part in window.header.findChildren(QtWidgets.QLabel)]


def test_the_head_says_whose_register_and_the_tabs_count(province_window):
    assert tabs(province_window) == [
        "Tiếp nhận",
        "Theo dõi  84",
        "Thẩm định  11",
        "Xếp hạng",
        "Tổng hợp",
    ]
    assert "Sở Nội vụ" in labels(province_window)
    assert any("năm 2026 · 96 xã, phường" in text for text in labels(province_window))
    assert province_window.header.state.word == "Đang thẩm định"
    assert province_window.header.deadline.word == "Quá hạn nộp 6 ngày"
    assert "Tây Ninh" in province_window.windowTitle()


def test_every_page_is_reached_by_a_key_and_has_its_focus(province_window, qtbot):
    for number, page in enumerate(province_window.pages, start=1):
        qtbot.keyClick(province_window, str(number), QtCore.Qt.KeyboardModifier.ControlModifier)
        assert province_window.current_page is page
        focused = QtWidgets.QApplication.focusWidget()
        assert focused is not None
        assert page.isAncestorOf(focused)
        assert focused.accessibleName() or focused.property("text")


def test_everything_that_takes_the_focus_has_a_name(province_window):
    for widget in province_window.findChildren(QtWidgets.QWidget):
        if widget.focusPolicy() & QtCore.Qt.FocusPolicy.TabFocus and widget.isVisibleTo(
            province_window
        ):
            named = widget.accessibleName() or widget.property("text")
            inner = isinstance(widget.parent(), QtWidgets.QAbstractScrollArea)
            inner |= isinstance(widget, QtWidgets.QAbstractScrollArea | QtWidgets.QMenu)
            assert named or inner, widget


@pytest.mark.qt_log_ignore("This plugin does not support")  # what a popup would need
def test_search_ignores_accents_and_opens_a_commune(province_window, qtbot):
    qtbot.keyClick(province_window, "F", QtCore.Qt.KeyboardModifier.ControlModifier)
    line = province_window.header.search
    assert line.hasFocus()
    sent = next(
        commune
        for commune in province_window.session.overview.communes
        if commune.unit.name == "Xã Tân Biên"
    )
    type_text(line, "tan bien")
    assert [line.results.index(n, 0).data() for n in range(line.results.rowCount())] == [
        f"Xã Tân Biên  ·  {sent.unit.code}"
    ]
    press(line, Key.Key_Return)
    assert province_window.current_page is province_window.appraisal
    assert province_window.appraisal.case.sheet.unit == sent.unit


def test_a_commune_that_has_sent_nothing_is_shown_in_the_list(province_window):
    silent = province_window.session.overview.communes[-1].unit.code
    province_window.tracking.filters.choose_filter(5)
    province_window.navigator.open_commune(silent)
    assert province_window.current_page is province_window.tracking
    assert province_window.tracking.selected_commune.unit.code == silent
    assert not province_window.footer.next_button.isEnabled()


def test_chips_narrow_the_list_and_count(province_window):
    page = province_window.tracking
    counts = [button.text().rsplit("  ", 1)[1] for button in page.filters.buttons]
    assert counts == ["96", "84", "1", "9", "2", "1"]
    for number, count in enumerate(counts):
        page.filters.choose_filter(number)
        assert page.model.rowCount() == int(count)
    assert all(line.closed for line in page.model.rows)


def test_the_list_is_sorted_without_the_mouse(province_window):
    page = province_window.tracking
    page.sort_box.setCurrentIndex(3)
    assert SORT_CHOICES[3].descending
    results = [line.candidate.result for line in page.model.rows if line.candidate]
    assert results == sorted(results, reverse=True)
    page.filters.choose_filter(1)
    page.filters.choose_filter(0)
    assert [line.candidate.result for line in page.model.rows if line.candidate] == results


def test_enter_opens_a_commune_and_f8_the_next_one_that_waits(province_window, qtbot):
    province_window.navigator.show_page(province_window.tracking)
    closed = next(line for line in province_window.session.overview.communes if line.closed)
    province_window.tracking.show_commune(closed.unit.code)
    press(province_window.tracking.table, Key.Key_Return)
    assert province_window.current_page is province_window.appraisal
    assert province_window.appraisal.case.sheet.unit == closed.unit
    seen = set()
    for _ in range(11):
        qtbot.keyClick(province_window, Key.Key_F8)
        assert province_window.appraisal.case.sheet.open
        seen.add(province_window.appraisal.case.sheet.unit.code)
    assert len(seen) == 11


def test_what_others_did_meanwhile_is_shown_by_f5(province_window, province_register, qtbot):
    registers.appraise_points(
        province_register,
        province_window.session.overview.communes[7].unit.code,
        {"1.1.1": "0"},
        close=True,
    )
    assert tabs(province_window)[2] == "Thẩm định  11"
    qtbot.keyClick(province_window, Key.Key_F5)
    assert tabs(province_window)[2] == "Thẩm định  10"


def test_another_period_is_opened(province_window, monkeypatch):
    periods = province_window.header.periods
    assert not periods.isVisible()
    province_window.session.open_period(registers.YEAR.previous())
    assert periods.isVisible()
    assert periods.currentData() == registers.YEAR.previous()
    assert tabs(province_window) == [
        "Tiếp nhận",
        "Theo dõi  96",
        "Thẩm định",
        "Xếp hạng",
        "Tổng hợp",
    ]
    assert "Chưa có xã nào" in province_window.ranking.empty.text()
    assert province_window.appraisal.empty.isVisibleTo(province_window.appraisal)
    periods.activated.emit(periods.findData(registers.YEAR))


def test_a_register_that_is_gone_is_told_and_what_was_shown_stays(
    province_window, register_path, qtbot
):
    register_path.write_bytes(b"x" * 5000)
    for left in register_path.parent.glob("*-wal"):
        left.unlink()
    with qtbot.waitSignal(province_window.session.request_rejected) as signal:
        province_window.session.refresh()
    assert "sổ của tỉnh" in signal.args[0]
    box = province_window.findChild(QtWidgets.QMessageBox)
    assert box.text() == signal.args[0]
    box.close()
    assert tabs(province_window)[1] == "Theo dõi  84"


def test_the_program_opens_the_window_that_fits_the_file(register_path):
    done = subprocess.run(
        [sys.executable, "-c", START, str(register_path)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "['ProvinceWindow']"


@pytest.fixture
def opener(theme, qtbot):
    user_data_dir().mkdir(parents=True, exist_ok=True)
    opener = app.Application(theme, FileDialogs(), lambda: registers.NOW)
    yield opener
    if opener.window is not None:
        opener.window.close()


def test_the_welcome_leads_to_a_register_and_it_is_remembered(opener, register_path):
    welcome = opener.welcome()
    assert welcome.register_button.text() == "Mở sổ của tỉnh…"
    welcome.database_chosen.emit(register_path)
    assert isinstance(opener.window, ProvinceWindow)
    assert read_last_database() == str(register_path.resolve())


def test_a_register_that_cannot_be_opened_is_told_on_the_welcome(opener):
    opener.welcome().database_chosen.emit("postgresql://nobody@localhost:1/nothing")
    assert isinstance(opener.window, WelcomeWindow)
    assert "localhost:1" in opener.window.fault.text()
    assert "Hãy kiểm tra" in opener.window.fault.text()


def test_an_address_with_a_password_is_not_remembered(register_path):
    user_data_dir().mkdir(parents=True, exist_ok=True)
    save_last_database(str(register_path))
    for address in ("postgresql://a:bí-mật@h/x", "postgresql://h/x?password=bi-mat", "p://[x/"):
        assert contains_password(address)
        save_last_database(address)
        assert read_last_database() == str(register_path.resolve())
    save_last_database("postgresql://mai@may-chu/cchc")
    assert read_last_database() == "postgresql://mai@may-chu/cchc"
    save_last_database(str(register_path))


def test_closing_waits_for_what_is_added_up(province_window):
    province_window.navigator.show_page(province_window.ranking)
    province_window.close()
    assert (
        province_window.session.consolidation_loader.consolidation is None
        or province_window.session.consolidation_loader.consolidation.results
    )


def test_what_is_added_up_is_there_when_it_is_told_and_not_before(province_window, qtbot):
    loader, seen = province_window.session.consolidation_loader, []
    loader.request()
    loader.findChild(BackgroundTask).work_done.connect(lambda _: seen.append(loader.consolidation))
    with qtbot.waitSignal(loader.consolidation_changed, timeout=60000):
        pass
    assert seen == [None]
    assert province_window.consolidation.model.rowCount() == len(loader.consolidation.targets)


def test_a_fault_while_adding_up_is_told_on_the_page(province_window, qtbot, monkeypatch):
    def fail(*_):
        raise EnvironmentFailedError("Ổ đĩa không đọc được.")

    monkeypatch.setattr("xa_report.ui.province.session.consolidation.load_consolidation", fail)
    province_window.navigator.show_page(province_window.consolidation)
    qtbot.waitUntil(lambda: bool(province_window.session.consolidation_loader.fault))
    assert province_window.consolidation.summary_label.text() == "Ổ đĩa không đọc được."
    assert province_window.ranking.metrics.targets.text_label.text() == "chưa tính được chỉ tiêu"
