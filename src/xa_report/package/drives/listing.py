"""Lists the drives of this machine, sticks first."""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from xa_report.package.drives.drive import Drive
from xa_report.package.drives.linux import drives_of_mounts
from xa_report.package.drives.windows import windows_drives

MOUNTS = Path("/proc/self/mountinfo")


def drives() -> tuple[Drive, ...]:
    """Return the drives that can be written to; empty when the system does not tell."""
    return tuple(sorted(_found(), key=lambda drive: (not drive.removable, str(drive.path))))


def _found() -> list[Drive]:
    if os.name == "nt":
        kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
        return list(windows_drives(kernel))
    if sys.platform == "linux" and MOUNTS.exists():
        return list(drives_of_mounts(MOUNTS.read_text("utf-8", "surrogateescape")))
    return []
