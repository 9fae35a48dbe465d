"""A report that comes as its PDF alone: the record and the manifest that travel inside."""

from dataclasses import dataclass
from hashlib import sha256

from xa_report.package.agreement import require_identity
from xa_report.package.carrier.extracting import extract
from xa_report.package.faults import PackageCode, fault
from xa_report.package.manifest import Manifest, read_manifest
from xa_report.package.names import MANIFEST, RECORD
from xa_report.package.record.reading import read_record
from xa_report.package.record.record import Record


@dataclass(frozen=True, slots=True)
class Carried:
    """What a report's PDF says besides its pages."""

    record: Record
    record_bytes: bytes
    manifest: Manifest
    manifest_sha256: str


def read_carried(pdf: bytes) -> Carried:
    """Read both files; raise PackageFaultError when one is wrong or they do not fit together."""
    parts = extract(pdf)
    manifest, record = read_manifest(parts[MANIFEST]), read_record(parts[RECORD])
    require_identity(manifest, record)
    digest = sha256(parts[RECORD]).hexdigest()
    if digest not in [one.sha256 for one in manifest.resources if one.path == RECORD]:
        raise fault(PackageCode.LISTED_HASH, name=RECORD)
    return Carried(record, parts[RECORD], manifest, sha256(parts[MANIFEST]).hexdigest())
