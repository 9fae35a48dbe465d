"""What happens to an error that nobody expected: a sentence, and the rest in the log."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6 import QtWidgets

from xa_report.errors import XaReportError
from xa_report.paths import user_data_dir

LOG_FILE = "xa-report.log"
log = logging.getLogger("xa_report")


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
