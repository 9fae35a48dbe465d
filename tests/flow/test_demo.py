"""The demonstration, from definition files to PDF and workbook, as `make demo` runs it."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracles import oracle
from xa_report.demo.commune import YEAR, CommuneDemo, build_commune_demo
from xa_report.errors import UsageError
from xa_report.workflow.commune import database_file, report


@pytest.fixture(scope="module")
def commune_demo(tmp_path_factory: pytest.TempPathFactory) -> CommuneDemo:
    return build_commune_demo(tmp_path_factory.mktemp("demo"))


def test_a_whole_year_is_filled_proven_and_exported(commune_demo: CommuneDemo) -> None:
    with database_file.open_commune_file(commune_demo.db, read_only=True) as commune:
        assert {str(p) for p in database_file.list_periods(commune)} == {
            "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026",
        }  # fmt: skip
        for period in database_file.list_periods(commune):
            work = report.load_report(commune, period)
            assert work.assessment.is_submittable, work.assessment.findings
        assert not database_file.verify_event_log(commune)
    assert len(commune_demo.exported) == 5
    assert all(made.pdf.is_file() and made.xlsx.is_file() for made in commune_demo.exported)
    assert any(not t.ahead and t.action_text for t in commune_demo.year.assessment.targets)


def test_the_same_seed_gives_the_same_bytes(commune_demo: CommuneDemo, tmp_path: Path) -> None:
    again = build_commune_demo(tmp_path / "again")
    for files, other in zip(commune_demo.exported, again.exported, strict=True):
        assert files.pdf.read_bytes() == other.pdf.read_bytes()
        assert files.xlsx.read_bytes() == other.xlsx.read_bytes()


@pytest.mark.parametrize("seed", range(2, 8))
def test_any_seed_gives_figures_that_agree(seed: int, tmp_path: Path) -> None:
    commune = build_commune_demo(tmp_path / "demo", seed)
    assert commune.year.assessment.is_submittable
    assert commune.year.assessment.error_count == 0


def test_a_demonstration_is_never_written_over(commune_demo: CommuneDemo) -> None:
    with pytest.raises(UsageError, match="đã có bản minh họa"):
        build_commune_demo(commune_demo.db.parent)


def test_the_pdf_says_what_the_record_says(commune_demo: CommuneDemo) -> None:
    text = subprocess.run(
        [oracle("pdftotext"), "-layout", commune_demo.exported[-1].pdf, "-"],
        capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    words = " ".join(text.split())
    assessment = commune_demo.year.assessment
    assert f"{assessment.percent_shown}".replace(".", ",") in words
    assert "ỦY BAN NHÂN DÂN XÃ TÂN HỘI" in words
    assert "Số: 318/BC-UBND" in words


def test_the_command_prints_a_summary(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xa_report", "demo", str(tmp_path / "d")],
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert "Mở tiếp:" in done.stdout
    assert "[9/9]" in done.stderr
    assert f"--period {YEAR}" in done.stdout


def test_commands_start_without_the_heavy_libraries() -> None:
    heavy = ("PySide6", "reportlab", "openpyxl", "pikepdf", "pyhanko", "sqlalchemy")
    code = (
        "import sys, xa_report.__main__, xa_report.workflow.commune.report;"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"
