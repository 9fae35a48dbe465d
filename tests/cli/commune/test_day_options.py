"""Options that take a day refuse what no day is, by one sentence that names the option."""

from pathlib import Path

import pytest

from tests.factories.commands import RunCommand

WRONG = [
    ("05/01/0202", "ngày 05/01/0202 ngoài các năm 2000–2099; hãy ghi lại năm đủ bốn chữ số."),
    ("2100-01-01", "ngày 01/01/2100 ngoài các năm 2000–2099; hãy ghi lại năm đủ bốn chữ số."),
    ("1/12/99", "“1/12/99” chưa rõ năm nào; hãy ghi đủ bốn chữ số của năm, như 05/01/2026."),
    ("ngày mai", "“ngày mai” không phải là ngày; ghi như 05/01/2026."),
]
YEAR = ("--period", "2026")


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_an_impossible_day_is_refused_everywhere(
    run: RunCommand, commune_file: Path, tmp_path: Path, text: str, sentence: str
):
    proof = tmp_path / "a.pdf"
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    before = commune_file.read_bytes()
    new = tmp_path / "khác.xadb"
    for name, arguments in (
        ("Ngày ban hành (--date)", ("letterhead", commune_file, *YEAR, "--date", text)),
        (
            "Ngày văn bản (--date)",
            ("attach", commune_file, *YEAR, "--criterion", "1.1.1", "--date", text, proof),
        ),
        (
            "Ngày bắt đầu hoạt động (--formed)",
            ("init", new, "--unit", "25525", "--form", "chi-so-766", "--formed", text),
        ),
    ):
        done = run("commune", *arguments)
        assert (done.code, done.err) == (2, f"{name}: {sentence}\n")
    assert (commune_file.read_bytes(), new.exists()) == (before, False)


@pytest.mark.parametrize("text", ["15/12/2026", "15.12.2026", "2026-12-15"])
def test_a_day_is_written_in_any_usual_way(run: RunCommand, commune_file: Path, text: str):
    proof = commune_file.with_name("a.pdf")
    proof.write_bytes(b"%PDF-1.4\n%%EOF\n")
    done = run(
        "commune", "attach", commune_file, *YEAR, "--criterion", "1.1", "--date", text, proof
    )
    assert done.code == 0, done.err
    done = run("commune", "letterhead", commune_file, *YEAR, "--date", text)
    assert "Ngày: 15/12/2026\n" in done.out
    assert "Ngày: –\n" in run("commune", "letterhead", commune_file, *YEAR, "--date", "").out


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("0202-01-05", "[letterhead] “dated”: ngày 05/01/0202 ngoài các năm 2000–2099"),
        ("2026-12-15T08:00:00", "[letterhead] “dated”: không đúng kiểu; hãy ghi ngày"),
    ],
)
def test_a_file_of_answers_sets_no_impossible_day(
    run: RunCommand, commune_file: Path, tmp_path: Path, raw: str, message: str
):
    path = tmp_path / "so-lieu.toml"
    path.write_text(f"[letterhead]\ndated = {raw}\n", "utf-8")
    done = run("commune", "fill", commune_file, *YEAR, path)
    assert done.code == 1
    assert message in done.err
