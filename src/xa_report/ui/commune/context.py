"""The session, theme and file dialogs that every widget of the commune's window is given."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtWidgets

from xa_report.ui.commune.session import ReportSession
from xa_report.ui.shared.local_files import open_path
from xa_report.ui.shared.theme import ColorTheme

EVIDENCE_FILE_FILTER = (
    "Tài liệu kiểm chứng (*.pdf *.png *.jpg *.jpeg *.docx *.xlsx *.doc *.xls *.zip);;"
    "Tất cả các tệp (*)"
)


def choose_evidence_file(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a file that proves a criterion."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Chọn tài liệu kiểm chứng", "", EVIDENCE_FILE_FILTER
    )
    return Path(chosen) if chosen else None


def choose_export_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose where the report goes."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(
        parent, "Chọn thư mục lưu báo cáo PDF và Excel"
    )
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class FileDialogs:
    """How the user is asked for files and shown them."""

    choose_evidence: Callable[[QtWidgets.QWidget], Path | None] = choose_evidence_file
    choose_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_export_folder
    open_path: Callable[[Path], bool] = open_path


@dataclass(frozen=True, slots=True)
class UiContext:
    """The desk, the look and the ways to ask: what every part of the window gets."""

    session: ReportSession
    theme: ColorTheme
    file_dialogs: FileDialogs = FileDialogs()
