"""The manifest `datapackage.json`: a Frictionless Data Package of every file but the PDF."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from msgspec import Meta, Struct, convert, field, to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.package.document_type import require_type
from xa_report.package.faults import PackageCode, fault
from xa_report.package.files import PackageFile, measured
from xa_report.package.names import MANIFEST, PDF
from xa_report.package.shape import require_known, shaped
from xa_report.package.strict_json import read_json

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DOCUMENT_TYPE = "urn:xa-report:manifest"
SPEC_VERSION = "1.0"
LARGEST_FILE = 2**31
"""Bytes."""


class ResourcePart(Struct, frozen=True, kw_only=True):
    """One file: where, how long, which hash, what kind."""

    name: Annotated[str, Meta(pattern="^[a-z0-9._-]{1,100}$")]
    path: Annotated[str, Meta(pattern="^[a-z0-9./-]{1,100}$")]
    bytes: Annotated[int, Meta(ge=0, le=LARGEST_FILE)]
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
class Resource:
    """A file as the manifest lists it."""

    path: str
    bytes: int
    sha256: str
    mediatype: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a package must hold beside the PDF."""

    name: str
    resources: tuple[Resource, ...]
    """In the order of their paths."""


def manifest_of(name: str, files: Iterable[PackageFile]) -> Manifest:
    """Measure the files and list them."""
    resources = []
    for file in sorted(files, key=lambda file: file.path):
        measure = measured(file)
        resources.append(Resource(file.path, measure.bytes, measure.sha256, file.mediatype))
    return Manifest(name, tuple(resources))


def manifest_bytes(manifest: Manifest) -> bytes:
    """Write a manifest as canonical JSON; its SHA-256 is what the check code shows."""
    document = ManifestDocument(
        schema_=PROFILE,
        document_type=DOCUMENT_TYPE,
        spec_version=SPEC_VERSION,
        name=manifest.name,
        version=SPEC_VERSION,
        resources=tuple(_part(resource) for resource in manifest.resources),
    )
    return dump_bytes(to_builtins(document))


def _part(resource: Resource) -> ResourcePart:
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


def read_manifest(content: bytes) -> Manifest:
    """Read a manifest; raise PackageFaultError with the first thing that is wrong."""
    raw = read_json(content, MANIFEST)
    same_minor = require_type(raw, MANIFEST, DOCUMENT_TYPE, SPEC_VERSION)
    document = shaped(raw, ManifestDocument, MANIFEST)
    if same_minor:
        require_known(raw, to_builtins(document), MANIFEST)
    manifest = Manifest(document.name, tuple(_resource(part) for part in document.resources))
    _require_paths([resource.path for resource in manifest.resources])
    if same_minor and manifest_bytes(manifest) != content:
        raise fault(PackageCode.NOT_CANONICAL, name=MANIFEST)
    return manifest


def _resource(part: ResourcePart) -> Resource:
    return Resource(part.path, part.bytes, part.hash.removeprefix("sha256:"), part.mediatype)


def _require_paths(paths: list[str]) -> None:
    for path in (PDF, MANIFEST):
        if path in paths:
            raise fault(PackageCode.LISTS_ITSELF, name=path)
    for path, count in Counter(paths).items():
        if count > 1:
            raise fault(PackageCode.LISTED_TWICE, name=path)
    if paths != sorted(paths):
        raise fault(PackageCode.NOT_CANONICAL, name=MANIFEST)
