"""Files of the store: put in place whole, and rid of what belongs to an older one."""

from pathlib import Path

from xa_report.paths import put_in_place as put_in_place  # part of what this module offers


def remove_side_files(path: Path) -> None:
    """Remove the WAL and its index, which belong to a file that is replaced."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
