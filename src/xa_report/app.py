"""The start of the window: opens files, chooses the window for each, and runs Qt."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from xa_report.domain.dates import Clock, utc_now
from xa_report.domain.period import Period
from xa_report.errors import StoreBusyError, UsageError, XaReportError
from xa_report.ui.commune.context import FileDialogs, UiContext
from xa_report.ui.commune.session import ReportSession
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
    """Opens files in windows, one at a time, and keeps the shown window alive."""

    def __init__(
        self, theme: ColorTheme, file_dialogs: FileDialogs, clock: Clock = utc_now
    ) -> None:
        self._theme = theme
        self._file_dialogs = file_dialogs
        self._clock = clock
        self.window: QtWidgets.QWidget | None = None

    def open(self, database: str | Path) -> "CommuneWindow | ProvinceWindow":
        """Open a commune's file, or a province's register by its path or database URL.

        Raise XaReportError when it cannot be opened; the shown window then stays.
        """
        if detect_database_kind(str(database)) == "province":
            return self.open_province(str(database))
        return self.open_commune(Path(database))

    def open_province(self, database: str) -> "ProvinceWindow":
        """Open a province's register by its path or database URL."""
        # Loaded here: SQLAlchemy and the province's pages slow down every start of a commune.
        from xa_report.ui.province.context import ProvinceUiContext
        from xa_report.ui.province.session import RegisterSession
        from xa_report.ui.province.window import ProvinceWindow
        from xa_report.workflow.province.register_setup import open_register

        session = RegisterSession(open_register(database), self._clock)
        window = ProvinceWindow(ProvinceUiContext(session, self._theme))
        self._show(window)
        save_last_database(database)
        return window

    def open_commune(self, path: Path) -> CommuneWindow:
        """Open a commune's file; one that another program writes is opened for reading."""
        commune, notice = open_for_writing_or_reading(path)
        try:
            period = default_period(commune)
            session = ReportSession(commune, period, self._clock)
        # BaseException: whatever happened, the file must not stay locked.
        except BaseException:
            commune.close()
            raise
        window = CommuneWindow(UiContext(session, self._theme, self._file_dialogs), notice)
        window.window_closed.connect(commune.close)
        self._show(window)
        save_last_database(str(path))
        return window

    def welcome(self, sentence: str = "") -> WelcomeWindow:
        """Show the welcome window; the sentence says why the last file was not opened."""
        welcome = WelcomeWindow(sentence)
        welcome.database_chosen.connect(self._open_or_ask)
        self._show(welcome)
        return welcome

    def _open_or_ask(self, database: Path) -> None:
        try:
            self.open(database)
        except XaReportError as error:
            self.welcome(str(error))

    def _show(self, window: QtWidgets.QWidget) -> None:
        # The new window is shown first: without any Qt would end the program.
        before, self.window = self.window, window
        maximize_if_larger_than_screen(window)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def maximize_if_larger_than_screen(window: QtWidgets.QWidget) -> None:
    """Maximize a window that is larger than its screen.

    A screen of 1366 × 768 at 150 % has 911 × 512 pixels.
    """
    room = window.screen().availableSize()
    if window.width() > room.width() or window.height() > room.height():
        window.setWindowState(QtCore.Qt.WindowState.WindowMaximized)


def open_for_writing_or_reading(path: Path) -> tuple[CommuneFile, str]:
    """Open a file for writing, or for reading when another program writes it.

    The second value is empty, or the sentence that names who writes.
    """
    try:
        return database_file.open_commune_file(path), ""
    except StoreBusyError as error:
        return database_file.open_commune_file(path, read_only=True), f"Chỉ đọc. {error}"


def default_period(commune_file: CommuneFile) -> Period:
    """Return the period to open first: of those that end last the longest.

    Raise UsageError for a file without periods.
    """
    periods = database_file.list_periods(commune_file)
    if not periods:
        raise UsageError(
            f"Tệp “{commune_file.path.name}” chưa có kỳ báo cáo nào. Hãy tạo kỳ bằng lệnh "
            "“xa-report commune fill”, rồi mở lại."
        )
    # The later the first day, the shorter the period: a year comes before its last quarter.
    return max(periods, key=lambda p: (p.last_day, -p.first_day.toordinal()))


def run_window(db: str | None = None) -> int:
    """Run the window until it is closed and return the exit code.

    It opens `db`, else the file that was open last, else the demonstration.
    """
    # Tests have an application already, and there can be only one.
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
    """Run the window with the file of the first argument, if any."""
    arguments = sys.argv[1:] if argv is None else argv
    return run_window(arguments[0] if arguments else None)
