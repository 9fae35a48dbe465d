"""Agreement of a package's parts - manifest, record, PDF - and a first look at its identity."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

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
    manifest_name,
)
from xa_report.package.report_record import ReportRecord
from xa_report.package.zip_reader import content_chunks, read_directory


def check_manifest(manifest: PackageManifest, files: Mapping[str, ContentDigest]) -> None:
    """Raise PackageFaultError unless every file is listed, present, and what the list says."""
    listed = {resource.path: resource for resource in manifest.resources}
    for path in files:
        if path not in listed and path not in (PDF_NAME, MANIFEST_NAME):
            raise package_fault(PackageCode.UNLISTED, name=path)
    for path, resource in listed.items():
        if path not in files:
            raise package_fault(PackageCode.LISTED_ABSENT, name=path)
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
    own = manifest_name(report.unit.code, report.period, report.sequence)
    if manifest.name != own:
        raise package_fault(PackageCode.IDENTITY, name=manifest.name, other=own)


def check_citations(record: ReportRecord, paths: Iterable[str]) -> None:
    """Raise PackageFaultError when evidence is cited and absent, or there and not cited."""
    cited = {use.file.sha256 for use in record.report.evidence}
    found = {match[1]: match[0] for path in paths if (match := EVIDENCE_PATTERN.fullmatch(path))}
    for digest in sorted(cited - found.keys()):
        raise package_fault(PackageCode.EVIDENCE_ABSENT, sha256=digest[:12])
    for digest in sorted(found.keys() - cited):
        raise package_fault(PackageCode.EVIDENCE_UNCITED, name=found[digest])


def check_embedded_data(embedded: Mapping[str, bytes], record: bytes, manifest: bytes) -> None:
    """Raise PackageFaultError when the PDF carries other data than the package."""
    if embedded[MANIFEST_NAME] != manifest:
        raise package_fault(PackageCode.PDF_OTHER_MANIFEST)
    if embedded[RECORD_NAME] != record:
        raise package_fault(PackageCode.PDF_OTHER_RECORD)


MAX_MANIFEST_SIZE = 1024 * 1024
"""Bytes of a list of files that is looked at."""
_MANIFEST_NAME_PATTERN = re.compile(
    rb'"name":"cchc-([0-9a-z]{1,20})-([0-9a-z-]{4,7})-l[0-9]{1,9}"', re.ASCII
)


def peek_identity(path: Path) -> CaseKey | None:
    """The unit and period that a package says it is of; None when it does not say so plainly."""
    try:
        if not path.is_file():  # a pipe would keep its reader waiting for ever
            return None
        with path.open("rb") as stream:
            if stream.read(2) != b"PK":
                return None
            entries = read_directory(stream, path.name)
            lists = [
                one
                for one in entries
                if one.name == MANIFEST_NAME and one.size <= MAX_MANIFEST_SIZE
            ]
            contents = [b"".join(content_chunks(stream, one)) for one in lists]
        names = {found for content in contents for found in _MANIFEST_NAME_PATTERN.findall(content)}
        ((unit, period),) = names
        return CaseKey(unit.decode(), Period.parse(period.decode()))
    except (PackageFaultError, OSError, ValueError):
        return None
