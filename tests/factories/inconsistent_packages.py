"""Packages whose archive is sound but whose parts do not agree, with the code of each."""

import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

import pikepdf

from tests.factories.packages import attachments_pdf, data_file, package_files, packed_record
from tests.factories.tampered_pdfs import TAMPERED, edit_pdf
from xa_report.domain.canonical_json import dump_bytes
from xa_report.package.manifest import build_manifest, manifest_bytes
from xa_report.package.package_files import MANIFEST_NAME, PDF_NAME, RECORD_NAME, PackageFile
from xa_report.package.report_json import report_json_bytes
from xa_report.package.report_record import RecordCorrection

Files = Sequence[PackageFile]
Change = Callable[[dict[str, Any]], object]


class InconsistentPackage(NamedTuple):
    name: str
    code: str
    """Empty for one that is sound."""
    files: Files


def package_without(*paths: str) -> Files:
    return [file for file in package_files() if file.path not in paths]


def with_content(path: str, content: bytes) -> Files:
    return [replace(f, content=content) if f.path == path else f for f in package_files()]


def content_of(path: str, files: Files = ()) -> bytes:
    with next(file for file in files or package_files() if file.path == path).open() as stream:
        return stream.read()


LISTED = tuple(package_without(PDF_NAME, MANIFEST_NAME))
OTHER = PackageFile(f"evidence/{sha256(b'x').hexdigest()}.bin", b"x")
NAME = json.loads(content_of(MANIFEST_NAME))["name"]


def package_of(listed: Files, name: str = NAME) -> Files:
    """A package whose manifest and PDF are made for the listed files."""
    return with_manifest(listed, manifest_bytes(build_manifest(name, listed)))


def with_manifest(listed: Files, manifest: bytes) -> Files:
    pdf = attachments_pdf(
        data_file(RECORD_NAME, content_of(RECORD_NAME, listed)), data_file(MANIFEST_NAME, manifest)
    )
    return [PackageFile(PDF_NAME, pdf), *listed, PackageFile(MANIFEST_NAME, manifest)]


def with_record(content: bytes) -> Files:
    return package_of([replace(f, content=content) if f.path == RECORD_NAME else f for f in LISTED])


def package_with_changed_record(change: Change) -> Files:
    whole = json.loads(report_json_bytes(packed_record()))
    change(whole)
    return with_record(dump_bytes(whole))


def package_with_changed_manifest(change: Change) -> Files:
    whole = json.loads(content_of(MANIFEST_NAME))
    change(whole)
    return with_manifest(LISTED, dump_bytes(whole))


def inconsistent_packages() -> Iterator[InconsistentPackage]:
    """Every package of the table."""
    for part in (_files, _pdfs, _records, _manifests):
        for name, code, files in part():
            yield InconsistentPackage(name, code, files)


Rows = Iterator[tuple[str, str, Files]]


def sound_packages() -> Rows:
    """Packages that must be accepted."""
    none = replace(packed_record(), report=replace(packed_record().report, evidence=()))
    two = replace(
        packed_record(), report=replace(packed_record().report, sequence=2), replaces="12" * 32
    )
    later = {"specVersion": "1.9", "laterField": {"a": [1, None, True]}}
    yield "with-evidence", "", package_files()
    empty = [f for f in LISTED if not f.path.startswith("evidence/")]
    record = PackageFile(RECORD_NAME, report_json_bytes(none))
    yield "without-evidence", "", package_of([record, *(f for f in empty if f.path != RECORD_NAME)])
    yield "newer-minor", "", package_with_changed_record(lambda whole: whole.update(later))
    earlier = [PackageFile(RECORD_NAME, report_json_bytes(packed_record(), "1.0"))]
    yield "version-1-0", "", package_of([*earlier, *(f for f in LISTED if f.path != RECORD_NAME)])
    corrected = replace(two, correction=RecordCorrection("34" * 32, ("1.1",), "56" * 32))
    answer = [PackageFile(RECORD_NAME, report_json_bytes(corrected))]
    rest = [f for f in LISTED if f.path != RECORD_NAME]
    yield "correction", "", package_of([*answer, *rest], NAME.replace("-l1", "-l2"))
    again = [
        PackageFile(RECORD_NAME, report_json_bytes(two)),
        *(f for f in LISTED if f.path != RECORD_NAME),
    ]
    yield "second-submission", "", package_of(again, NAME.replace("-l1", "-l2"))


def _files() -> Rows:
    evidence = next(f for f in reversed(LISTED) if f.path.startswith("evidence/"))
    content = content_of(evidence.path)
    fewer = [f for f in LISTED if f != evidence]
    yield "unlisted", "P301", [*package_files(), OTHER]
    yield "listed-absent", "P302", package_without(evidence.path)
    yield "other-length", "P303", with_content(evidence.path, content + b"more")
    yield "other-content", "P304", with_content(evidence.path, content[::-1])
    yield "workbook-changed", "P304", with_content("bao-cao.xlsx", b"PK-SO-LIEU" * 50)
    yield "evidence-not-its-hash", "P305", package_of([*LISTED, replace(OTHER, content=b"y")])
    yield "other-unit", "P308", package_of(LISTED, NAME.replace("25001", "25002"))
    yield "other-sequence", "P308", package_of(LISTED, NAME.replace("-l1", "-l2"))
    yield "evidence-missing", "P514", package_of(fewer)
    yield "evidence-uncited", "P515", package_of([*LISTED, OTHER])
    renamed = replace(evidence, path=f"{evidence.path.partition('.')[0]}.exe")
    yield "evidence-other-ending", "P516", package_of([*fewer, renamed])
    yield "evidence-two-endings", "P517", package_of([*LISTED, renamed])
    program = replace(evidence, mediatype="application/x-msdownload")
    yield "evidence-other-type", "P518", package_of([*fewer, program])


def _pdfs() -> Rows:
    record, manifest = content_of(RECORD_NAME), content_of(MANIFEST_NAME)
    mine = data_file(RECORD_NAME, record), data_file(MANIFEST_NAME, manifest)
    other = report_json_bytes(replace(packed_record(), replaces="12" * 32))
    yield "pdf-is-none", "P401", with_content(PDF_NAME, b"PDF")
    yield "pdf-cut", "P401", with_content(PDF_NAME, attachments_pdf(*mine)[:-200])
    yield "pdf-with-nothing", "P403", with_content(PDF_NAME, attachments_pdf())
    yield "pdf-without-manifest", "P403", with_content(PDF_NAME, attachments_pdf(mine[0]))
    stranger = data_file("autorun.inf", b"[autorun]")
    yield "pdf-with-stranger", "P405", with_content(PDF_NAME, attachments_pdf(*mine, stranger))
    forged = attachments_pdf(data_file(RECORD_NAME, other), mine[1])
    yield "pdf-of-another-record", "P411", with_content(PDF_NAME, forged)
    forged = attachments_pdf(mine[0], data_file(MANIFEST_NAME, b"{}"))
    yield "pdf-of-another-manifest", "P412", with_content(PDF_NAME, forged)
    sound = content_of(PDF_NAME)
    for change, code in TAMPERED:
        name = f"pdf-{change.__name__.replace('_', '-')}"
        yield name, code, with_content(PDF_NAME, edit_pdf(sound, change))
    locked = edit_pdf(sound, lambda pdf: None, encryption=pikepdf.Encryption(owner="a", user="b"))
    yield "pdf-locked", "P402", with_content(PDF_NAME, locked)
    nested = b"stream\n" + zlib.compress(zlib.compress(bytes(2**24), 9)) + b"\nendstream"
    yield "pdf-bomb-in-a-bomb", "P414", with_content(PDF_NAME, b"%PDF-1.7\n" + nested)


def _records() -> Rows:
    record = report_json_bytes(packed_record())
    yield "record-latin", "P501", with_record(record[:-1] + b',"z":"\xe9"}')
    yield "record-no-json", "P502", with_record(record[:-1])
    yield "record-key-twice", "P503", with_record(record[:-1] + b',"unit":{}}')
    yield "record-too-deep", "P504", with_record(b"[" * 99 + b"]" * 99)
    yield "record-too-many", "P505", with_record(b"[" + b"0," * 300_000 + b"0]")
    yield "record-float", "P506", with_record(record[:-1] + b',"z":1.5}')
    yield "record-half-character", "P507", with_record(record[:-1] + b',"z":"\\ud800"}')
    yield "record-no-unit", "P508", package_with_changed_record(lambda whole: whole.pop("unit"))
    period = {"period": "2026-Q7"}
    yield (
        "record-bad-period",
        "P508",
        package_with_changed_record(lambda whole: whole.update(period)),
    )
    yield (
        "record-unknown-field",
        "P509",
        package_with_changed_record(lambda whole: whole.update(z="1")),
    )
    yield "record-spaces", "P510", with_record(json.dumps(json.loads(record)).encode())
    number = {"1.1": "1.50e1"}
    yield (
        "record-exponent",
        "P510",
        package_with_changed_record(lambda whole: whole.update(manual=number)),
    )
    receipt = {"documentType": "urn:xa-report:receipt"}
    yield (
        "record-is-receipt",
        "P511",
        package_with_changed_record(lambda whole: whole.update(receipt)),
    )
    major = {"specVersion": "2.0"}
    yield (
        "record-newer-major",
        "P512",
        package_with_changed_record(lambda whole: whole.update(major)),
    )
    nan = {"1.1": "NaN"}
    yield (
        "record-no-number",
        "P513",
        package_with_changed_record(lambda whole: whole.update(manual=nan)),
    )


def _manifests() -> Rows:
    def resources(change: Change) -> Files:
        return package_with_changed_manifest(lambda whole: change(whole["resources"][0]))

    def twice(whole: dict[str, Any]) -> None:
        whole["resources"].insert(0, whole["resources"][0])

    whole = json.loads(content_of(MANIFEST_NAME))
    loose = json.dumps(whole, indent=1).encode()
    pdf = dict(whole["resources"][0], path=PDF_NAME, name=PDF_NAME)
    yield "manifest-twice", "P306", package_with_changed_manifest(twice)
    yield (
        "manifest-lists-pdf",
        "P307",
        package_with_changed_manifest(lambda w: w["resources"].insert(0, pdf)),
    )
    yield "manifest-old-hash", "P508", resources(lambda resource: resource.update(hash="d" * 32))
    yield "manifest-absolute", "P508", resources(lambda resource: resource.update(path="C:/a"))
    yield "manifest-remote", "P508", resources(lambda resource: resource.update(path="http://a/b"))
    yield "manifest-more", "P509", resources(lambda resource: resource.update(title="x"))
    yield "manifest-loose", "P510", with_manifest(LISTED, loose)
    yield (
        "manifest-backwards",
        "P510",
        package_with_changed_manifest(lambda w: w["resources"].reverse()),
    )
    yield (
        "manifest-newer",
        "P512",
        package_with_changed_manifest(lambda w: w.update(specVersion="2.1")),
    )
