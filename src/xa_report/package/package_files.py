"""Files of a package: names, media types, contents and digests."""

import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
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
class ContentDigest:
    """What identifies a content."""

    bytes: int
    sha256: str
    crc: int


def digest_file(file: PackageFile) -> ContentDigest:
    """Read a content through and measure it."""
    size, crc, digest = 0, 0, sha256()
    with file.open() as stream:
        for chunk in read_chunks(stream):
            size += len(chunk)
            crc = zlib.crc32(chunk, crc)
            digest.update(chunk)
    return ContentDigest(size, digest.hexdigest(), crc)


PDF_NAME, WORKBOOK_NAME = "bao-cao.pdf", "bao-cao.xlsx"
RECORD_NAME, MANIFEST_NAME = "report.json", "datapackage.json"
PART_NAMES = (PDF_NAME, WORKBOOK_NAME, RECORD_NAME, MANIFEST_NAME)
"""The files that every package has, in their order."""

MEDIATYPES = {
    PDF_NAME: "application/pdf",
    WORKBOOK_NAME: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    RECORD_NAME: "application/json",
    MANIFEST_NAME: "application/json",
}
EVIDENCE_PATTERN = re.compile(r"evidence/([0-9a-f]{64})\.[0-9a-z]{1,8}", re.ASCII)
_SUFFIX_PATTERN = re.compile(r"[0-9a-z]{1,8}", re.ASCII)


def evidence_path(file: EvidenceFile) -> str:
    """Where an evidence file lies in a package; its own name stays in the record."""
    suffix = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    return f"evidence/{file.sha256}.{suffix if _SUFFIX_PATTERN.fullmatch(suffix) else 'bin'}"


def package_name(unit_code: str, period: Period, sequence: int) -> str:
    """The file name of a package: `CCHC_25001_2026-Q1_L2.zip`."""
    return f"CCHC_{unit_code}_{period}_L{sequence}.zip"


def manifest_name(unit_code: str, period: Period, sequence: int) -> str:
    """What the manifest calls the package: `cchc-25001-2026-q1-l2`."""
    return f"cchc-{unit_code}-{period}-l{sequence}".lower()
