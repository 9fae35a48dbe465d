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
    """Let the user choose a document as evidence; None when nothing was chosen."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileName(
        parent, "Chọn tài liệu kiểm chứng", "", EVIDENCE_FILE_FILTER
    )
    return Path(chosen) if chosen else None


def choose_export_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder for the report; None when nothing was chosen."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(
        parent, "Chọn thư mục lưu báo cáo PDF và Excel"
    )
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class FileDialogs:
    """The functions that ask the user for files and open them; tests replace them."""

    choose_evidence: Callable[[QtWidgets.QWidget], Path | None] = choose_evidence_file
    choose_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_export_folder
    open_path: Callable[[Path], bool] = open_path


@dataclass(frozen=True, slots=True)
class UiContext:
    """Session, theme and file dialogs, as every widget of the window gets them."""

    session: ReportSession
    theme: ColorTheme
    file_dialogs: FileDialogs = FileDialogs()
