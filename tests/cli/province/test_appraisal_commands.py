"""`xa-report province …`: appraisal from the command line, on a register with two communes."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from tests.factories.commands import CommandResult, RunCommand
from tests.factories.unsigned_submissions import (
    UNITS,
    build_report,
    import_report,
    open_small_register,
)
from xa_report.cli.province.province_group import province as province_group

PERIOD = ("--period", "2026")


@pytest.fixture
def province_register(tmp_path: Path) -> Path:
    path = tmp_path / "so.xaprov"
    register = open_small_register(str(path), fresh=True)
    for unit in UNITS[:2]:
        import_report(register, build_report(unit), tmp_path)
    return path


@pytest.fixture
def run_province(province_register: Path) -> RunCommand:
    def run(name: str, *arguments: object) -> CommandResult:
        words = [name, str(province_register), *PERIOD, *map(str, arguments)]
        done = CliRunner().invoke(province_group, words)
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
        return CommandResult(done.exit_code, done.stdout, done.stderr)

    return run


def test_a_case_from_first_look_to_closing(run_province: RunCommand):
    unit = UNITS[0]
    bad = run_province("points", unit, "1.1", "2,5")
    assert (bad.code, "cần mã lý do" in bad.err) == (2, True)
    assert (
        run_province("points", unit, "1.1", "2,5", "--reason", "T01", "--text", "thiếu").code == 0
    )
    done = run_province("figure", unit, "sai", "1", "--reason", "T03")
    assert "kết quả nay là" in done.out
    assert run_province("close-round", unit).code == 0
    options = ("--criterion", "1.1=đã bổ sung kế hoạch", "--origin", "Công văn 15/UBND")
    assert "1 giải trình (Thẩm định lần 2)" in run_province("explain", unit, *options).out
    assert run_province("points", unit, "1.1", "4,5", "--reason", "T07").code == 0
    shown = run_province("show", unit).out
    assert "1.1 giải trình: đã bổ sung kế hoạch" in shown
    assert "1.1 lý do: T07 Chấp nhận giải trình của xã" in shown
    assert "=Văn bản sai thể thức: 0 → 1 (T03" in shown
    assert "31/KH-UBND · UBND xã (tr. 2)" in shown
    closed = run_province("close", "--all")
    assert (closed.code, "Xong 2 hồ sơ, 0 hồ sơ" in closed.out) == (0, True)
    late = run_province("points", unit, "1.1", "1", "--reason", "T01")
    assert (late.code, "Đã chốt" in late.err and "mở lại" in late.err) == (2, True)
    refused = run_province("reopen", unit)
    assert refused.code == 2
    assert "Hãy ghi lý do mở lại" in refused.err
    assert run_province("reopen", unit, "--why", "Kết luận thanh tra").code == 0
    assert run_province("points", unit, "1.1", "-").code == 0
    facts = run_province("show", unit, "--json").json()
    assert isinstance(facts, dict)
    row = next(row for row in facts["criteria"] if row["code"] == "1.1")
    assert (facts["state"], row["fixed"], row["points"]) == ("second", None, "4.50")
    assert [row["version"], row["inputs"][0]["sent"]] == [3, "1"]


def test_return_names_each_criterion_with_its_reason(run_province: RunCommand):
    lines = ("--criterion", "1.1=T01:thiếu quyết định", "--criterion", "T1=t03")
    done = run_province("return", UNITS[0], *lines, "--deadline", "31/12/2099")
    assert done.out == "Xã 25001: đã trả lại 1.1, T1, hạn 31/12/2099.\n"
    assert "1.1 đang trả lại" in run_province("show", UNITS[0]).out
    for line, message in (
        ("1.1", "ghi như"), ("1.1=T55", "Không có mã lý do"), ("9=T01", "không có"),
        ("1.1=T99", "cần ghi rõ"),
    ):  # fmt: skip
        bad = run_province("return", UNITS[1], "--criterion", line)
        assert (bad.code, message in bad.err) == (2, True), line
    past = run_province("return", UNITS[1], "--criterion", "1.1=T01", "--deadline", "01/01/2020")
    assert (past.code, "đã qua" in past.err) == (2, True)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("05/01/0202", "ngày 05/01/0202 ngoài các năm 2000–2099"), ("1/12/99", "“1/12/99” chưa rõ")],
)
def test_an_impossible_day_is_refused(run_province: RunCommand, text: str, sentence: str):
    line = ("--criterion", "1.1=T01:thiếu quyết định")
    late = run_province("return", UNITS[0], *line, "--deadline", text)
    assert (late.code, late.err.startswith(f"Hạn gửi lại (--deadline): {sentence}")) == (2, True)
    old = run_province("value", "sai", "1", "--as-of", text)
    assert (old.code, old.err.startswith(f"Ngày lấy số liệu (--as-of): {sentence}")) == (2, True)


def test_the_workbook_of_a_department(run_province: RunCommand, tmp_path: Path):
    path = tmp_path / "so-noi-vu.xlsx"
    result = run_province("appraise", "--template", path, "--department", "Sở Nội vụ")
    assert result.out == f"Đã ghi {path}: 2 đơn vị.\n"
    workbook = load_workbook(path)
    workbook["Điểm thẩm định"]["I6"].value, workbook["Điểm thẩm định"]["J6"].value = 0.5, "T01"
    workbook.save(path)
    assert "Đã nhận 1 điểm, 0 số liệu của 1 đơn vị" in run_province("appraise", path).out
    again = run_province("appraise", path, "--json")
    assert (again.code, again.json()["ok"]) == (1, False)  # type: ignore[index]
    assert "vừa sửa điểm tiêu chí 1.2.2" in again.json()["error"]  # type: ignore[index]
    assert run_province("appraise").code == 2


def test_survey_results_of_all_communes(run_province: RunCommand, tmp_path: Path):
    path = tmp_path / "khao-sat.xlsx"
    assert "2 số liệu" in run_province("survey", "--template", path).out
    workbook = load_workbook(path)
    sheet = workbook.active
    assert [cell.value for cell in sheet[1]] == ["Mã ĐV", "Đơn vị", "hai_long", "2.2"]
    for row, (liked, led) in enumerate([(82.5, 3), ("91,25", 4), (0.7, None)], start=3):
        sheet[f"C{row}"].value, sheet[f"D{row}"].value = liked, led
    sheet["C5"].number_format = "0.0%"
    workbook.save(path)
    assert "Đã nhận 5 số liệu" in run_province("survey", path).out
    assert "Đã nhận 0 số liệu" in run_province("survey", path).out
    rows = {
        row["code"]: row
        for row in run_province("show", UNITS[1], "--json").json()["criteria"]  # type: ignore[index]
    }
    assert (rows["2.1"]["points"], rows["2.2"]["points"]) == ("9.13", "4.00")
    assert rows["2.1"]["reason"] == rows["2.2"]["reason"] == "T08"


def test_faults_of_a_survey_are_named_by_cell(run_province: RunCommand, tmp_path: Path):
    path = tmp_path / "khao-sat.csv"
    lines = [
        "Mã ĐV;hai_long;2.2;tre",
        "25001;nhiều;4,01;",
        "25009;1;1;",
        "25002;80;;3",
        "25002;1;;",
    ]
    path.write_text("\n".join(lines), "utf-8")
    bad = run_province("survey", path)
    assert bad.code == 1
    for message in (
        "Dòng 2, cột “hai_long”: “nhiều” không phải là số",
        "Dòng 2, cột “2.2”: 4,01 điểm",
        "Dòng 3, cột “Mã ĐV”: tỉnh không có đơn vị mã “25009”",
        "Dòng 4, cột “tre”: “tre” không phải số liệu tỉnh chấm",
        "Dòng 5, cột “Mã ĐV”: đơn vị 25002 đã có ở dòng 4",
        "có 5 chỗ cần sửa",
    ):
        assert message in bad.err
    path.write_text("Mã ĐV,hai_long\n25001,80\n25003,70\n", "utf-8")
    assert "Đã nhận 2 số liệu" in run_province("survey", path).out
    run_province("close", UNITS[0])
    path.write_text("Mã ĐV,hai_long\n25001,81\n", "utf-8")
    assert "đã chốt điểm" in run_province("survey", path).err


def test_a_figure_of_the_province_itself(run_province: RunCommand):
    done = run_province(
        "value", "hai_long", "85,5", "--source", "Sở Nội vụ", "--as-of", "05/01/2027"
    )
    assert done.out == "Đã ghi Mức độ hài lòng: 85,5.\n"
    assert run_province("value", "khong_co", "1").code == 2
    assert run_province("value", "hai_long", "nhiều").code == 2
