"""How long a worker process may look at one file: whatever a file does, it stops only itself."""

import faulthandler
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SECONDS = 120.0
"""For any file; a report takes a twentieth of a second."""
SLOWEST = 2**20
"""Bytes a second that are waited for besides: sticks and network drives are slow."""


@contextmanager
def limited(path: Path, seconds: float = SECONDS) -> Iterator[None]:
    """End this process when the work on a file takes too long; even a library cannot prevent it."""
    with suppress(OSError):
        seconds += path.stat().st_size / SLOWEST
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
