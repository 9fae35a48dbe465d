"""Clock, progress callback and writable drives."""

from collections.abc import Callable
from datetime import UTC, datetime

from xa_report.domain.dates import VIETNAM
from xa_report.package.drives import MountedDrive, list_drives

ProgressCallback = Callable[[str, int, int], None]
"""Callback with the step in words, the number of finished steps and the number of all."""


def no_progress(what: str, done: int, of: int) -> None:
    """Ignore progress."""


def now_in_vietnam() -> datetime:
    """Return the present time in Vietnam's zone, to the second."""
    # Dates in a PDF have no fractions of a second; with them, files of one export would disagree.
    return datetime.now(UTC).astimezone(VIETNAM).replace(microsecond=0)


def list_writable_drives() -> tuple[MountedDrive, ...]:
    """Return the drives that can be written to, removable ones first."""
    return list_drives()
