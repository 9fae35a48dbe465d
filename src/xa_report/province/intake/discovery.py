"""Discovery of files that may be reports, on a stick or in a folder."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from xa_report.province.intake.examine import ExaminedFile
from xa_report.verification.content import UNRELATED_CODES

REPORT_SUFFIXES = {".zip", ".pdf"}
REPORT_NAME_PREFIXES = ("cchc_", "bao-cao")
"""How the files begin that the program itself writes."""
SYSTEM_FOLDERS = {"__MACOSX", "$RECYCLE.BIN", "System Volume Information"}


def discover_files(paths: Iterable[Path]) -> dict[Path, bool]:
    """The files in a fixed order, and whether each was named by itself."""
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            for inner in _files_below(path):
                found.setdefault(inner, False)
        else:
            found[path] = True
    return found


def _files_below(folder: Path) -> Iterator[Path]:
    """What may be a report below a folder; a folder that cannot be read is itself what is wrong."""
    unreadable: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for place, folders, names in walk:
        folders[:] = sorted(name for name in folders if name not in SYSTEM_FOLDERS)
        for name in sorted(names):
            path = Path(place, name)
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
    except OSError:  # it is examined, and there it says why it cannot be read
        return True


def mark_unrelated(examined_file: ExaminedFile, *, named_by_user: bool) -> ExaminedFile:
    """Mark what is a document of another kind; what was named by itself never is."""
    ours = named_by_user or examined_file.path.name.lower().startswith(REPORT_NAME_PREFIXES)
    other = examined_file.path.suffix.lower() == ".pdf" and examined_file.code in UNRELATED_CODES
    return replace(examined_file, is_unrelated=True) if other and not ours else examined_file
