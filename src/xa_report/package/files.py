"""Files that go into a package, measured without holding them in memory."""

import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xa_report.files import read_chunks


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file under its path in the package."""

    path: str
    content: bytes | Path
    mediatype: str = "application/octet-stream"

    def open(self) -> BinaryIO:
        """Open the content for reading."""
        return self.content.open("rb") if isinstance(self.content, Path) else BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class Measure:
    """What identifies a content."""

    bytes: int
    sha256: str
    crc: int


def measured(file: PackageFile) -> Measure:
    """Read a content through and measure it."""
    size, crc, digest = 0, 0, sha256()
    with file.open() as stream:
        for chunk in read_chunks(stream):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            digest.update(chunk)
    return Measure(size, digest.hexdigest(), crc)
