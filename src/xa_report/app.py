"""Puts the window together: the one place that knows both the program's parts and Qt."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore, QtWidgets

from xa_report.domain.period import Period
from xa_report.errors import StoreBusyError, UsageError, XaReportError
from xa_report.ui.crash import crash_hook, start_log
from xa_report.ui.desk import Clock, Desk
from xa_report.ui.main_window import MainWindow
from xa_report.ui.place import Asking, Place
from xa_report.ui.recent import last_file, remember
from xa_report.ui.theme import Theme, dress
from xa_report.ui.welcome import Welcome
from xa_report.workflow.commune import database_file
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared.environment import detect_database_kind

if TYPE_CHECKING:
    from xa_report.ui.province.window import ProvinceWindow


class Opener:
    """Opens files in windows, and keeps the window that is shown alive."""

    def __init__(self, theme: Theme, asking: Asking, clock: Clock = datetime.now) -> None:
        self._theme = theme
        self._asking = asking
        self._clock = clock
        self.window: QtWidgets.QWidget | None = None

    def open(self, database: str | Path) -> "MainWindow | ProvinceWindow":
        """Open a commune's file, or a province's register by its path or database URL."""
        if detect_database_kind(str(database)) == "province":
            return self.open_province(str(database))
        return self.open_commune(Path(database))

    def open_province(self, database: str) -> "ProvinceWindow":
        """Open a province's register; its libraries are loaded only now."""
        from xa_report.ui.province.book import Book
        from xa_report.ui.province.place import Place as ProvincePlace
        from xa_report.ui.province.window import ProvinceWindow
        from xa_report.workflow.province.register_setup import open_register

        book = Book(open_register(database), self._clock)
        window = ProvinceWindow(ProvincePlace(book, self._theme))
        self._show(window)
        remember(database)
        return window

    def open_commune(self, path: Path) -> MainWindow:
        """Open a file; one that another window writes is opened for reading."""
        commune, notice = open_or_read(path)
        try:
            period = latest(commune)
            desk = Desk(commune, period, self._clock)
        except BaseException:
            commune.close()
            raise
        window = MainWindow(Place(desk, self._theme, self._asking), notice)
        window.closed.connect(commune.close)
        self._show(window)
        remember(str(path))
        return window

    def welcome(self, sentence: str = "") -> Welcome:
        """Ask which file to open; the sentence says why the last one was not."""
        welcome = Welcome(sentence)
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
        fit(window)
        window.show()
        if before is not None:
            before.close()
            before.deleteLater()


def fit(window: QtWidgets.QWidget) -> None:
    """Fill the screen with a window that is larger; 1366 × 768 at 150 % has but 911 × 512."""
    room = window.screen().availableSize()
    if window.width() > room.width() or window.height() > room.height():
        window.setWindowState(QtCore.Qt.WindowState.WindowMaximized)


def open_or_read(path: Path) -> tuple[CommuneFile, str]:
    """Open a file for writing, or else for reading with a sentence that names the holder."""
    try:
        return database_file.open_commune_file(path), ""
    except StoreBusyError as error:
        return database_file.open_commune_file(path, read_only=True), f"Chỉ đọc. {error}"


def latest(commune: CommuneFile) -> Period:
    """The period to begin with: the last year that has a report, else the last period."""
    periods = database_file.list_periods(commune)
    if not periods:
        raise UsageError(
            f"Tệp “{commune.path.name}” chưa có kỳ báo cáo nào. Hãy tạo kỳ bằng lệnh "
            "“xa-report commune fill”, rồi mở lại."
        )
    return max(periods, key=lambda p: (p.last_day, -p.first_day.toordinal()))


def open_window(db: str | None = None) -> int:
    """Show the window; the exit code.

    On the file that is named, else on the one that was open last, else on the demonstration.
    """
    running = QtWidgets.QApplication.instance()
    app = running if isinstance(running, QtWidgets.QApplication) else QtWidgets.QApplication([])
    app.setApplicationName("xa-report")
    sys.excepthook = crash_hook(start_log())
    opener = Opener(dress(app), Asking())
    database = db or last_file()
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
    return open_window(arguments[0] if arguments else None)
