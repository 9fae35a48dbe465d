"""Starting: light, on the right file, and with a sentence for everything that goes wrong."""

import logging
import subprocess
import sys

import pytest
from PySide6 import QtWidgets

from tests.factories.windows import NOW
from xa_report import app
from xa_report.demo import commune as demo
from xa_report.errors import UsageError
from xa_report.paths import user_data_dir
from xa_report.ui.commune.context import FileDialogs
from xa_report.ui.commune.window import CommuneWindow
from xa_report.ui.shared.error_dialogs import build_crash_hook
from xa_report.ui.shared.local_files import read_last_database
from xa_report.ui.shared.welcome import DEMO_FILE, WelcomeWindow
from xa_report.workflow.commune import database_file

HEAVY = (
    "reportlab",
    "openpyxl",
    "pikepdf",
    "pyhanko",
    "sqlalchemy",
    "alembic",
    "psycopg",
    "pandas",
    "numpy",
    "PIL",
    "asn1crypto",
    "cryptography",
    "lxml",
    "pypdfium2",
)
START = f"""
import sys
from PySide6 import QtCore
import xa_report.app as app
application = app.QtWidgets.QApplication([])
QtCore.QTimer.singleShot(300, application.quit)
app.run_window(sys.argv[1])
print([name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.fixture
def opener(theme, qtbot):
    user_data_dir().mkdir(parents=True, exist_ok=True)
    opener = app.Application(theme, FileDialogs(), lambda: NOW)
    yield opener
    if opener.window is not None:
        opener.window.close()


def test_the_window_starts_without_heavy_libraries(commune_file):
    done = subprocess.run(
        [sys.executable, "-c", START, str(commune_file)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "[]"


def test_a_file_opens_at_its_last_year_and_is_remembered(opener, commune_file):
    window = opener.open_commune(commune_file)
    assert str(window.session.work.period) == "2025"
    assert read_last_database() == str(commune_file.resolve())


def test_a_closed_window_lets_the_file_go(opener, commune_file, qtbot):
    window = opener.open(commune_file)
    window.close()
    with database_file.open_commune_file(commune_file) as commune:
        assert not commune.read_only


def test_a_file_that_is_gone_is_asked_for_again(opener, tmp_path, qtbot):
    welcome = opener.welcome()
    welcome.database_chosen.emit(tmp_path / "không có.xadb")
    again = opener.window
    assert isinstance(again, WelcomeWindow)
    assert "Không có tệp" in again.fault.text()


def test_the_welcome_knows_the_file_of_the_demonstration():
    assert DEMO_FILE == demo.COMMUNE_FILE_NAME


def test_the_welcome_leads_to_a_file(opener, commune_file):
    opener.welcome().database_chosen.emit(commune_file)
    assert isinstance(opener.window, CommuneWindow)


@pytest.mark.slow
def test_the_demonstration_is_made_and_shown(opener, qtbot):
    welcome = opener.welcome()
    with qtbot.waitSignal(welcome.database_chosen, timeout=60000):
        welcome.demo_button.click()
    assert isinstance(opener.window, CommuneWindow)


def test_a_bug_is_told_with_the_place_of_the_log(caplog, tmp_path):
    messages: list[tuple[str, str]] = []
    hook = build_crash_hook(tmp_path / "nhat-ky.log", lambda *words: messages.append(words))
    error = ZeroDivisionError("secret")
    hook(type(error), error, None)
    ((title, sentence),) = messages
    assert title == "Chương trình gặp lỗi"
    assert "nhat-ky.log" in sentence
    assert "secret" not in sentence
    assert caplog.records[-1].levelno == logging.ERROR
    caplog.clear()


def test_a_deliberate_error_is_told_as_it_is(tmp_path):
    messages: list[tuple[str, str]] = []
    hook = build_crash_hook(tmp_path / "nhat-ky.log", lambda *words: messages.append(words))
    hook(UsageError, UsageError("Hãy chọn tệp khác."), None)
    assert messages == [("Chưa thực hiện được", "Hãy chọn tệp khác.")]


def test_a_file_without_reports_says_what_to_do(opener, tmp_path, ui_context):
    empty = tmp_path / "moi.xadb"
    database_file.create_commune_file(
        empty, ui_context.session.commune.unit, [ui_context.session.work.form], []
    ).close()
    with pytest.raises(UsageError, match="chưa có kỳ báo cáo"):
        opener.open(empty)
    database_file.open_commune_file(empty).close()
    assert QtWidgets.QApplication.activeModalWidget() is None


def test_a_window_larger_than_the_screen_fills_it(opener, qtbot):
    welcome = opener.welcome()
    room = welcome.screen().availableSize()
    assert welcome.width() < room.width()
    assert not welcome.isMaximized()
    large = QtWidgets.QWidget()
    qtbot.addWidget(large)
    large.resize(room.width() + 1, 100)
    app.maximize_if_larger_than_screen(large)
    assert large.isMaximized()
