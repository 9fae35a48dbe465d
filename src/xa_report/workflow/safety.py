"""Verbs that keep a commune's file safe: checked backups, restoring, and where to write."""

from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.commune.store import backup as copying

if TYPE_CHECKING:
    from xa_report.package.drives import MountedDrive


def backup(source: Path, target: Path) -> None:
    """Copy a file, also while it is in use; the copy is opened and checked, then named."""
    copying.copy_store(source, target)


def restore(source: Path, target: Path) -> Path | None:
    """Put a checked backup in place of a file; return where the file before it is kept."""
    return copying.restore_store(source, target)


def drives() -> "tuple[MountedDrive, ...]":
    """The drives that can be written to, sticks first."""
    from xa_report.package.drives import list_drives

    return list_drives()
