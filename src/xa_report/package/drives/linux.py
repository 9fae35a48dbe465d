"""Drives as Linux lists its mounts."""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from xa_report.package.drives.drive import Drive

STICKS = ("/media/", "/run/media/", "/mnt/")
"""Where desktops mount what is plugged in."""
_ESCAPED = re.compile(r"\\([0-7]{3})")


def drives_of_mounts(mountinfo: str) -> Iterator[Drive]:
    """Yield a drive for each mounted disk that can be written to, from `mountinfo`'s text."""
    for line in mountinfo.splitlines():
        fields, _, rest = line.partition(" - ")
        point, options = _unescaped(fields.split()[4]), fields.split()[5].split(",")
        file_system, source = rest.split()[:2]
        if source.startswith("/dev/") and "rw" in options and os.access(point, os.W_OK):
            drive = _drive(Path(point), file_system)
            if drive is not None:
                yield drive


def _drive(point: Path, file_system: str) -> Drive | None:
    try:
        usage = shutil.disk_usage(point)
    except OSError:  # pulled out since the list was made
        return None
    if not point.is_dir():
        return None
    removable = f"{point}/".startswith(STICKS)
    label = point.name if removable else ""
    return Drive(point, file_system, usage.free, usage.total, removable, label)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 8)), text)
