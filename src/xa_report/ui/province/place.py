"""What the parts of the province's window are given: the register, the look, the ways to ask."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6 import QtWidgets

from xa_report.ui.place import open_path
from xa_report.ui.province.book import Book
from xa_report.ui.province.note_dialog import Note, Question, ask_note
from xa_report.ui.theme import Theme

FILTER = "Gói báo cáo và PDF đã ký (*.zip *.pdf);;Tất cả các tệp (*)"


def ask_files(parent: QtWidgets.QWidget) -> tuple[Path, ...]:
    """Let the user choose what was received; empty when nothing is."""
    chosen, _ = QtWidgets.QFileDialog.getOpenFileNames(parent, "Chọn gói đã nhận", "", FILTER)
    return tuple(map(Path, chosen))


def ask_source(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose a folder with what was received."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục có gói đã nhận")
    return Path(chosen) if chosen else None


def ask_target(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose where the books go."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục lưu tổng hợp")
    return Path(chosen) if chosen else None


def ask_sheet(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose where the page that goes back to a commune is kept."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục lưu phiếu trả lại")
    return Path(chosen) if chosen else None


def ask_copy(parent: QtWidgets.QWidget) -> Path | None:
    """Let the user choose where a copy of a received file is put."""
    chosen = QtWidgets.QFileDialog.getExistingDirectory(parent, "Chọn thư mục chép tệp đã nhận")
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True)
class Asking:
    """How the user is asked for files and shown them."""

    files: Callable[[QtWidgets.QWidget], tuple[Path, ...]] = ask_files
    source: Callable[[QtWidgets.QWidget], Path | None] = ask_source
    target: Callable[[QtWidgets.QWidget], Path | None] = ask_target
    sheet: Callable[[QtWidgets.QWidget], Path | None] = ask_sheet
    copy: Callable[[QtWidgets.QWidget], Path | None] = ask_copy
    note: Callable[[QtWidgets.QWidget, Question], Note | None] = ask_note
    show: Callable[[Path], bool] = open_path


@dataclass(frozen=True, slots=True)
class Place:
    """The register, the look and the ways to ask: what every part of the window gets."""

    book: Book
    theme: Theme
    asking: Asking = Asking()
