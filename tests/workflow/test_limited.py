"""What cannot be a file of ours is a sentence, before anything of it is read."""

import os
from pathlib import Path

import pytest

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.workflow import verifying
from xa_report.workflow.limited import LARGEST, content_of


@pytest.mark.parametrize("name", ["a.pdf", "a.xlsx"])
def test_a_huge_file_is_not_read(name: str, tmp_path: Path) -> None:
    huge = tmp_path / name
    with huge.open("wb") as file:
        file.write(b"%PDF-1.7" if name == "a.pdf" else b"PK\x03\x04")
        file.truncate(LARGEST + 1)
    for read in (content_of, lambda path: verifying.verify(path, None)):
        with pytest.raises(UsageError, match="256 MiB"):
            read(huge)


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_pipe_keeps_nobody_waiting(tmp_path: Path) -> None:
    pipe = tmp_path / "a.zip"
    os.mkfifo(pipe)
    for read in (content_of, lambda path: verifying.verify(path, None)):
        with pytest.raises(UsageError, match="không phải là tệp thường"):
            read(pipe)


def test_a_file_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    for read in (content_of, lambda path: verifying.verify(path, None)):
        with pytest.raises(EnvironmentFailedError, match="kiểm tra đường dẫn"):
            read(tmp_path / "a.pdf")
