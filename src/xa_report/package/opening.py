"""Opens a package: structure before content, content before meaning, the first fault stops."""

import shutil
import tempfile
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from xa_report.errors import EnvironmentFailedError
from xa_report.files import read_chunks
from xa_report.package.agreement import require_carried, require_cited, require_identity
from xa_report.package.carrier.extracting import LARGEST_PDF, MEBIBYTE, extract
from xa_report.package.faults import PackageCode, fault
from xa_report.package.files import Measure
from xa_report.package.listing import require_listed
from xa_report.package.manifest import Manifest, read_manifest
from xa_report.package.names import EVIDENCE, MANIFEST, PDF, RECORD, WORKBOOK
from xa_report.package.record.reading import read_record
from xa_report.package.record.record import Record
from xa_report.package.strict_json import LARGEST as LARGEST_JSON
from xa_report.package.zip_reader import content_chunks, read_directory
from xa_report.strict_zip.layout import ZipEntry


@dataclass(frozen=True, slots=True)
class Package(AbstractContextManager["Package", None]):
    """An open package; its files lie in a folder of ours until it is closed."""

    sha256: str
    """Of the archive as it came."""
    record: Record
    manifest: Manifest
    manifest_sha256: str
    files: Mapping[str, Path]
    """Where the content of each path lies: under its own hash, never under its name."""
    folder: Path

    @property
    def pdf(self) -> bytes:
        """The signed PDF; whether its signatures hold is for others to say."""
        return self.files[PDF].read_bytes()

    @property
    def workbook(self) -> Path:
        """The workbook."""
        return self.files[WORKBOOK]

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def __exit__(self, *error: object) -> None:
        self.close()


def open_package(path: Path, folder: Path | None = None, *, evidence: bool = True) -> Package:
    """Open a package; use it in a `with`. `folder` is where its files may lie meanwhile.

    Without `evidence` its documents are proved like all other files, but not laid there.
    Raise PackageFaultError with the one code of the first fault, EnvironmentFailedError when the
    file cannot be read or there is no room.
    """
    try:
        place = Path(tempfile.mkdtemp(prefix="xa-report-", dir=folder))
        try:
            with path.open("rb") as stream:
                return _opened(stream, path.name, place, evidence)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được gói “{path}”: {error.strerror or error}. Hãy kiểm tra USB, chỗ trống "
            "trên máy và quyền đọc tệp rồi mở lại."
        ) from error


def _opened(stream: BinaryIO, name: str, folder: Path, evidence: bool) -> Package:
    entries = read_directory(stream, name)
    _require_small(entries)
    measures, files = {}, {}
    for entry in entries:
        if evidence or not EVIDENCE.fullmatch(entry.name):
            files[entry.name] = _extracted(stream, entry, folder)
            measures[entry.name] = Measure(entry.size, files[entry.name].name, entry.crc)
        else:
            measures[entry.name] = _measured(stream, entry)
    manifest_bytes = files[MANIFEST].read_bytes()
    manifest = read_manifest(manifest_bytes)
    require_listed(manifest, measures)
    record_bytes = files[RECORD].read_bytes()
    record = read_record(record_bytes)
    require_identity(manifest, record)
    require_cited(record, measures)
    carried = extract(files[PDF].read_bytes())
    require_carried(carried, record_bytes, manifest_bytes)
    digest = sha256(manifest_bytes).hexdigest()
    return Package(_whole(stream), record, manifest, digest, files, folder)


def _require_small(entries: tuple[ZipEntry, ...]) -> None:
    """What is read into memory has limits that are known before anything is unpacked."""
    for entry in entries:
        if entry.name == PDF and entry.size > LARGEST_PDF * MEBIBYTE:
            raise fault(PackageCode.PDF_TOO_LARGE, name=PDF, most=LARGEST_PDF)
        if entry.name in (RECORD, MANIFEST) and entry.size > LARGEST_JSON:
            raise fault(PackageCode.JSON_TOO_LARGE, name=entry.name)


def _extracted(stream: BinaryIO, entry: ZipEntry, folder: Path) -> Path:
    """Unpack a file into the folder, under the hash of what came out."""
    draft, digest = folder / "part", sha256()
    with draft.open("wb") as target:
        for chunk in content_chunks(stream, entry):
            digest.update(chunk)
            target.write(chunk)
    return draft.replace(folder / digest.hexdigest())


def _measured(stream: BinaryIO, entry: ZipEntry) -> Measure:
    """Unpack a file without keeping what comes out; its size and checksum are proved on the way."""
    digest = sha256()
    for chunk in content_chunks(stream, entry):
        digest.update(chunk)
    return Measure(entry.size, digest.hexdigest(), entry.crc)


def _whole(stream: BinaryIO) -> str:
    digest = sha256()
    stream.seek(0)
    for chunk in read_chunks(stream):
        digest.update(chunk)
    return digest.hexdigest()
