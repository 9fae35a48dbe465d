"""Drives that a package can be written to, on Linux and Windows."""

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

REMOVABLE_ROOTS = ("/media/", "/run/media/", "/mnt/")
"""Folders in which desktops mount removable drives."""
MOUNTINFO_PATH = Path("/proc/self/mountinfo")
# Values of GetDriveTypeW; compact discs (5) and RAM disks (6) are left out.
REMOVABLE, FIXED, REMOTE = 2, 3, 4
NAME_LENGTH = 261
"""Characters: MAX_PATH + 1, the size that GetVolumeInformationW asks for."""
# The kernel writes blanks and backslashes of a mount point as octal escapes (proc(5), mountinfo).
_ESCAPE_PATTERN = re.compile(r"\\([0-7]{3})")


@dataclass(frozen=True, slots=True)
class MountedDrive:
    """A mounted file system."""

    path: Path
    file_system: str
    """Name that the system has for it: `vfat`, `exFAT`, `NTFS`."""
    free: int
    """Bytes that this user may still write."""
    total: int
    """Bytes."""
    removable: bool
    """True for a stick or a card, as far as the system can tell."""
    label: str = ""

    @property
    def list_text(self) -> str:
        """Line of a list: `USB_XA (/media/usb) · còn 3,2 GB · vfat`; in units of 10⁹ bytes."""
        # Vietnamese writes the decimal comma, and the point between thousands.
        gigabytes = f"{self.free / 10**9:,.1f}".translate(str.maketrans(",.", ".,"))
        name = f"{self.label} ({self.path})" if self.label else str(self.path)
        return f"{name} · còn {gigabytes} GB · {self.file_system}"


def linux_drives(mountinfo: str) -> Iterator[MountedDrive]:
    """Yield a drive for each writable disk in the text of `/proc/self/mountinfo`, in its order."""
    for line in mountinfo.splitlines():
        # Optional fields stand before the dash in any number, so the rest is counted from it.
        fields, _, rest = line.partition(" - ")
        point, options = _unescape_mount(fields.split()[4]), fields.split()[5].split(",")
        file_system, source = rest.split()[:2]
        if source.startswith("/dev/") and "rw" in options and os.access(point, os.W_OK):
            drive = _linux_drive(Path(point), file_system)
            if drive is not None:
                yield drive


def _linux_drive(point: Path, file_system: str) -> MountedDrive | None:
    try:
        usage = shutil.disk_usage(point)
    except OSError:  # pulled out since the list was made
        return None
    if not point.is_dir():
        return None
    removable = f"{point}/".startswith(REMOVABLE_ROOTS)
    label = point.name if removable else ""
    return MountedDrive(point, file_system, usage.free, usage.total, removable, label)


def _unescape_mount(text: str) -> str:
    return _ESCAPE_PATTERN.sub(lambda match: chr(int(match[1], 8)), text)


def windows_drives(kernel: Any) -> Iterator[MountedDrive]:
    """Yield a drive for each letter in use, from A to Z; `kernel` is `kernel32`."""
    letters = kernel.GetLogicalDrives()
    for number, letter in enumerate(ascii_uppercase):
        root = f"{letter}:\\"
        if letters >> number & 1 and kernel.GetDriveTypeW(root) in (REMOVABLE, FIXED, REMOTE):
            drive = _windows_drive(kernel, root)
            if drive is not None:
                yield drive


def _windows_drive(kernel: Any, root: str) -> MountedDrive | None:
    free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
    if not kernel.GetDiskFreeSpaceExW(root, ctypes.byref(free), ctypes.byref(total), None):
        return None  # a reader without a card
    label = ctypes.create_unicode_buffer(NAME_LENGTH)
    system = ctypes.create_unicode_buffer(NAME_LENGTH)
    kernel.GetVolumeInformationW(root, label, NAME_LENGTH, None, None, None, system, NAME_LENGTH)
    removable = kernel.GetDriveTypeW(root) == REMOVABLE
    return MountedDrive(Path(root), system.value, free.value, total.value, removable, label.value)


def list_drives() -> tuple[MountedDrive, ...]:
    """Return the writable drives, removable ones first; empty on a system that does not tell."""
    return tuple(sorted(_system_drives(), key=lambda drive: (not drive.removable, str(drive.path))))


def _system_drives() -> list[MountedDrive]:
    if os.name == "nt":
        kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - exists on Windows only
        return list(windows_drives(kernel))
    if sys.platform == "linux" and MOUNTINFO_PATH.exists():
        return list(linux_drives(MOUNTINFO_PATH.read_text("utf-8", "surrogateescape")))
    return []
