"""Drives as Windows lists its letters."""

import ctypes
from collections.abc import Iterator
from pathlib import Path
from string import ascii_uppercase
from typing import Any

from xa_report.package.drives.drive import Drive

REMOVABLE, FIXED, REMOTE = 2, 3, 4
NAME_LENGTH = 261


def windows_drives(kernel: Any) -> Iterator[Drive]:
    """Yield a drive for each letter in use; `kernel` is `kernel32`."""
    letters = kernel.GetLogicalDrives()
    for number, letter in enumerate(ascii_uppercase):
        root = f"{letter}:\\"
        if letters >> number & 1 and kernel.GetDriveTypeW(root) in (REMOVABLE, FIXED, REMOTE):
            drive = _drive(kernel, root)
            if drive is not None:
                yield drive


def _drive(kernel: Any, root: str) -> Drive | None:
    free, total = ctypes.c_ulonglong(), ctypes.c_ulonglong()
    if not kernel.GetDiskFreeSpaceExW(root, ctypes.byref(free), ctypes.byref(total), None):
        return None  # a reader without a card
    label = ctypes.create_unicode_buffer(NAME_LENGTH)
    system = ctypes.create_unicode_buffer(NAME_LENGTH)
    kernel.GetVolumeInformationW(root, label, NAME_LENGTH, None, None, None, system, NAME_LENGTH)
    removable = kernel.GetDriveTypeW(root) == REMOVABLE
    return Drive(Path(root), system.value, free.value, total.value, removable, label.value)
