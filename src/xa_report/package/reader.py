"""Reader of packages: structure before content, content before meaning, the first fault stops."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from xa_report.errors import EnvironmentFailedError
from xa_report.files import read_chunks, write_scratch
from xa_report.package.consistency import (
    check_citations,
    check_embedded_data,
    check_identity,
    check_manifest,
)
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.json_documents import MAX_JSON_SIZE
from xa_report.package.manifest import PackageManifest, read_manifest
from xa_report.package.package_files import (
    EVIDENCE_PATTERN,
    MANIFEST_NAME,
    PDF_NAME,
    RECORD_NAME,
    WORKBOOK_NAME,
    ContentDigest,
)
from xa_report.package.pdf_attachments.extraction import (
    MAX_PDF_MEBIBYTES,
    MEBIBYTE,
    extract_data_files,
)
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.package.zip_reader import content_chunks, read_package_directory
from xa_report.strict_zip.layout import ZipEntry


@dataclass(frozen=True, slots=True)
class Package(AbstractContextManager["Package", None]):
    """Open package; its files lie in a folder of ours until it is closed."""

    sha256: str
    """Hash of the archive as it came."""
    record: ReportRecord
    manifest: PackageManifest
    manifest_sha256: str
    files: Mapping[str, Path]
    """Content of each path, in a file named by its hash, never by the sender's name."""
    folder: Path

    @property
    def pdf(self) -> bytes:
        """Bytes of the signed PDF, its signatures not verified."""
        return self.files[PDF_NAME].read_bytes()

    @property
    def workbook(self) -> Path:
        """File of the workbook."""
        return self.files[WORKBOOK_NAME]

    def close(self) -> None:
        """Remove the folder with all files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def __exit__(self, *error: object) -> None:
        self.close()


def open_package(path: Path, folder: Path | None = None, *, evidence: bool = True) -> Package:
    """Open a package for use in a `with`; its files are unpacked below `folder` meanwhile.

    Without `evidence` the evidence files are checked like all others, but not stored there.
    Raise PackageFaultError with the code of the first fault, EnvironmentFailedError when the file
    cannot be read or the disk is full.
    """
    try:
        unpacked = Path(tempfile.mkdtemp(prefix="xa-report-", dir=folder))
        try:
            with path.open("rb") as stream:
                return _read_package(stream, path.name, unpacked, evidence)
        except BaseException:  # also an interrupt must not leave 4 GiB behind
            shutil.rmtree(unpacked, ignore_errors=True)
            raise
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được gói “{path}”: {error.strerror or error}. Hãy kiểm tra USB, chỗ trống "
            "trên máy và quyền đọc tệp rồi mở lại."
        ) from error


def _read_package(stream: BinaryIO, name: str, folder: Path, evidence: bool) -> Package:
    # The order of the checks is part of the format: the first fault gives the code.
    entries = read_package_directory(stream, name)
    _check_memory_limits(entries)
    measures, files = {}, {}
    for entry in entries:
        if evidence or not EVIDENCE_PATTERN.fullmatch(entry.name):
            files[entry.name] = _extract_entry(stream, entry, folder)
            measures[entry.name] = ContentDigest(entry.size, files[entry.name].name, entry.crc)
        else:
            measures[entry.name] = _digest_entry(stream, entry)
    manifest_bytes = files[MANIFEST_NAME].read_bytes()
    manifest = read_manifest(manifest_bytes)
    check_manifest(manifest, measures)
    record_bytes = files[RECORD_NAME].read_bytes()
    record = read_report_json(record_bytes)
    check_identity(manifest, record)
    check_citations(record, {each.path: each.mediatype for each in manifest.resources})
    embedded = extract_data_files(files[PDF_NAME].read_bytes())
    check_embedded_data(embedded, record_bytes, manifest_bytes)
    digest = sha256(manifest_bytes).hexdigest()
    return Package(_stream_sha256(stream), record, manifest, digest, files, folder)


def _check_memory_limits(entries: tuple[ZipEntry, ...]) -> None:
    """Raise PackageFaultError when a part that is read into memory is larger than its limit."""
    for entry in entries:
        if entry.name == PDF_NAME and entry.size > MAX_PDF_MEBIBYTES * MEBIBYTE:
            raise package_fault(PackageCode.PDF_TOO_LARGE, name=PDF_NAME, most=MAX_PDF_MEBIBYTES)
        if entry.name in (RECORD_NAME, MANIFEST_NAME) and entry.size > MAX_JSON_SIZE:
            raise package_fault(PackageCode.JSON_TOO_LARGE, name=entry.name)


def _extract_entry(stream: BinaryIO, entry: ZipEntry, folder: Path) -> Path:
    """Unpack a file into the folder under the hash of its content; return its path."""
    draft = folder / "part"
    digest = write_scratch(draft, content_chunks(stream, entry))
    return draft.replace(folder / digest)


def _digest_entry(stream: BinaryIO, entry: ZipEntry) -> ContentDigest:
    """Unpack a file without storing it; size and checksum are checked on the way."""
    digest = sha256()
    for chunk in content_chunks(stream, entry):
        digest.update(chunk)
    return ContentDigest(entry.size, digest.hexdigest(), entry.crc)


def _stream_sha256(stream: BinaryIO) -> str:
    digest = sha256()
    stream.seek(0)
    for chunk in read_chunks(stream):
        digest.update(chunk)
    return digest.hexdigest()
