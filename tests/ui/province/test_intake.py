"""Reports come in: real signed packages, examined in worker processes and taken in."""

import shutil
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets

from tests.factories import received_files
from tests.ui.keyboard import Key, press
from xa_report.package.drives import MountedDrive
from xa_report.progress import EtaEstimator
from xa_report.ui.province.progress_strip import step_text
from xa_report.ui.province.state_badges import intake_outcome_badge
from xa_report.ui.shared.badges import Badge

LONG = 60000


@pytest.fixture
def received_folder(received_packages, tmp_path):
    """A folder as it comes on a stick."""
    folder = tmp_path / "usb" / "báo cáo"
    folder.mkdir(parents=True)
    for path in (
        *received_packages.packages,
        received_packages.tampered,
        received_packages.nothing,
    ):
        shutil.copy(path, folder)
    (folder / "ảnh.png").write_bytes(b"x")
    return folder.parent


@pytest.fixture
def province_window(open_province_window, empty_register):
    window = open_province_window(empty_register, received_files.NOW)
    window.navigator.show_page(window.intake)
    return window


def ended(page, qtbot):
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=LONG)


def previewed(window, paths, qtbot):
    window.intake.preview_files(tuple(paths))
    ended(window.intake, qtbot)
    return window.intake


def test_a_folder_is_looked_at_and_nothing_is_written_before_the_button(
    province_window, received_folder, qtbot
):
    page = previewed(province_window, [received_folder], qtbot)
    outcomes = {line.path.name: line.outcome for line in page.lists.files.rows}
    assert sorted(outcomes.values()) == ["new", "new", "new", "refused", "refused"]
    assert [line.held for line in page.lists.files.rows] == [True, True, False, False, False]
    assert province_window.footer.next_button.text() == "Nhập 3 gói, giữ riêng 2"
    assert "5 tệp: nhận vào sổ 3, giữ riêng 2" in page.lists.heading.text()
    province_window.session.refresh()
    assert (province_window.session.overview.sent_count, province_window.session.quarantine) == (
        0,
        (),
    )

    qtbot.keyClick(province_window, Key.Key_Return, QtCore.Qt.KeyboardModifier.ControlModifier)
    ended(page, qtbot)
    assert (
        province_window.session.overview.sent_count,
        len(province_window.session.quarantine),
    ) == (3, 2)
    assert page.lists.heading.text() == "Đã nhập – 5 tệp: nhận vào sổ 3, giữ riêng 2"
    assert province_window.header.tabs.tabText(0) == "Tiếp nhận  2"
    assert province_window.header.tabs.tabText(1) == "Theo dõi  93"
    assert province_window.ranking.model.rowCount() == 3


def test_what_is_kept_apart_says_why_and_what_to_do(province_window, received_packages, qtbot):
    page = previewed(
        province_window, [received_packages.tampered, received_packages.nothing], qtbot
    )
    assert province_window.footer.next_button.text() == "Ghi 2 tệp vào giữ riêng"
    page.import_previewed()
    ended(page, qtbot)
    page.clear_preview()
    for row, line in enumerate(page.lists.quarantine.rows):
        page.lists.quarantine_table.setCurrentIndex(page.lists.quarantine.index(row, 0))
        assert page.lists.card.reason.text() == line.reason
        assert page.lists.card.action.text() == line.action
        assert page.lists.card.name.text() == line.name
        assert line.code in line.reason


def test_the_page_that_goes_back_with_a_file(
    open_province_window, register_path, received_packages, qtbot, tmp_path
):
    shown: list[Path] = []
    window = open_province_window(
        register_path, choose_sheet_folder=lambda _: tmp_path, open_path=shown.append
    )
    page = previewed(window, [received_packages.nothing], qtbot)
    assert not page.lists.card.sheet.isVisibleTo(page)
    page.import_previewed()
    ended(page, qtbot)
    page.clear_preview()
    page.lists.quarantine_table.setCurrentIndex(page.lists.quarantine.index(0, 0))
    assert page.lists.card.sheet.isVisibleTo(page)
    page.lists.card.sheet.click()
    assert shown == [tmp_path / "phieu-tra-0001.pdf"]
    assert shown[0].read_bytes().startswith(b"%PDF-")


def test_a_page_that_cannot_be_written_is_said(
    open_province_window, register_path, received_packages, qtbot, tmp_path
):
    file = tmp_path / "khong-phai-thu-muc"
    file.touch()
    window = open_province_window(register_path, choose_sheet_folder=lambda _: file)
    page = previewed(window, [received_packages.nothing], qtbot)
    page.import_previewed()
    ended(page, qtbot)
    page.quarantine_actions.save_return_sheet(window.session.quarantine[0])
    assert "Không ghi được" in page.fault.text()


def test_the_same_packages_change_nothing(province_window, received_packages, qtbot):
    page = previewed(province_window, received_packages.packages, qtbot)
    page.import_previewed()
    ended(page, qtbot)
    previewed(province_window, received_packages.packages, qtbot)
    assert {line.outcome for line in page.lists.files.rows} == {"same"}
    assert province_window.footer.next_button.text() == "Không có gói nào để nhập"
    assert not province_window.footer.next_button.isEnabled()
    province_window.footer.buttons[1].click()
    assert page.lists.files.rowCount() == 0


def test_examining_is_stopped_and_nothing_is_written(province_window, received_folder, qtbot):
    page = province_window.intake
    page.preview_files((received_folder,))
    assert page.progress.is_busy
    assert page.progress.isVisible()
    assert not province_window.footer.next_button.isEnabled()
    page.preview_files((received_folder / "khác",))  # one at a time
    page.progress.stop_button.click()
    ended(page, qtbot)
    assert page.lists.heading.text() == "Đã dừng kiểm tra; chưa ghi gì vào sổ."
    assert page.preview is None
    assert province_window.session.overview.sent_count == 0


def test_importing_is_stopped_between_two_files(province_window, received_packages, qtbot):
    page = previewed(province_window, received_packages.packages, qtbot)
    page.import_previewed()
    page.progress.stop_button.click()
    ended(page, qtbot)
    done = province_window.session.overview.sent_count
    assert 1 <= done <= 3
    if done < 3:
        assert f"còn {3 - done} tệp chưa nhập" in page.lists.heading.text()
    assert page.lists.files.rowCount() == done


def test_a_file_that_is_pulled_away_fails_alone(province_window, received_folder, qtbot):
    page = previewed(province_window, [received_folder], qtbot)
    gone = next(line.path for line in page.lists.files.rows if line.taken)
    gone.unlink()
    page.import_previewed()
    ended(page, qtbot)
    failed = [line for line in page.lists.files.rows if line.path == gone]
    assert "Không đọc được" in failed[0].reason
    assert province_window.session.overview.sent_count == 2


def test_files_are_dropped_anywhere_on_the_frame(province_window, received_packages, qtbot):
    zone = province_window.intake.drop
    data = QtCore.QMimeData()
    data.setUrls(
        [QtCore.QUrl.fromLocalFile(str(received_packages.nothing)), QtCore.QUrl("https://a/b.zip")]
    )
    point = QtCore.QPointF(20, 20)
    rest = (
        QtCore.Qt.DropAction.CopyAction, data, QtCore.Qt.MouseButton.LeftButton,
        QtCore.Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    over = QtGui.QDragEnterEvent(point.toPoint(), *rest)
    QtWidgets.QApplication.sendEvent(zone, over)
    assert over.isAccepted()
    assert zone.property("over") == "true"
    QtWidgets.QApplication.sendEvent(zone, QtGui.QDropEvent(point, *rest))
    assert zone.property("over") == "false"
    ended(province_window.intake, qtbot)
    assert [line.path for line in province_window.intake.lists.files.rows] == [
        received_packages.nothing
    ]


def test_files_are_dropped_on_any_page(province_window, received_packages, qtbot):
    province_window.navigator.show_page(province_window.ranking)
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(str(received_packages.nothing))])
    point = QtCore.QPointF(300, 300)
    rest = (
        QtCore.Qt.DropAction.CopyAction, data, QtCore.Qt.MouseButton.LeftButton,
        QtCore.Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    over = QtGui.QDragEnterEvent(point.toPoint(), *rest)
    QtWidgets.QApplication.sendEvent(province_window, over)
    assert over.isAccepted()
    QtWidgets.QApplication.sendEvent(province_window, QtGui.QDropEvent(point, *rest))
    assert province_window.current_page is province_window.intake
    ended(province_window.intake, qtbot)
    assert [line.path for line in province_window.intake.lists.files.rows] == [
        received_packages.nothing
    ]


def test_on_a_low_screen_the_files_looked_at_come_first(province_window, received_packages, qtbot):
    low = QtCore.QSize(911, 512)
    province_window.resize(low)
    page = previewed(province_window, [received_packages.nothing], qtbot)
    page.import_previewed()
    ended(page, qtbot)
    assert not page.lists.quarantine_table.isVisibleTo(page)
    page.clear_preview()
    assert page.lists.quarantine_table.isVisibleTo(page)
    previewed(province_window, [received_packages.nothing], qtbot)
    assert not page.lists.quarantine_table.isVisibleTo(page)
    assert province_window.size() == low
    province_window.resize(1366, 768)
    qtbot.waitUntil(lambda: page.lists.quarantine_table.isVisibleTo(page))


def test_files_and_folders_are_asked_for(
    open_province_window, empty_register, received_packages, received_folder, qtbot
):
    asked = open_province_window(
        empty_register,
        received_files.NOW,
        choose_files=lambda _: (received_packages.nothing,),
        choose_source_folder=lambda _: received_folder,
    ).intake
    asked.drop.files_button.click()
    ended(asked, qtbot)
    assert asked.lists.files.rowCount() == 1
    asked.drop.folder_button.click()
    ended(asked, qtbot)
    assert asked.lists.files.rowCount() == 5


def test_sticks_are_listed_when_the_list_is_opened(
    province_window, received_folder, qtbot, monkeypatch
):
    drives: list[MountedDrive] = []
    monkeypatch.setattr(
        "xa_report.workflow.shared.environment.list_writable_drives", lambda: tuple(drives)
    )
    zone = province_window.intake.drop
    zone.drives_button.menu().aboutToShow.emit()
    assert not zone.drives_button.menu().actions()[0].isEnabled()
    drives += [
        MountedDrive(received_folder, "vfat", 10**9, 10**9, removable=True, label="USB_XA"),
        MountedDrive(received_folder, "ext4", 10**9, 10**9, removable=False),
    ]
    zone.drives_button.menu().aboutToShow.emit()
    (action,) = zone.drives_button.menu().actions()
    assert action.text().startswith("USB_XA")
    action.trigger()
    ended(province_window.intake, qtbot)
    assert province_window.intake.lists.files.rowCount() == 5


def test_enter_on_a_taken_file_opens_its_commune(province_window, received_packages, qtbot):
    page = previewed(province_window, received_packages.packages[:1], qtbot)
    page.import_previewed()
    ended(page, qtbot)
    press(page.lists.file_table, Key.Key_Return)
    assert province_window.current_page is province_window.appraisal
    assert province_window.appraisal.case.sheet.unit == received_packages.units[0]


def test_a_step_is_shown_with_the_time_that_is_left():
    now = [0.0]
    estimator = EtaEstimator(lambda: now[0])
    now[0] = 10.0
    assert step_text(estimator, "đang gộp", 0, 0) == "đang gộp"
    assert step_text(estimator, "a.zip", 1, 10) == "1/10 · a.zip"
    assert step_text(estimator, "b.zip", 2, 10) == "2/10 · b.zip · còn khoảng 40 giây"
    assert step_text(estimator, "c.zip", 10, 10) == "10/10 · c.zip"


def test_what_is_kept_apart_is_never_calm():
    assert intake_outcome_badge("new", "Mới", quarantined=False) == Badge("met", "Mới", "met")
    assert intake_outcome_badge("newer", "Bản mới hơn", quarantined=True).role == "below"
    assert intake_outcome_badge("something", "Lạ", quarantined=True).role == "missing"
    assert intake_outcome_badge("something", "Lạ", quarantined=False).role == "quiet"
