"""A sound package opens and gives back what was packed; parts that disagree are refused."""

import json
from dataclasses import replace
from hashlib import sha256

import pytest

from tests.package.made import a_pdf, data_file, package, parts, sent
from xa_report.domain.period import Period
from xa_report.errors import EnvironmentFailedError, PackageFaultError, UsageError
from xa_report.package.archive.writing import archive_chunks, measures_of
from xa_report.package.files import PackageFile
from xa_report.package.manifest import manifest_bytes, manifest_of
from xa_report.package.names import MANIFEST, PDF, RECORD, package_name
from xa_report.package.opening import open_package
from xa_report.package.record.writing import record_bytes
from xa_report.package.strict_json import canonical
from xa_report.package.writing import write_beside, write_package

NAME = "CCHC_25001_2026-Q1_L1.zip"


def test_a_package_comes_back_as_it_was_packed(tmp_path):
    path = write_package(tmp_path, NAME, parts())
    with open_package(path) as opened:
        assert opened.record == sent()
        assert opened.sha256 == sha256(path.read_bytes()).hexdigest()
        assert {p: f.read_bytes() for p, f in opened.files.items()} == {
            file.path: file.content for file in parts()
        }
        assert all(f.name == sha256(f.read_bytes()).hexdigest() for f in opened.files.values())
        folder = opened.folder
    assert not folder.exists()
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_the_same_files_give_the_same_bytes(tmp_path):
    first = write_package(tmp_path, "a.zip", parts()).read_bytes()
    assert write_package(tmp_path, "b.zip", parts()[::-1]).read_bytes() == first


def test_a_package_is_never_overwritten_unasked(tmp_path):
    write_package(tmp_path, NAME, parts())
    with pytest.raises(UsageError, match="ghi đè"):
        write_package(tmp_path, NAME, parts())
    write_package(tmp_path, NAME, parts(), replace=True)


def test_a_file_can_lie_beside_the_package(tmp_path):
    assert write_beside(tmp_path, PackageFile(PDF, b"%PDF")).read_bytes() == b"%PDF"


def test_names_are_short_and_plain():
    name = package_name("25001", Period.parse("2026-Q1"), 12)
    assert name == "CCHC_25001_2026-Q1_L12.zip"
    assert len(package_name("9" * 12, Period.parse("2026-Q1"), 999)) <= 50


def test_what_cannot_be_read_is_a_sentence(tmp_path):
    for path in (tmp_path / "không có.zip", tmp_path):
        with pytest.raises(EnvironmentFailedError, match="Không đọc được gói"):
            open_package(path)


def refused(tmp_path, files):
    files = list(files)
    path = tmp_path / "x.zip"
    path.write_bytes(b"".join(archive_chunks(files, measures_of(files))))
    with pytest.raises(PackageFaultError) as caught:
        open_package(path, tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    return caught.value.code


def without(*paths):
    return [file for file in parts() if file.path not in paths]


def with_content(path, content):
    return [replace(f, content=content) if f.path == path else f for f in parts()]


def bound(listed, name="cchc-25001-2026-l1", pdf=None):
    """A package whose manifest and PDF are made for the listed files."""
    manifest = manifest_bytes(manifest_of(name, listed))
    record = content_of(RECORD, listed)
    carried = a_pdf(data_file(RECORD, record), data_file(MANIFEST, manifest))
    return [PackageFile(PDF, pdf or carried), *listed, PackageFile(MANIFEST, manifest)]


LISTED = tuple(without(PDF, MANIFEST))
OTHER_EVIDENCE = PackageFile(f"evidence/{sha256(b'x').hexdigest()}.bin", b"x")


def content_of(path, files=None):
    with next(file for file in files or parts() if file.path == path).open() as stream:
        return stream.read()


def own_name():
    return json.loads(content_of(MANIFEST))["name"]


def other_record():
    return record_bytes(replace(sent(), replaces="12" * 32))


def disagreements():
    mine = own_name()
    record = record_bytes(sent())
    manifest = content_of(MANIFEST)
    newer = canonical(json.loads(record) | {"specVersion": "2.0"})
    evidence = LISTED[-1]
    yield "unlisted", [*parts(), OTHER_EVIDENCE], "P301"
    yield "listed, absent", without(evidence.path), "P302"
    yield "other length", with_content(evidence.path, b"more and more"), "P303"
    yield "other content", with_content(evidence.path, evidence.content[::-1]), "P304"
    yield "not its hash", bound([*LISTED, replace(OTHER_EVIDENCE, content=b"y")], mine), "P305"
    yield "other identity", bound(LISTED, "cchc-1-2026-l1"), "P308"
    yield "newer record", bound([PackageFile(RECORD, newer), *LISTED[1:]], mine), "P512"
    yield "evidence missing", bound(LISTED[:-1], mine), "P514"
    yield "evidence too much", bound([*LISTED, OTHER_EVIDENCE], mine), "P515"
    yield "no PDF", with_content(PDF, b"PDF"), "P401"
    yield "PDF with nothing", with_content(PDF, a_pdf()), "P403"
    other = a_pdf(data_file(RECORD, other_record()), data_file(MANIFEST, manifest))
    yield "PDF of another record", with_content(PDF, other), "P411"
    other = a_pdf(data_file(RECORD, record), data_file(MANIFEST, b"{}"))
    yield "PDF of another manifest", with_content(PDF, other), "P412"


@pytest.mark.parametrize(
    ("files", "code"), [row[1:] for row in disagreements()], ids=[r[0] for r in disagreements()]
)
def test_parts_that_disagree_are_refused(files, code, tmp_path):
    assert refused(tmp_path, files) == code


def test_the_sample_is_sound(tmp_path):
    path = tmp_path / "x.zip"
    path.write_bytes(package())
    open_package(path).close()
