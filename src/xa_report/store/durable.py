"""Files that appear under their name whole and flushed, or not at all."""

import os
from pathlib import Path


def put_in_place(draft: Path, target: Path) -> None:
    """Flush a draft to the disk and give it its name, in place of what had it."""
    with draft.open("r+b") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    if os.name == "posix":  # elsewhere a folder cannot be opened to be flushed
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove_side_files(path: Path) -> None:
    """Remove the WAL and its index, which belong to a file that is replaced."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
