"""Errors on screen: a warning for expected ones, crash dialog and log file for others."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6 import QtCore, QtWidgets

from xa_report.errors import XaReportError
from xa_report.paths import user_data_dir

LOG_FILE = "xa-report.log"
log = logging.getLogger("xa_report")

ShowMessage = Callable[[str, str], None]
"""Takes the title and the sentence of a message."""


def start_log_file() -> Path:
    """Log to a file in the user's data folder and return its path.

    The folder is created; the file only with the first entry.
    """
    folder = user_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / LOG_FILE
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    return path


def show_crash_dialog(title: str, sentence: str) -> None:
    """Show a critical message and return when it is closed."""
    box = QtWidgets.QMessageBox(QtWidgets.QMessageBox.Icon.Critical, title, sentence)
    box.addButton("Đóng", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def build_crash_hook(
    path: Path, show_message: ShowMessage = show_crash_dialog
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    """Build a `sys.excepthook` that shows a sentence and logs the traceback.

    `path` is the log file that the sentence names. An XaReportError is shown and not logged.
    """

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        # Ctrl+C in a terminal is no crash.
        if issubclass(kind, KeyboardInterrupt):
            QtWidgets.QApplication.quit()
            return
        if isinstance(error, XaReportError):
            show_message("Chưa thực hiện được", str(error))
            return
        log.error("unexpected", exc_info=(kind, error, trace))
        show_message(
            "Chương trình gặp lỗi",
            "Chương trình gặp lỗi ngoài dự kiến; thao tác vừa rồi chưa thực hiện được. "
            "Những số liệu đã báo “Đã lưu” vẫn còn nguyên. Hãy đóng cửa sổ và mở lại; nếu lỗi "
            f"lặp lại, gửi tệp nhật ký này cho người hỗ trợ:\n{path}",
        )

    return hook


def show_warning(parent: QtWidgets.QWidget, sentence: str) -> None:
    """Show why something could not be done, without waiting for the answer."""
    box = QtWidgets.QMessageBox(parent)
    box.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QtWidgets.QMessageBox.Icon.Warning)
    box.setWindowTitle("Chưa thực hiện được")
    box.setText(sentence)
    box.addButton("Đóng", QtWidgets.QMessageBox.ButtonRole.AcceptRole)
    # Not exec: a nested event loop would let timers and threads run inside the caller.
    box.open()
