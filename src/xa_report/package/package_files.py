"""Files of a package: names, media types, contents and digests."""

import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.evidence_name import name_ending
from xa_report.domain.period import Period
from xa_report.files import read_chunks

PDF_NAME, WORKBOOK_NAME = "bao-cao.pdf", "bao-cao.xlsx"
RECORD_NAME, MANIFEST_NAME = "report.json", "datapackage.json"
PART_NAMES = (PDF_NAME, WORKBOOK_NAME, RECORD_NAME, MANIFEST_NAME)
"""Files that every package has, in the order of the archive."""

MEDIATYPES = {
    PDF_NAME: "application/pdf",
    WORKBOOK_NAME: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    RECORD_NAME: "application/json",
    MANIFEST_NAME: "application/json",
}
# The hash is the name: a sender's file names could be made to collide, hide or overwrite.
EVIDENCE_PATTERN = re.compile(r"evidence/([0-9a-f]{64})\.[0-9a-z]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PackageFile:
    """File to be packed: its path in the package, and its bytes or where they are."""

    path: str
    content: bytes | Path
    mediatype: str = "application/octet-stream"

    def open(self) -> BinaryIO:
        """Open the content for reading."""
        return self.content.open("rb") if isinstance(self.content, Path) else BytesIO(self.content)


@dataclass(frozen=True, slots=True)
class ContentDigest:
    """Size in bytes, SHA-256 and CRC-32 of a content."""

    bytes: int
    sha256: str
    crc: int


def digest_file(file: PackageFile) -> ContentDigest:
    """Read a file through in chunks and return its digest."""
    size, crc, digest = 0, 0, sha256()
    with file.open() as stream:
        for chunk in read_chunks(stream):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            digest.update(chunk)
    return ContentDigest(size, digest.hexdigest(), crc)


def evidence_path(file: EvidenceFile) -> str:
    """Return the path of an evidence file in a package; its own name stays in the record."""
    return f"evidence/{file.sha256}.{name_ending(file.name).lower() or 'bin'}"


def package_name(unit_code: str, period: Period, sequence: int) -> str:
    """Return the file name of a package: `CCHC_25001_2026-Q1_L2.zip`."""
    return f"CCHC_{unit_code}_{period}_L{sequence}.zip"


def manifest_name(unit_code: str, period: Period, sequence: int) -> str:
    """Return the name of a package in its manifest: `cchc-25001-2026-q1-l2`."""
    return f"cchc-{unit_code}-{period}-l{sequence}".lower()
