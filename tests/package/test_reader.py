"""A sound package opens and gives back what was packed; parts that disagree are refused."""

from hashlib import sha256

import pytest

from tests.factories.inconsistent_packages import inconsistent_packages, sound_packages
from tests.factories.packages import package_files, packed_record
from xa_report.domain.period import Period
from xa_report.errors import EnvironmentFailedError, PackageFaultError, UsageError
from xa_report.package.package_files import PDF_NAME, PackageFile, package_name
from xa_report.package.reader import open_package
from xa_report.package.writer import write_loose_file, write_package
from xa_report.package.zip_writer import archive_chunks, measure_files

DISAGREEING = list(inconsistent_packages())
SOUND = list(sound_packages())
NAME = "CCHC_25001_2026-Q1_L1.zip"


def test_a_package_comes_back_as_it_was_packed(tmp_path):
    path = write_package(tmp_path, NAME, package_files())
    with open_package(path) as opened:
        assert opened.record == packed_record()
        assert opened.sha256 == sha256(path.read_bytes()).hexdigest()
        assert {p: f.read_bytes() for p, f in opened.files.items()} == {
            file.path: file.content for file in package_files()
        }
        assert all(f.name == sha256(f.read_bytes()).hexdigest() for f in opened.files.values())
        folder = opened.folder
    assert not folder.exists()
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_the_same_files_give_the_same_bytes(tmp_path):
    first = write_package(tmp_path, "a.zip", package_files()).read_bytes()
    assert write_package(tmp_path, "b.zip", package_files()[::-1]).read_bytes() == first


def test_a_package_is_never_overwritten_unasked(tmp_path):
    write_package(tmp_path, NAME, package_files())
    with pytest.raises(UsageError, match="ghi đè"):
        write_package(tmp_path, NAME, package_files())
    write_package(tmp_path, NAME, package_files(), replace=True)


def test_a_file_can_lie_beside_the_package(tmp_path):
    assert write_loose_file(tmp_path, PackageFile(PDF_NAME, b"%PDF")).read_bytes() == b"%PDF"


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
    path.write_bytes(b"".join(archive_chunks(files, measure_files(files))))
    with pytest.raises(PackageFaultError) as caught:
        open_package(path, tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    return caught.value.code


@pytest.mark.parametrize("row", DISAGREEING, ids=[row.name for row in DISAGREEING])
def test_parts_that_disagree_are_refused(row, tmp_path):
    assert refused(tmp_path, row.files) == row.code


@pytest.mark.parametrize("row", SOUND, ids=[row[0] for row in SOUND])
def test_a_sound_package_opens(row, tmp_path):
    open_package(write_package(tmp_path, NAME, row[2]), tmp_path).close()
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]
