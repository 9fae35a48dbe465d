"""What is handed to the system to be opened: documents, never what it would run."""

import re
from pathlib import Path

import pytest

from xa_report.ui.place import PROOF_FILTER, to_open


@pytest.mark.parametrize(
    "ending", ["exe", "BAT", "lnk", "hta", "js", "html", "desktop", "xlsm", ""]
)
def test_of_what_may_be_a_program_the_folder_is_shown(ending: str, tmp_path: Path) -> None:
    assert to_open(tmp_path / f"tài liệu.pdf.{ending}") == tmp_path


def test_documents_and_folders_are_opened_themselves(tmp_path: Path) -> None:
    offered = re.findall(r"\*(\.[a-z]+)", PROOF_FILTER)
    assert len(offered) == 9
    for ending in offered:
        path = tmp_path / f"tài liệu{ending.upper()}"
        assert to_open(path) == path
    folder = tmp_path / "cũ.exe"
    folder.mkdir()
    assert to_open(folder) == folder
