"""Time of day, progress callback, writable drives, and the kind of a database file."""

from collections.abc import Callable
from datetime import UTC, datetime

from xa_report.domain.text import VIETNAM
from xa_report.package.drives import MountedDrive, list_drives

ProgressCallback = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done, and how many there are."""


def no_progress(what: str, done: int, of: int) -> None:
    """Progress that nobody watches."""


Clock = Callable[[], datetime]


def now_in_vietnam() -> datetime:
    """This moment in Vietnam's zone, to the second."""
    return datetime.now(UTC).astimezone(VIETNAM).replace(microsecond=0)


def list_writable_drives() -> tuple[MountedDrive, ...]:
    """The drives that can be written to, sticks first."""
    return list_drives()
