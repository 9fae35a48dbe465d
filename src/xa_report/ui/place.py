"""What the parts of the window are given: the desk, the look and the ways to ask for files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.desk import Desk
from xa_report.ui.theme import Theme

PROOF_FILTER = (
    "Tài liệu kiểm chứng (*.pdf *.png *.jpg *.jpeg *.docx *.xlsx *.doc *.xls *.zip);;"
    "Tất cả các tệp (*)"
)
DOCUMENTS = frozenset({
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".txt", ".csv",
    ".json", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp",
    ".rtf", ".mp3", ".mp4",
})  # fmt: skip
"""What systems show and do not run; communes choose the endings of their documents."""


def ask_proof(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a file that proves a criterion."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Chọn tài liệu kiểm chứng", "", PROOF_FILTER
    )
    return Path(chosen) if chosen else None


def ask_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose where the report goes."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(
        parent, "Chọn thư mục lưu báo cáo PDF và Excel"
    )
    return Path(chosen) if chosen else None


def open_path(path: Path) -> bool:
    """Open a file or folder with the program the system has for it; see `to_open`."""
    return QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(to_open(path))))


def to_open(path: Path) -> Path:
    """A document itself; of anything else the folder, for a system would run what is a program."""
    harmless = path.is_dir() or path.suffix.lower() in DOCUMENTS
    return path if harmless else path.parent


@dataclass(frozen=True, slots=True)
class Asking:
    """How the user is asked for files and shown them."""

    proof: Callable[[QtWidgets.QWidget], Path | None] = ask_proof
    folder: Callable[[QtWidgets.QWidget], Path | None] = ask_folder
    show: Callable[[Path], bool] = open_path


@dataclass(frozen=True, slots=True)
class Place:
    """The desk, the look and the ways to ask: what every part of the window gets."""

    desk: Desk
    theme: Theme
    asking: Asking = Asking()
