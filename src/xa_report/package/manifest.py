"""Manifest `datapackage.json`: a Frictionless Data Package of every file but the PDF."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct, convert, field, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.json_documents import (
    check_document_type,
    check_no_unknown_fields,
    convert_json,
    read_json,
)
from xa_report.package.package_files import MANIFEST_NAME, PDF_NAME, PackageFile, digest_file

MANIFEST_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
MANIFEST_DOCUMENT_TYPE = "urn:xa-report:manifest"
MANIFEST_SPEC_VERSION = "1.0"
MAX_LISTED_FILE_SIZE = 2**31
"""Bytes."""


class ResourcePart(Struct, frozen=True, kw_only=True):
    """One file: where, how long, which hash, what kind."""

    name: Annotated[str, Meta(pattern="^[a-z0-9._-]{1,100}$")]
    path: Annotated[str, Meta(pattern="^[a-z0-9./-]{1,100}$")]
    bytes: Annotated[int, Meta(ge=0, le=MAX_LISTED_FILE_SIZE)]
    hash: Annotated[str, Meta(pattern="^sha256:[0-9a-f]{64}$")]
    mediatype: Annotated[str, Meta(pattern="^[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,100}$")]


class ManifestDocument(Struct, frozen=True, rename="camel", kw_only=True):
    """`datapackage.json`."""

    schema_: str = field(name="$schema")
    document_type: str
    spec_version: Annotated[str, Meta(pattern=r"^[0-9]{1,4}\.[0-9]{1,4}$")]
    name: Annotated[str, Meta(pattern="^cchc-[0-9a-z-]{1,60}$")]
    version: str
    resources: Annotated[tuple[ResourcePart, ...], Meta(min_length=1, max_length=5000)]


@dataclass(frozen=True, slots=True)
class ListedFile:
    """File in the list of a manifest; the size in bytes."""

    path: str
    bytes: int
    sha256: str
    mediatype: str


@dataclass(frozen=True, slots=True)
class PackageManifest:
    """Name of a package and the files that it must hold beside the PDF."""

    name: str
    resources: tuple[ListedFile, ...]
    """In the order of their paths."""


def build_manifest(name: str, files: Iterable[PackageFile]) -> PackageManifest:
    """Read the files through and list them in the order of their paths."""
    resources = []
    for file in sorted(files, key=lambda file: file.path):
        measure = digest_file(file)
        resources.append(ListedFile(file.path, measure.bytes, measure.sha256, file.mediatype))
    return PackageManifest(name, tuple(resources))


def manifest_bytes(manifest: PackageManifest) -> bytes:
    """Return a manifest as canonical JSON; the check code is made of its SHA-256."""
    document = ManifestDocument(
        schema_=MANIFEST_PROFILE,
        document_type=MANIFEST_DOCUMENT_TYPE,
        spec_version=MANIFEST_SPEC_VERSION,
        name=manifest.name,
        version=MANIFEST_SPEC_VERSION,
        resources=tuple(_resource_to_part(resource) for resource in manifest.resources),
    )
    return dump_bytes(to_builtins(document))


def _resource_to_part(resource: ListedFile) -> ResourcePart:
    return convert(
        {
            "name": resource.path.replace("/", "."),
            "path": resource.path,
            "bytes": resource.bytes,
            "hash": f"sha256:{resource.sha256}",
            "mediatype": resource.mediatype,
        },
        ResourcePart,
    )


def read_manifest(content: bytes) -> PackageManifest:
    """Parse a manifest; raise PackageFaultError with the first fault."""
    raw = read_json(content, MANIFEST_NAME)
    same_minor = check_document_type(
        raw, MANIFEST_NAME, MANIFEST_DOCUMENT_TYPE, MANIFEST_SPEC_VERSION
    )
    document = convert_json(raw, ManifestDocument, MANIFEST_NAME)
    if same_minor:
        check_no_unknown_fields(raw, to_builtins(document), MANIFEST_NAME)
    manifest = PackageManifest(
        document.name, tuple(_resource_from_part(part) for part in document.resources)
    )
    _check_paths([resource.path for resource in manifest.resources])
    if same_minor and manifest_bytes(manifest) != content:
        raise package_fault(PackageCode.NOT_CANONICAL, name=MANIFEST_NAME)
    return manifest


def _resource_from_part(part: ResourcePart) -> ListedFile:
    return ListedFile(part.path, part.bytes, part.hash.removeprefix("sha256:"), part.mediatype)


def _check_paths(paths: list[str]) -> None:
    # The PDF carries the manifest, so its hash cannot stand there; its signature protects it.
    for path in (PDF_NAME, MANIFEST_NAME):
        if path in paths:
            raise package_fault(PackageCode.LISTS_ITSELF, name=path)
    for path, count in Counter(paths).items():
        if count > 1:
            raise package_fault(PackageCode.LISTED_TWICE, name=path)
    if paths != sorted(paths):
        raise package_fault(PackageCode.NOT_CANONICAL, name=MANIFEST_NAME)
