"""Checks that manifest, record and PDF of a package agree; its identity without opening it."""

import re
from collections.abc import Mapping
from pathlib import Path

from xa_report.domain.evidence import EvidenceFile
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey
from xa_report.errors import PackageFaultError
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.manifest import PackageManifest
from xa_report.package.package_files import (
    EVIDENCE_PATTERN,
    MANIFEST_NAME,
    PDF_NAME,
    RECORD_NAME,
    ContentDigest,
    evidence_path,
    manifest_name,
)
from xa_report.package.report_record import ReportRecord
from xa_report.package.zip_reader import content_chunks, read_package_directory

MAX_MANIFEST_SIZE = 1024 * 1024
"""Bytes of the largest manifest that `peek_identity` unpacks; 5000 files take about as much."""
# Looked for in the bytes: nothing of a file that may be hostile is parsed only to name it.
_MANIFEST_NAME_PATTERN = re.compile(
    rb'"name":"cchc-([0-9a-z]{1,20})-([0-9a-z-]{4,7})-l[0-9]{1,9}"', re.ASCII
)


def check_manifest(manifest: PackageManifest, files: Mapping[str, ContentDigest]) -> None:
    """Raise PackageFaultError unless every file but the PDF is listed with its size and hash.

    `files` are the digests by path of all that the archive holds.
    """
    listed = {resource.path: resource for resource in manifest.resources}
    for path in files:
        if path not in listed and path not in (PDF_NAME, MANIFEST_NAME):
            raise package_fault(PackageCode.UNLISTED, name=path)
    for path, resource in listed.items():
        if path not in files:
            raise package_fault(PackageCode.LISTED_ABSENT, name=path)
        # The size first: a file that was cut short is named as such, not as one that was altered.
        if files[path].bytes != resource.bytes:
            raise package_fault(PackageCode.LISTED_SIZE, name=path)
        if files[path].sha256 != resource.sha256:
            raise package_fault(PackageCode.LISTED_HASH, name=path)
        match = EVIDENCE_PATTERN.fullmatch(path)
        if match and match[1] != resource.sha256:
            raise package_fault(PackageCode.EVIDENCE_NAME, name=path)


def check_identity(manifest: PackageManifest, record: ReportRecord) -> None:
    """Raise PackageFaultError when the manifest is of another unit, period or sequence."""
    report = record.report
    expected = manifest_name(report.unit.code, report.period, report.sequence)
    if manifest.name != expected:
        raise package_fault(PackageCode.IDENTITY, name=manifest.name, other=expected)


def check_citations(record: ReportRecord, mediatypes: Mapping[str, str]) -> None:
    """Raise PackageFaultError unless the evidence that is cited and that is present are the same.

    `mediatypes` are those of all files by path, as the manifest has them. A document has one
    path, with the ending and the type of the name that the record cites: whoever opens it by
    either shall get the same.
    """
    cited = {use.file.sha256 for use in record.report.evidence}
    present: dict[str, str] = {}
    for path in sorted(mediatypes):
        if match := EVIDENCE_PATTERN.fullmatch(path):
            other = present.setdefault(match[1], path)
            if other != path:
                raise package_fault(PackageCode.EVIDENCE_TWICE, name=other, other=path)
    # Sorted, so that the same package is always refused with the same name.
    for digest in sorted(cited - present.keys()):
        raise package_fault(PackageCode.EVIDENCE_ABSENT, sha256=digest[:12])
    for digest in sorted(present.keys() - cited):
        raise package_fault(PackageCode.EVIDENCE_UNCITED, name=present[digest])
    for use in record.report.evidence:
        _check_cited_file(use.file, present[use.file.sha256], mediatypes)


def _check_cited_file(file: EvidenceFile, path: str, mediatypes: Mapping[str, str]) -> None:
    if evidence_path(file) != path:
        raise package_fault(PackageCode.EVIDENCE_ENDING, name=file.name, other=path)
    if file.mediatype != mediatypes[path]:
        raise package_fault(
            PackageCode.EVIDENCE_MEDIATYPE,
            name=file.name,
            own=file.mediatype,
            listed=mediatypes[path],
        )


def check_embedded_data(embedded: Mapping[str, bytes], record: bytes, manifest: bytes) -> None:
    """Raise PackageFaultError unless the PDF carries manifest and record to the byte."""
    if embedded[MANIFEST_NAME] != manifest:
        raise package_fault(PackageCode.PDF_OTHER_MANIFEST)
    if embedded[RECORD_NAME] != record:
        raise package_fault(PackageCode.PDF_OTHER_RECORD)


def peek_identity(path: Path) -> CaseKey | None:
    """Return the unit and period that a package claims; None unless it claims exactly one.

    Nothing is proved: the answer serves to name a file that is refused or kept apart. No fault or
    unreadable file raises.
    """
    try:
        if not path.is_file():  # a pipe would keep its reader waiting for ever
            return None
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return None
            entries = read_package_directory(stream, path.name)
            manifests = [
                entry
                for entry in entries
                if entry.name == MANIFEST_NAME and entry.size <= MAX_MANIFEST_SIZE
            ]
            contents = [b"".join(content_chunks(stream, entry)) for entry in manifests]
        names = {name for content in contents for name in _MANIFEST_NAME_PATTERN.findall(content)}
        ((unit, period),) = names
        return CaseKey(unit.decode(), Period.parse(period.decode()))
    except (PackageFaultError, OSError, ValueError):
        return None
