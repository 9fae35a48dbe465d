"""Which files of a stick or a folder may be reports, among all that lies there."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from xa_report.province.intake.examining import Examined
from xa_report.verification.content import NOT_OURS

SUFFIXES = {".zip", ".pdf"}
OUR_NAMES = ("cchc_", "bao-cao")
"""How the files begin that the program itself writes."""
SYSTEM = {"__MACOSX", "$RECYCLE.BIN", "System Volume Information"}


def files_in(paths: Iterable[Path]) -> dict[Path, bool]:
    """The files in a fixed order, and whether each was named by itself."""
    found: dict[Path, bool] = {}
    for path in paths:
        if path.is_dir():
            for inner in _inner(path):
                found.setdefault(inner, False)
        else:
            found[path] = True
    return found


def _inner(folder: Path) -> Iterator[Path]:
    """What may be a report below a folder; a folder that cannot be read is itself what is wrong."""
    unreadable: list[Path] = []
    walk = os.walk(folder, onerror=lambda error: unreadable.append(Path(error.filename)))
    for place, folders, names in walk:
        folders[:] = sorted(name for name in folders if name not in SYSTEM)
        for name in sorted(names):
            path = Path(place, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith("._") and _is_file(path):
                yield path
    yield from unreadable


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # it is examined, and there it says why it cannot be read
        return True


def related(found: Examined, *, named: bool) -> Examined:
    """Mark what is a document of another kind; what was named by itself never is."""
    ours = named or found.path.name.lower().startswith(OUR_NAMES)
    other = found.path.suffix.lower() == ".pdf" and found.code in NOT_OURS
    return replace(found, unrelated=True) if other and not ours else found
