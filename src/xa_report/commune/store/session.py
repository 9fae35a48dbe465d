"""An open file: its connection, its clock, who works with it, and the two ways to use it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from xa_report.commune.store.connect import explained
from xa_report.commune.store.lock import WriterLock
from xa_report.errors import UsageError

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Session:
    """What every part of the store works with."""

    path: Path
    db: Database
    who: str
    clock: Clock
    lock: WriterLock | None
    """None when the file is open for reading only."""
    notices: tuple[str, ...] = ()
    """What the user should know although the file could be opened."""

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Give one durable transaction: all of it is on the disk afterwards, or none."""
        if self.lock is None:
            raise UsageError(
                f"Tệp “{self.path.name}” đang mở ở chế độ chỉ đọc nên không ghi được. "
                "Hãy đóng cửa sổ đang giữ tệp rồi mở lại để ghi."
            )
        with explained(self.path), self.db.atomic():
            yield self.db.conn

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Give one unchanging view, also while another process writes."""
        with explained(self.path), self.db.atomic():
            yield self.db.conn

    def now(self) -> str:
        """Return the time as it is stored: ISO 8601, UTC, milliseconds."""
        return self.clock().astimezone(UTC).isoformat(timespec="milliseconds")

    def close(self) -> None:
        """Close the file and let the next writer in."""
        try:
            self.db.close()
        finally:
            if self.lock is not None:
                self.lock.release()
