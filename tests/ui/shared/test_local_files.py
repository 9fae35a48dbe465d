"""What is handed to the system to be opened: documents, never what it would run."""

import re
from pathlib import Path

import pytest

from xa_report.ui.commune.context import EVIDENCE_FILE_FILTER
from xa_report.ui.shared.local_files import safe_open_target


@pytest.mark.parametrize(
    "ending", ["exe", "BAT", "lnk", "hta", "js", "html", "desktop", "xlsm", ""]
)
def test_of_what_may_be_a_program_the_folder_is_shown(ending: str, tmp_path: Path) -> None:
    assert safe_open_target(tmp_path / f"tài liệu.pdf.{ending}") == tmp_path


def test_documents_and_folders_are_opened_themselves(tmp_path: Path) -> None:
    offered = re.findall(r"\*(\.[a-z]+)", EVIDENCE_FILE_FILTER)
    assert len(offered) == 9
    for ending in offered:
        path = tmp_path / f"tài liệu{ending.upper()}"
        assert safe_open_target(path) == path
    folder = tmp_path / "cũ.exe"
    folder.mkdir()
    assert safe_open_target(folder) == folder
