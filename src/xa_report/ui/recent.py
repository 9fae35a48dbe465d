"""The file or register that was open last."""

import logging
from pathlib import Path
from urllib.parse import urlsplit

from xa_report.files import write_whole
from xa_report.paths import user_data_dir

LAST_FILE = "tep-gan-nhat.txt"
log = logging.getLogger("xa_report")


def last_file() -> str | None:
    """What was open last: a file that is still there, or the URL of a database."""
    note = user_data_dir() / LAST_FILE
    database = note.read_text("utf-8").strip() if note.is_file() else ""
    if "://" in database:
        return database
    return database if database and Path(database).is_file() else None


def remember(database: str) -> None:
    """Keep a file's name, or a URL without a password, for the next start."""
    if "://" in database and carries_secret(database):
        return
    place = database if "://" in database else str(Path(database).resolve())
    try:
        write_whole(user_data_dir() / LAST_FILE, place.encode())
    except OSError as error:
        log.info("last file not remembered: %s", error)


def carries_secret(url: str) -> bool:
    """Whether a database URL may hold a password; what cannot be read may."""
    try:
        parts = urlsplit(url)
        return parts.password is not None or "password" in parts.query.lower()
    except ValueError:
        return True
