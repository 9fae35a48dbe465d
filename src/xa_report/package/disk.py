"""The few things that writing asks of a disk, each of which can fail, so that tests can fail it."""

import os
import shutil
from pathlib import Path
from typing import BinaryIO


class Disk:
    """The real disk."""

    def free(self, folder: Path) -> int:
        """How many bytes are free for this user."""
        return shutil.disk_usage(folder).free

    def create(self, draft: Path) -> BinaryIO:
        """Open a draft for writing; one that an earlier try left behind is emptied."""
        return draft.open("wb")

    def write(self, file: BinaryIO, chunk: bytes) -> None:
        """Write a piece."""
        file.write(chunk)

    def flush(self, file: BinaryIO) -> None:
        """Bring everything onto the medium, so that it will be read back from there."""
        file.flush()
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)

    def reopen(self, draft: Path) -> BinaryIO:
        """Open the draft for reading it back."""
        return draft.open("rb")

    def rename(self, draft: Path, target: Path) -> None:
        """Give the draft its name, in one step."""
        draft.replace(target)

    def flush_folder(self, folder: Path) -> None:
        """Bring the new name onto the medium."""
        if os.name != "posix":  # elsewhere a folder cannot be opened to be flushed
            return
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
