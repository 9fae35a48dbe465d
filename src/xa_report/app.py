"""Puts the window together: the one place that knows both the program's parts and Qt."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from xa_report.domain.period import Period
from xa_report.errors import StoreBusyError, UsageError, XaReportError
from xa_report.ui.commune.context import FileDialogs, UiContext
from xa_report.ui.commune.session import Clock, ReportSession
from xa_report.ui.commune.window import CommuneWindow
from xa_report.ui.shared.error_dialogs import build_crash_hook, start_log_file
from xa_report.ui.shared.local_files import read_last_database, save_last_database
from xa_report.ui.shared.theme import ColorTheme, apply_theme
from xa_report.ui.shared.welcome import WelcomeWindow
from xa_report.workflow.commune import database_file
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared.database_kind import detect_database_kind

if TYPE_CHECKING:
    from xa_report.ui.province.window import ProvinceWindow


class Application:
    """Opens files in windows, and keeps the window that is shown alive."""

    def __init__(
        self, theme: ColorTheme, file_dialogs: FileDialogs, clock: Clock = datetime.now
    ) -> None:
        self._theme = theme
        self._asking = file_dialogs
        self._clock = clock
        self.window: QtWidgets.QWidget | None = None

    def open(self, database: str | Path) -> "CommuneWindow | ProvinceWindow":
        """Open a commune's file, or a province's register by its path or database URL."""
        if detect_database_kind(str(database)) == "province":
            return self.open_province(str(database))
        return self.open_commune(Path(database))

    def open_province(self, database: str) -> "ProvinceWindow":
        """Open a province's register; its libraries are loaded only now."""
        from xa_report.ui.province.context import ProvinceUiContext
        from xa_report.ui.province.session import RegisterSession
        from xa_report.ui.province.window import ProvinceWindow
        from xa_report.workflow.province.register_setup import open_register

        book = RegisterSession(open_register(database), self._clock)
        window = ProvinceWindow(ProvinceUiContext(book, self._theme))
        self._show(window)
        save_last_database(database)
        return window

    def open_commune(self, path: Path) -> CommuneWindow:
        """Open a file; one that another window writes is opened for reading."""
        commune, notice = open_for_writing_or_reading(path)
        try:
            period = default_period(commune)
            desk = ReportSession(commune, period, self._clock)
        except BaseException:
            commune.close()
            raise
        window = CommuneWindow(UiContext(desk, self._theme, self._asking), notice)
        window.closed.connect(commune.close)
        self._show(window)
        save_last_database(str(path))
        return window

    def welcome(self, sentence: str = "") -> WelcomeWindow:
        """Ask which file to open; the sentence says why the last one was not."""
        welcome = WelcomeWindow(sentence)
        welcome.database_chosen.connect(self._try)
        self._show(welcome)
        return welcome

    def _try(self, database: Path) -> None:
        try:
            self.open(database)
        except XaReportError as error:
            self.welcome(str(error))

    def _show(self, window: QtWidgets.QWidget) -> None:
        before, self.window = self.window, window
        maximize_if_larger_than_screen(window)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def maximize_if_larger_than_screen(window: QtWidgets.QWidget) -> None:
    """Fill the screen with a window that is larger; 1366 × 768 at 150 % has but 911 × 512."""
    room = window.screen().availableSize()
    if window.width() > room.width() or window.height() > room.height():
        window.setWindowState(QtCore.Qt.WindowState.WindowMaximized)


def open_for_writing_or_reading(path: Path) -> tuple[CommuneFile, str]:
    """Open a file for writing, or else for reading with a sentence that names the holder."""
    try:
        return database_file.open_commune_file(path), ""
    except StoreBusyError as error:
        return database_file.open_commune_file(path, read_only=True), f"Chỉ đọc. {error}"


def default_period(commune_file: CommuneFile) -> Period:
    """The period to begin with: the last year that has a report, else the last period."""
    periods = database_file.list_periods(commune_file)
    if not periods:
        raise UsageError(
            f"Tệp “{commune_file.path.name}” chưa có kỳ báo cáo nào. Hãy tạo kỳ bằng lệnh "
            "“xa-report commune fill”, rồi mở lại."
        )
    return max(periods, key=lambda p: (p.last_day, -p.first_day.toordinal()))


def run_window(db: str | None = None) -> int:
    """Show the window; the exit code.

    On the file that is named, else on the one that was open last, else on the demonstration.
    """
    running = QtWidgets.QApplication.instance()
    app = running if isinstance(running, QtWidgets.QApplication) else QtWidgets.QApplication([])
    app.setApplicationName("xa-report")
    sys.excepthook = build_crash_hook(start_log_file())
    opener = Application(apply_theme(app), FileDialogs())
    database = db or read_last_database()
    try:
        if database is None:
            opener.welcome().show_demo()
        else:
            opener.open(database)
    except XaReportError as error:
        opener.welcome(str(error))
    return int(app.exec())


def main(argv: list[str] | None = None) -> int:
    """Open the window on the file that is named, if any."""
    arguments = sys.argv[1:] if argv is None else argv
    return run_window(arguments[0] if arguments else None)
