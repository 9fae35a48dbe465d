"""Compares the manifest with the files that are really there."""

from collections.abc import Mapping

from xa_report.package.faults import PackageCode, fault
from xa_report.package.files import Measure
from xa_report.package.manifest import Manifest
from xa_report.package.names import EVIDENCE, MANIFEST, PDF


def require_listed(manifest: Manifest, files: Mapping[str, Measure]) -> None:
    """Raise PackageFaultError unless every file is listed, present, and what the list says."""
    listed = {resource.path: resource for resource in manifest.resources}
    for path in files:
        if path not in listed and path not in (PDF, MANIFEST):
            raise fault(PackageCode.UNLISTED, name=path)
    for path, resource in listed.items():
        if path not in files:
            raise fault(PackageCode.LISTED_ABSENT, name=path)
        if files[path].bytes != resource.bytes:
            raise fault(PackageCode.LISTED_SIZE, name=path)
        if files[path].sha256 != resource.sha256:
            raise fault(PackageCode.LISTED_HASH, name=path)
        match = EVIDENCE.fullmatch(path)
        if match and match[1] != resource.sha256:
            raise fault(PackageCode.EVIDENCE_NAME, name=path)
