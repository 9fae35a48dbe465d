"""Local files: opening them safely, their sizes, and the database that was open last."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from PySide6 import QtCore, QtGui

from xa_report.domain.evidence import Evidence
from xa_report.files import write_whole
from xa_report.paths import user_data_dir

LAST_DATABASE_NOTE = "tep-gan-nhat.txt"
# Suffixes that systems show and do not run; communes choose the suffixes of their documents.
OPENABLE_SUFFIXES = frozenset({
    ".pdf", ".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".txt", ".csv",
    ".json", ".zip", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".odt", ".ods", ".odp",
    ".rtf", ".mp3", ".mp4",
})  # fmt: skip
log = logging.getLogger("xa_report")


def read_last_database() -> str | None:
    """Return the path or database URL that was open last; None when the file is gone."""
    note = user_data_dir() / LAST_DATABASE_NOTE
    database = note.read_text("utf-8").strip() if note.is_file() else ""
    if "://" in database:
        return database
    return database if database and Path(database).is_file() else None


def save_last_database(database: str) -> None:
    """Remember a path or database URL for the next start.

    A URL with a password is not written; a failure to write is only logged.
    """
    if "://" in database and contains_password(database):
        return
    # Absolute, because the next start may have another working directory.
    location = database if "://" in database else str(Path(database).resolve())
    try:
        write_whole(user_data_dir() / LAST_DATABASE_NOTE, location.encode())
    except OSError as error:
        log.info("last file not remembered: %s", error)


def contains_password(url: str) -> bool:
    """Return whether a database URL may hold a password; True when it cannot be parsed."""
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parts.query.lower()
    except ValueError:
        return True


def open_path(path: Path) -> bool:
    """Open a file or folder with the program the system has for it; see `safe_open_target`."""
    return QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(safe_open_target(path))))


def safe_open_target(path: Path) -> Path:
    """Return a document itself, and of any other file its folder.

    The system would run a program that is "opened".
    """
    harmless = path.is_dir() or path.suffix.lower() in OPENABLE_SUFFIXES
    return path if harmless else path.parent


def evidence_summary(evidence: Evidence) -> str:
    """Return page, kind and size of a document: `trang 4 · PDF 1,2 MB`."""
    kind = Path(evidence.file.name).suffix.removeprefix(".").upper() or "tệp"
    # A page that is no number, like `phụ lục 2`, names itself.
    named = f"trang {evidence.page}" if evidence.page[:1].isdigit() else evidence.page
    page = f"{named} · " if evidence.page else ""
    return f"{page}{kind} {format_size(evidence.file.size)}"


def format_size(size: int) -> str:
    """Return a size in bytes as kB or MB with one decimal; at least 0,1 kB."""
    if size >= 100_000:
        return f"{size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(size / 1000, 0.1):.1f} kB".replace(".", ",")
