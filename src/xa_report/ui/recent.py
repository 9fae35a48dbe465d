"""The file that was open last."""

import logging
from pathlib import Path

from xa_report.paths import user_data_dir

LAST_FILE = "tep-gan-nhat.txt"
log = logging.getLogger("xa_report")


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
