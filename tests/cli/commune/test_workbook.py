"""Filling somebody else's workbook from the command line: all of it or nothing."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.factories.commands import RunCommand

ANSWERS = "[answers]\ncs_pakn = { score = 87.5, as_of = 2026-12-10 }\n"


@pytest.fixture
def filled_commune_file(run: RunCommand, commune_file: Path, tmp_path: Path) -> Path:
    answers = tmp_path / "tra-loi.toml"
    answers.write_text(ANSWERS, encoding="utf-8")
    assert run("commune", "fill", commune_file, "--period", "2026", answers).code == 0
    return commune_file


def template(folder: Path, *texts: str) -> Path:
    workbook = Workbook()
    for row, text in enumerate(texts, start=1):
        workbook.active.cell(row, 1, text)
    path = folder / "mẫu của tỉnh.xlsx"
    workbook.save(path)
    return path


def test_a_template_is_filled_and_stays(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    source = template(tmp_path, "{{don_vi}}", "{{cs_pakn}}", "=A2*2")
    before, out = source.read_bytes(), tmp_path / "ra" / "xong.xlsx"
    done = run(
        "commune", "workbook", filled_commune_file, "--period", "2026", source, "-o", out, "--json"
    )
    assert (done.code, done.json()) == (
        0, {"ok": True, "xlsx": str(out), "cells": 2, "warnings": []},
    )  # fmt: skip
    sheet = load_workbook(out).active
    assert isinstance(sheet["A1"].value, str)
    assert (sheet["A2"].value, sheet["A3"].value) == (87.5, "=A2*2")
    assert source.read_bytes() == before


def test_faults_are_named_and_nothing_is_written(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    source = template(tmp_path, "{{cs_pakm}}", "{{khac}}")
    out = tmp_path / "xong.xlsx"
    done = run("commune", "workbook", filled_commune_file, "--period", "2026", source, "-o", out)
    assert done.code == 1
    assert "ô A1: không có giá trị nào tên “cs_pakm”; có phải “cs_pakn” không?" in done.err
    assert "ô A2" in done.err
    assert not out.exists()


def test_the_template_is_never_replaced(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    source = template(tmp_path, "{{don_vi}}")
    for out, words in ((source, "trùng với tệp mẫu"), (tmp_path / "a.xlsm", "đuôi .xlsx")):
        done = run(
            "commune", "workbook", filled_commune_file, "--period", "2026", source, "-o", out
        )
        assert done.code == 2
        assert words in done.err


def test_a_zip_without_a_workbook_is_called_what_it_is(
    run: RunCommand, filled_commune_file: Path, tmp_path: Path
) -> None:
    source, out = tmp_path / "văn bản.xlsx", tmp_path / "xong.xlsx"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<x/>")
    done = run("commune", "workbook", filled_commune_file, "--period", "2026", source, "-o", out)
    assert done.code == 1
    assert "không có bảng tính bên trong" in done.err
    assert not out.exists()
