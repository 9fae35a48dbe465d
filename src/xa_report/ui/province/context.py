"""The session, theme and dialogs that every widget of the province's window is given."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtWidgets

from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonInput, ask_reason
from xa_report.ui.province.session import RegisterSession
from xa_report.ui.shared.local_files import open_path
from xa_report.ui.shared.theme import ColorTheme

RECEIVED_FILE_FILTER = "Gói báo cáo và PDF đã ký (*.zip *.pdf);;Tất cả các tệp (*)"


def choose_received_files(parent: QtWidgets.QWidget) -> tuple[Path, ...]:
    """Let the user choose received files; empty when nothing was chosen."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileNames(
        parent, "Chọn gói đã nhận", "", RECEIVED_FILE_FILTER
    )
    return tuple(map(Path, chosen))


def choose_received_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder with received files; None when nothing was chosen."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục có gói đã nhận")
    return Path(chosen) if chosen else None


def choose_consolidation_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder for the consolidation; None when nothing was chosen."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục lưu tổng hợp")
    return Path(chosen) if chosen else None


def choose_return_sheet_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder for a rejection notice; None when nothing was chosen."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục lưu phiếu trả lại")
    return Path(chosen) if chosen else None


def choose_copy_folder(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder for a copy of a file; None when nothing was chosen."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục chép tệp đã nhận")
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class ProvinceDialogs:
    """The functions that ask the user for files and reasons; tests replace them."""

    choose_files: Callable[[QtWidgets.QWidget], tuple[Path, ...]] = choose_received_files
    choose_source_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_received_folder
    choose_target_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_consolidation_folder
    choose_sheet_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_return_sheet_folder
    choose_copy_folder: Callable[[QtWidgets.QWidget], Path | None] = choose_copy_folder
    ask_reason: Callable[[QtWidgets.QWidget, Confirmation], ReasonInput | None] = ask_reason
    open_path: Callable[[Path], bool] = open_path


@dataclass(frozen=True, slots=True)
class ProvinceUiContext:
    """Session, theme and dialogs, as every widget of the window gets them."""

    session: RegisterSession
    theme: ColorTheme
    dialogs: ProvinceDialogs = ProvinceDialogs()
