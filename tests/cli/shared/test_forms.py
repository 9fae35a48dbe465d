"""`forms check` and `forms show` as people and scripts use them."""

from pathlib import Path

from tests.factories.commands import RunCommand
from xa_report.paths import forms_dir


def test_the_shipped_definitions_are_clean_and_counted(run: RunCommand) -> None:
    done = run("forms", "check", forms_dir())
    assert done.code == 0, done.out
    assert "cchc-xa-nam" in done.out
    assert "tay-ninh-2021-2030" in done.out
    assert "3 biểu mẫu, 5 kế hoạch: không có lỗi." in done.out


def test_json_is_one_document(run: RunCommand) -> None:
    rows = run("forms", "check", forms_dir(), "--json").json()
    assert isinstance(rows, dict)
    assert rows["ok"] is True
    assert {form["id"] for form in rows["forms"]} >= {"cchc-xa-nam", "cchc-xa-quy", "chi-so-766"}
    assert sum(plan["targets"] for plan in rows["plans"]) == 62


def test_all_faults_of_all_files_at_once(run: RunCommand, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[form]\nid = "A B"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text("[plan\n", encoding="utf-8")
    done = run("forms", "check", tmp_path)
    assert done.code == 1
    assert "a.toml: dòng 1, [form]: D009" in done.out
    assert "b.toml" in done.out
    assert "D001" in done.out


def test_a_definition_is_shown_by_its_id(run: RunCommand) -> None:
    done = run("forms", "show", "quang-nam-2023")
    assert done.code == 0
    assert "đạt từ 65% trở lên" in done.out
    form = run("forms", "show", "chi-so-766")
    assert "CÔNG KHAI, MINH BẠCH  (18 điểm)" in form.out


def test_an_unknown_id_is_a_sentence_with_what_there_is(run: RunCommand) -> None:
    done = run("forms", "show", "khong-co")
    assert done.code == 2
    assert "Không có “khong-co”" in done.err
    assert "cchc-xa-nam" in done.err
