"""Requirements: 1 all files under plain names; 2 whole or not at all; 3 Parquet only when wanted;
4 nothing that a stranger wrote becomes a path.
"""

import os
import re
from dataclasses import replace

import pytest

from tests.export.books import made
from xa_report.domain.period import Period
from xa_report.errors import EnvironmentFailedError
from xa_report.export.books import books_stem, write_books
from xa_report.export.placing import place_all

SMALL = (12, 1)


def test_1_all_files_under_plain_names(tmp_path):
    paths = write_books(made.consolidation(*SMALL), tmp_path, lambda: made.MADE)
    names = [str(path.relative_to(tmp_path)) for path in paths]
    assert names[:2] == ["TH_80_2026.pdf", "TH_80_2026.xlsx"]
    assert names[-1] == "TH_80_2026_du-lieu/datapackage.json"
    assert all(path.is_file() and len(path.name) <= 50 and path.name.isascii() for path in paths)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(paths)


def test_2_again_replaces_and_leaves_no_draft(tmp_path):
    first = write_books(made.consolidation(*SMALL), tmp_path, lambda: made.MADE)
    before = {path: path.read_bytes() for path in first}
    again = write_books(made.consolidation(*SMALL), tmp_path, lambda: made.MADE)
    assert {path: path.read_bytes() for path in again} == before
    assert not list(tmp_path.rglob("*.part"))


def test_2_a_name_never_stands_for_half_a_file(tmp_path):
    """A new file takes the name; the old one is not written into, whoever has it open."""
    old, held = tmp_path / "a.pdf", tmp_path / "held"
    old.write_bytes(b"old")
    os.link(old, held)
    place_all({old: b"new"})
    assert (old.read_bytes(), held.read_bytes()) == (b"new", b"old")


def test_2_a_folder_that_is_a_file_is_told(tmp_path):
    (tmp_path / "a").write_text("x")
    with pytest.raises(EnvironmentFailedError, match="Không ghi được"):
        place_all({tmp_path / "a" / "b.pdf": b""})


def test_2_nothing_is_replaced_when_one_draft_cannot_be_written(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"old")
    (tmp_path / "b.pdf.part").mkdir()
    with pytest.raises(EnvironmentFailedError):
        place_all({tmp_path / "a.pdf": b"new", tmp_path / "b.pdf": b"new"})
    assert (tmp_path / "a.pdf").read_bytes() == b"old"
    assert not (tmp_path / "a.pdf.part").exists()


def test_2_whoever_stops_leaves_no_draft_and_no_new_folder(tmp_path):
    steps = iter((None, None))
    deep = tmp_path / "mới" / "sâu" / "b.pdf"
    (tmp_path / "a.pdf").write_bytes(b"old")
    contents = {deep: b"new", tmp_path / "a.pdf": b"new", tmp_path / "c.pdf": b"new"}
    with pytest.raises(StopIteration):
        place_all(contents, lambda: next(steps))
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


def test_3_parquet_only_when_wanted(tmp_path):
    paths = write_books(made.consolidation(*SMALL), tmp_path, lambda: made.MADE, parquet=True)
    assert sum(path.suffix == ".parquet" for path in paths) == 7


def test_4_nothing_strange_becomes_a_path(tmp_path):
    strange = replace(made.PROVINCE, code="../../8🙂0")
    all_of = replace(made.hostile(), province=strange, period=Period.parse("2026-Q1"))
    assert books_stem(all_of) == "TH_80_2026-Q1"
    for path in write_books(all_of, tmp_path, lambda: made.MADE):
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,50}", path.name)
        assert path.is_relative_to(tmp_path)
