"""Discovery of files that may be reports, on a stick or in a folder."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from xa_report.province.intake.examine import ExaminedFile
from xa_report.verification.content import UNRELATED_CODES

REPORT_SUFFIXES = {".zip", ".pdf"}
REPORT_NAME_PREFIXES = ("cchc_", "bao-cao")
"""Beginnings of the names that the program itself gives, in lower case."""
SYSTEM_FOLDERS = {"__MACOSX", "$RECYCLE.BIN", "System Volume Information"}
"""Folders of macOS and Windows on sticks; deleted and shadow copies would be taken for reports."""


def discover_files(paths: Iterable[Path]) -> dict[Path, bool]:
    """Return the files in a fixed order, with whether each was named by the user itself.

    A file that is not there is among them: its examination says so.
    """
    named_by_user: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            for inner in _files_below(path):
                named_by_user.setdefault(inner, False)
        else:
            named_by_user[path] = True
    return named_by_user


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder that may be reports, and folders that cannot be read."""
    unreadable: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for parent, folders, names in walk:
        # In place: `os.walk` goes down into what is left in this list, in its order.
        folders[:] = sorted(name for name in folders if name not in SYSTEM_FOLDERS)
        for name in sorted(names):
            path = Path(parent, name)
            # macOS keeps attributes of `x.zip` on a stick in a file `._x.zip`.
            if (
                path.suffix.lower() in REPORT_SUFFIXES
                and not name.startswith("._")
                and _is_file(path)
            ):
                yield path
    yield from unreadable


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # Its examination will fail as well and tell the user the reason.
        return True


def mark_unrelated(examined_file: ExaminedFile, *, named_by_user: bool) -> ExaminedFile:
    """Mark a PDF that is no report at all, unless the user or its name says that it is one."""
    ours = named_by_user or examined_file.path.name.lower().startswith(REPORT_NAME_PREFIXES)
    other = examined_file.path.suffix.lower() == ".pdf" and examined_file.code in UNRELATED_CODES
    return replace(examined_file, is_unrelated=True) if other and not ours else examined_file
