"""Verbs that keep a commune's file safe: checked backups and restoring them."""

from pathlib import Path

from xa_report.store import copying, restoring


def backup(source: Path, target: Path) -> None:
    """Copy a file, also while it is in use; the copy is opened and checked, then named."""
    copying.backup(source, target)


def restore(source: Path, target: Path) -> Path | None:
    """Put a checked backup in place of a file; return where the file before it is kept."""
    return restoring.restore(source, target)
