"""Extraction of the data files attached to a PDF, whose names and sizes are not trusted."""

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from types import MappingProxyType

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from xa_report.package.consistency import check_identity
from xa_report.package.faults import PackageCode, package_fault
from xa_report.package.manifest import PackageManifest, read_manifest
from xa_report.package.package_files import MANIFEST_NAME, PDF_NAME, RECORD_NAME
from xa_report.package.pdf_attachments.limits import check_pages, check_unpacked_size
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord

MEBIBYTE = 2**20
MAX_PDF_MEBIBYTES = 32
REPORT_DATA_FILES: Mapping[str, int] = MappingProxyType({RECORD_NAME: 8, MANIFEST_NAME: 8})
"""Files attached to a report, and the most MiB of each."""
MAX_NAME_TREE_NODES = 1000
"""Nodes of the name tree, files of one node, and associated files; a report has two files."""

# What pikepdf raises when an object is of another kind than the standard wants in its position.
_ODD_OBJECT_ERRORS = (
    AttributeError, TypeError, ValueError, KeyError, IndexError, RuntimeError, NotImplementedError,
)  # fmt: skip

ObjectNumber = tuple[int, int]
"""Number and generation of an object, pikepdf's `objgen`; (0, 0) for a direct one."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """File specification of a PDF with its stream, not unpacked yet."""

    name: str
    stream: pikepdf.Object
    related: bool
    """True when the document declares it as its data (`AF`, `AFRelationship` Data)."""


def iter_attached_files(pdf: pikepdf.Pdf) -> Iterator[AttachedFile]:
    """Yield every attached file; raise PackageFaultError when the names of one disagree."""
    related = _associated_files(pdf)
    listed = set()
    for key, spec in _named_specifications(pdf):
        listed.add(spec.objgen)
        yield _attached_file(key, spec, related)
    for objgen, spec in related.items():
        # Viewers differ in which of the two lists they show, so a file of either is checked.
        if objgen not in listed:
            yield _attached_file(str(spec.get("/UF", "")), spec, related)


def _associated_files(pdf: pikepdf.Pdf) -> dict[ObjectNumber, pikepdf.Object]:
    files = pdf.Root.get("/AF", Array())
    if not isinstance(files, Array) or len(files) > MAX_NAME_TREE_NODES:
        raise package_fault(PackageCode.ATTACHED_FOREIGN, name="/AF")
    specs = list(files)
    by_number = {spec.objgen: spec for spec in specs}
    # Direct objects have no number to be told apart by.
    if len(by_number) != len(specs) or (0, 0) in by_number:
        raise package_fault(PackageCode.ATTACHED_TWICE, name="/AF")
    return by_number


def _named_specifications(pdf: pikepdf.Pdf) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield key and specification from the name tree; raise PackageFaultError past the limit."""
    names = pdf.Root.get("/Names", Dictionary())
    waiting = [names["/EmbeddedFiles"]] if "/EmbeddedFiles" in names else []
    nodes = 0  # the limit also ends a tree whose node is below itself
    while waiting:
        node = waiting.pop()
        nodes += 1
        pairs = list(node.get("/Names", Array()))
        waiting += list(node.get("/Kids", Array()))
        if max(nodes, len(waiting), len(pairs)) > MAX_NAME_TREE_NODES or len(pairs) % 2:
            raise package_fault(PackageCode.ATTACHED_FOREIGN, name="/EmbeddedFiles")
        for key, spec in zip(pairs[::2], pairs[1::2], strict=True):
            yield str(key), spec


def _attached_file(
    key: str, spec: pikepdf.Object, related: dict[ObjectNumber, pikepdf.Object]
) -> AttachedFile:
    names = [key, *(str(spec.get(field, key)) for field in ("/F", "/UF"))]
    if not all(isinstance(spec.get(field, String("")), String) for field in ("/F", "/UF")):
        raise package_fault(PackageCode.ATTACHED_NAMES, name=key)
    if len(set(names)) != 1 or "/UF" not in spec:
        raise package_fault(PackageCode.ATTACHED_NAMES, name=key)
    streams = list(spec.get("/EF", Dictionary()).items())
    # One stream under both keys: else two readers could be shown two contents.
    numbers = {stream.objgen for _, stream in streams}
    if len(numbers) != 1 or not {field for field, _ in streams} <= {"/F", "/UF"}:
        raise package_fault(PackageCode.ATTACHED_NAMES, name=key)
    declared = spec.objgen in related and spec.get("/AFRelationship") == Name.Data
    return AttachedFile(key, streams[0][1], declared)


def read_attached_stream(file: AttachedFile, most: int) -> bytes:
    """Return the unpacked content; raise PackageFaultError over `most` MiB."""
    if not isinstance(file.stream, Stream):
        raise package_fault(PackageCode.NOT_ATTACHED, name=file.name)
    raw = file.stream.read_raw_bytes()
    # /F leads to a file outside, /DecodeParms to predictors: no writer of ours uses either.
    if "/F" in file.stream or "/DecodeParms" in file.stream:
        raise package_fault(PackageCode.ATTACHED_FILTER, name=file.name)
    content = _unpack_stream(raw, file, most * MEBIBYTE)
    if len(content) > most * MEBIBYTE:
        raise package_fault(PackageCode.ATTACHED_TOO_LARGE, name=file.name, most=most)
    claimed = file.stream.get("/Params", Dictionary()).get("/Size")
    if claimed is not None and claimed != len(content):
        raise package_fault(PackageCode.ATTACHED_SIZE, name=file.name)
    return content


def _unpack_stream(raw: bytes, file: AttachedFile, most: int) -> bytes:
    filters = file.stream.get("/Filter")
    if filters is None:
        return raw
    single = filters if isinstance(filters, Name) else filters[0] if len(filters) == 1 else None
    if single != Name.FlateDecode:
        raise package_fault(PackageCode.ATTACHED_FILTER, name=file.name)
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(raw, most + 1)  # one byte more tells that it is too large
    except zlib.error as error:
        raise package_fault(PackageCode.ATTACHED_SIZE, name=file.name) from error
    if len(content) <= most and not inflater.eof:
        raise package_fault(PackageCode.ATTACHED_SIZE, name=file.name)
    return content


def extract_data_files(
    content: bytes, size_limits: Mapping[str, int] = REPORT_DATA_FILES, name: str = PDF_NAME
) -> dict[str, bytes]:
    """Return the attached files named in `size_limits` (MiB), each once and declared as data.

    Raise PackageFaultError with the first fault, as for a file that is not named. Proves nothing of
    signatures: only what a signature over the whole file protects may be believed.
    """
    if len(content) > MAX_PDF_MEBIBYTES * MEBIBYTE:
        raise package_fault(PackageCode.PDF_TOO_LARGE, name=name, most=MAX_PDF_MEBIBYTES)
    if not content.startswith(b"%PDF-"):
        raise package_fault(PackageCode.NOT_PDF, name=name)
    check_unpacked_size(content, name)
    try:
        # No recovery: a damaged file must not be read otherwise than by whoever signed it.
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise package_fault(PackageCode.PDF_ENCRYPTED, name=name)
            check_pages(pdf)
            return dict(_data_file_contents(pdf, size_limits))
    except pikepdf.PasswordError as error:
        raise package_fault(PackageCode.PDF_ENCRYPTED, name=name) from error
    except (pikepdf.PdfError, *_ODD_OBJECT_ERRORS) as error:
        raise package_fault(PackageCode.NOT_PDF, name=name) from error


def _data_file_contents(
    pdf: pikepdf.Pdf, size_limits: Mapping[str, int]
) -> Iterator[tuple[str, bytes]]:
    attached = {file.name: file for file in _known_attachments(pdf, size_limits)}
    for name, most in size_limits.items():
        if name not in attached:
            raise package_fault(PackageCode.NOT_ATTACHED, name=name)
        yield name, read_attached_stream(attached[name], most)


def _known_attachments(pdf: pikepdf.Pdf, size_limits: Mapping[str, int]) -> Iterator[AttachedFile]:
    seen = set()
    for file in iter_attached_files(pdf):
        if file.name not in size_limits:
            raise package_fault(PackageCode.ATTACHED_FOREIGN, name=file.name)
        if file.name in seen:
            raise package_fault(PackageCode.ATTACHED_TWICE, name=file.name)
        if not file.related:
            raise package_fault(PackageCode.NO_RELATION, name=file.name)
        seen.add(file.name)
        yield file


@dataclass(frozen=True, slots=True)
class EmbeddedReport:
    """Record and manifest attached to the PDF of a report."""

    record: ReportRecord
    record_bytes: bytes
    manifest: PackageManifest
    manifest_sha256: str


def read_embedded_report(pdf: bytes) -> EmbeddedReport:
    """Read record and manifest; raise PackageFaultError when one is unsound or they disagree."""
    parts = extract_data_files(pdf)
    manifest, record = read_manifest(parts[MANIFEST_NAME]), read_report_json(parts[RECORD_NAME])
    check_identity(manifest, record)
    digest = sha256(parts[RECORD_NAME]).hexdigest()
    if digest not in [one.sha256 for one in manifest.resources if one.path == RECORD_NAME]:
        raise package_fault(PackageCode.LISTED_HASH, name=RECORD_NAME)
    return EmbeddedReport(
        record, parts[RECORD_NAME], manifest, sha256(parts[MANIFEST_NAME]).hexdigest()
    )
