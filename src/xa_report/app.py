"""Puts the window together: the one place that knows both the program's parts and Qt."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from PySide6 import QtWidgets

from xa_report.domain.period import Period
from xa_report.errors import StoreBusyError, UsageError, XaReportError
from xa_report.paths import user_data_dir
from xa_report.ui.desk import Clock, Desk
from xa_report.ui.main_window import MainWindow
from xa_report.ui.place import Asking, Place
from xa_report.ui.theme import Theme, dress
from xa_report.ui.welcome import Welcome
from xa_report.workflow import commune as verbs
from xa_report.workflow.work import Commune

LOG_FILE, LAST_FILE = "xa-report.log", "tep-gan-nhat.txt"
log = logging.getLogger("xa_report")


class Opener:
    """Opens files in windows, and keeps the window that is shown alive."""

    def __init__(self, theme: Theme, asking: Asking, clock: Clock = datetime.now) -> None:
        self._theme = theme
        self._asking = asking
        self._clock = clock
        self.window: QtWidgets.QWidget | None = None

    def open(self, path: Path) -> MainWindow:
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
        remember(path)
        return window

    def welcome(self, sentence: str = "") -> Welcome:
        """Ask which file to open; the sentence says why the last one was not."""
        welcome = Welcome(sentence)
        welcome.chosen.connect(self._try)
        self._show(welcome)
        return welcome

    def _try(self, path: Path) -> None:
        try:
            self.open(path)
        except XaReportError as error:
            self.welcome(str(error))

    def _show(self, window: QtWidgets.QWidget) -> None:
        before, self.window = self.window, window
        window.show()
        if before is not None:
            before.close()


def open_or_read(path: Path) -> tuple[Commune, str]:
    """Open a file for writing, or else for reading with a sentence that names the holder."""
    try:
        return verbs.open_commune(path), ""
    except StoreBusyError as error:
        return verbs.open_commune(path, read_only=True), f"Chỉ đọc. {error}"


def latest(commune: Commune) -> Period:
    """The period to begin with: the last year that has a report, else the last period."""
    periods = verbs.periods(commune)
    if not periods:
        raise UsageError(
            f"Tệp “{commune.path.name}” chưa có kỳ báo cáo nào. Hãy tạo kỳ bằng lệnh "
            "“xa-report commune fill”, rồi mở lại."
        )
    return max(periods, key=lambda p: (p.last_day, -p.first_day.toordinal()))


def last_file() -> Path | None:
    """The file that was open last, when it is still there."""
    note = user_data_dir() / LAST_FILE
    path = Path(note.read_text("utf-8").strip()) if note.is_file() else None
    return path if path is not None and path.is_file() else None


def remember(path: Path) -> None:
    """Keep the name of the file for the next start."""
    try:
        (user_data_dir() / LAST_FILE).write_text(str(path.resolve()), "utf-8")
    except OSError as error:
        log.info("last file not remembered: %s", error)


def start_log() -> Path:
    """Write what goes wrong into a file of the user's own folder; its path."""
    folder = user_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG_FILE
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    return path


Tell = Callable[[str, str], None]


def tell_in_a_box(title: str, sentence: str) -> None:
    """Show a sentence and go on."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Critical, title, sentence)
    box.addButton("Đóng", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def crash_hook(
    path: Path, tell: Tell = tell_in_a_box
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """What happens to an error that nobody expected: a sentence, and the rest in the log."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QtWidgets.QApplication.quit()
            return
        if isinstance(error, XaReportError):
            tell("Chưa thực hiện được", str(error))
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        tell(
            "Chương trình gặp lỗi",
            "Chương trình gặp lỗi ngoài dự kiến; thao tác vừa rồi chưa thực hiện được. "
            "Những số liệu đã báo “Đã lưu” vẫn còn nguyên. Hãy đóng cửa sổ và mở lại; nếu lỗi "
            f"lặp lại, gửi tệp nhật ký này cho người hỗ trợ:\n{path}",
        )

    return hook


def open_window(db: Path | None = None) -> int:
    """Show the window on a file, by default the one that was open last; the exit code."""
    running = QtWidgets.QApplication.instance()
    app = running if isinstance(running, QtWidgets.QApplication) else QtWidgets.QApplication([])
    app.setApplicationName("xa-report")
    sys.excepthook = crash_hook(start_log())
    opener = Opener(dress(app), Asking())
    path = db or last_file()
    try:
        if path is None:
            opener.welcome()
        else:
            opener.open(path)
    except XaReportError as error:
        opener.welcome(str(error))
    return int(app.exec())


def main(argv: list[str] | None = None) -> int:
    """Open the window on the file that is named, if any."""
    arguments = sys.argv[1:] if argv is None else argv
    return open_window(Path(arguments[0]) if arguments else None)
