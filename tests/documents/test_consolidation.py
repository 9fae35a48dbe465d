"""Files of a consolidation: under plain names, whole or not at all.

Parquet comes only when wanted, and nothing that a stranger wrote becomes a path.
"""

import re
from dataclasses import replace

from tests.factories import consolidations
from xa_report.documents.consolidation import consolidation_file_stem, write_consolidation_files
from xa_report.domain.period import Period

SMALL = (12, 1)


def test_all_files_are_written_under_plain_names(tmp_path):
    paths = write_consolidation_files(
        consolidations.build_consolidation(*SMALL), tmp_path, lambda: consolidations.MADE
    )
    names = [str(path.relative_to(tmp_path)) for path in paths]
    assert names[:2] == ["TH_80_2026.pdf", "TH_80_2026.xlsx"]
    assert names[-1] == "TH_80_2026_du-lieu/datapackage.json"
    assert all(path.is_file() and len(path.name) <= 50 and path.name.isascii() for path in paths)
    assert {path for path in tmp_path.rglob("*") if path.is_file()} == set(paths)


def test_writing_again_replaces_files_and_leaves_no_draft(tmp_path):
    first = write_consolidation_files(
        consolidations.build_consolidation(*SMALL), tmp_path, lambda: consolidations.MADE
    )
    before = {path: path.read_bytes() for path in first}
    again = write_consolidation_files(
        consolidations.build_consolidation(*SMALL), tmp_path, lambda: consolidations.MADE
    )
    assert {path: path.read_bytes() for path in again} == before
    assert not list(tmp_path.rglob("*.part"))


def test_parquet_is_written_only_when_wanted(tmp_path):
    paths = write_consolidation_files(
        consolidations.build_consolidation(*SMALL),
        tmp_path,
        lambda: consolidations.MADE,
        parquet=True,
    )
    assert sum(path.suffix == ".parquet" for path in paths) == 7


def test_no_text_of_a_stranger_becomes_a_path(tmp_path):
    strange = replace(consolidations.PROVINCE, code="../../8🙂0")
    all_of = replace(
        consolidations.hostile_consolidation(), province=strange, period=Period.parse("2026-Q1")
    )
    assert consolidation_file_stem(all_of) == "TH_80_2026-Q1"
    for path in write_consolidation_files(all_of, tmp_path, lambda: consolidations.MADE):
        assert re.fullmatch(r"[A-Za-z0-9_.-]{1,50}", path.name)
        assert path.is_relative_to(tmp_path)
