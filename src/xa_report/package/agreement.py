"""What the parts of a package say of one another must agree."""

from collections.abc import Iterable, Mapping

from xa_report.package.faults import PackageCode, fault
from xa_report.package.manifest import Manifest
from xa_report.package.names import EVIDENCE, MANIFEST, RECORD, manifest_name
from xa_report.package.record.record import Record


def require_identity(manifest: Manifest, record: Record) -> None:
    """Raise PackageFaultError when the manifest is of another unit, period or sequence."""
    report = record.report
    own = manifest_name(report.unit.code, report.period, report.sequence)
    if manifest.name != own:
        raise fault(PackageCode.IDENTITY, name=manifest.name, other=own)


def require_cited(record: Record, paths: Iterable[str]) -> None:
    """Raise PackageFaultError when evidence is cited and absent, or there and not cited."""
    cited = {use.file.sha256 for use in record.report.evidence}
    found = {match[1]: match[0] for path in paths if (match := EVIDENCE.fullmatch(path))}
    for digest in sorted(cited - found.keys()):
        raise fault(PackageCode.EVIDENCE_ABSENT, sha256=digest[:12])
    for digest in sorted(found.keys() - cited):
        raise fault(PackageCode.EVIDENCE_UNCITED, name=found[digest])


def require_carried(carried: Mapping[str, bytes], record: bytes, manifest: bytes) -> None:
    """Raise PackageFaultError when the PDF carries other data than the package."""
    if carried[MANIFEST] != manifest:
        raise fault(PackageCode.PDF_OTHER_MANIFEST)
    if carried[RECORD] != record:
        raise fault(PackageCode.PDF_OTHER_RECORD)
