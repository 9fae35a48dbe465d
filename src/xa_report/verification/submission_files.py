"""Submissions read from a folder: packages, and signed PDFs without a package."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xa_report.errors import EnvironmentFailedError, PackageFaultError
from xa_report.package.consistency import check_identity
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.manifest import PackageManifest, read_manifest
from xa_report.package.package_files import MANIFEST_NAME, RECORD_NAME
from xa_report.package.pdf_attachments.extraction import (
    MAX_PDF_MEBIBYTES,
    MEBIBYTE,
    extract_data_files,
)
from xa_report.package.reader import open_package
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord


@dataclass(frozen=True, slots=True)
class SubmissionFile:
    """Report as it was sent, from a package or a PDF."""

    path: Path
    record: ReportRecord
    manifest_sha256: str
    package_sha256: str | None
    """Hash of the package; None for a PDF that came alone."""


@dataclass(frozen=True, slots=True)
class SubmissionFileSet:
    """Submissions that could be read, and sentences on files that could not."""

    files: tuple[SubmissionFile, ...]
    faults: tuple[str, ...] = ()
    """A sentence for each file that is not intact or cannot be read."""

    def find(self, manifest: str | None, package: str | None = None) -> SubmissionFile | None:
        """Return the submission with a manifest; of several the package, then a PDF alone."""
        matches = [file for file in self.files if file.manifest_sha256 == manifest]
        # Signing the PDF again changes the package, not the manifest: the records are the same.
        order = (package, None)
        return min(
            matches,
            key=lambda file: (
                order.index(file.package_sha256) if file.package_sha256 in order else 2
            ),
            default=None,
        )


def read_submission_files(paths: Iterable[Path]) -> SubmissionFileSet:
    """Read every file; a fault of one becomes a sentence and does not stop the others."""
    submissions, faults = [], []
    for path in paths:
        if not path.is_file():  # opening a pipe would wait for its writer
            faults.append(f"“{path.name}” không phải là tệp đọc được.")
            continue
        try:
            submissions.append(read_submission_file(path))
        except PackageFaultError as error:
            faults.append(f"Tệp “{path.name}” không còn nguyên vẹn. {error}")
        except EnvironmentFailedError as error:
            faults.append(str(error))
    return SubmissionFileSet(tuple(submissions), tuple(faults))


def read_submission_file(path: Path) -> SubmissionFile:
    """Read a package or a PDF, told apart by the first bytes.

    Raise PackageFaultError with the first fault, EnvironmentFailedError when it cannot be read.
    """
    if not _is_pdf(path):
        with open_package(path) as package:
            return SubmissionFile(path, package.record, package.manifest_sha256, package.sha256)
    content = extract_data_files(_read_limited(path))
    record, manifest = read_report_json(content[RECORD_NAME]), read_manifest(content[MANIFEST_NAME])
    check_identity(manifest, record)
    _require_record_in_manifest(manifest, content[RECORD_NAME])
    return SubmissionFile(path, record, sha256(content[MANIFEST_NAME]).hexdigest(), None)


def _require_record_in_manifest(manifest: PackageManifest, record: bytes) -> None:
    """Raise PackageFaultError unless the manifest lists the record with its hash."""
    if (RECORD_NAME, sha256(record).hexdigest()) not in {
        (r.path, r.sha256) for r in manifest.resources
    }:
        raise package_fault(PackageCode.LISTED_HASH, name=RECORD_NAME)


def _is_pdf(path: Path) -> bool:
    return _read_at_most(path, 5) == b"%PDF-"


def _read_limited(path: Path) -> bytes:
    """Return the file, or one byte more than the limit, so that it is refused as too large."""
    return _read_at_most(path, MAX_PDF_MEBIBYTES * MEBIBYTE + 1)


def _read_at_most(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError as error:
        raise EnvironmentFailedError(
            f"Không đọc được tệp “{path}”: {error.strerror or error}. Hãy kiểm tra USB và quyền "
            "đọc tệp rồi làm lại."
        ) from error
