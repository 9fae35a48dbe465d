"""Cells of a survey mean what they mean in every other workbook; nothing in it is dropped."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.factories.unsigned_submissions import UNITS, YEAR
from xa_report.documents.xlsx.appraisal.survey import read_survey_table
from xa_report.errors import AnswerError
from xa_report.province.appraisal.survey import SurveyImportSummary, import_survey_table
from xa_report.province.database import appraisal
from xa_report.province.register import Register

HEADS = ["Mã ĐV", "Đơn vị", "hai_long", "2.2"]


def imported(
    register: Register, path: Path, change: Callable[[Workbook], object]
) -> SurveyImportSummary:
    workbook = Workbook()
    workbook.active.title = "Bảng"
    for line in (HEADS, ["25001", "", 80, 3]):
        workbook.active.append(line)
    change(workbook)
    workbook.save(path)
    return import_survey_table(register, YEAR, path)


def values(register: Register, unit: str = UNITS[0]) -> dict[str, object]:
    with register.database.read() as connection:
        stored = appraisal.province_values_of_period(connection, YEAR).get(unit, {})
    return {ref: one.value.value for ref, one in stored.items() if one.value is not None}


def shaped(coordinate: str, value: object, shape: str) -> Callable[[Workbook], None]:
    def change(workbook: Workbook) -> None:
        workbook.active[coordinate].value = value
        workbook.active[coordinate].number_format = shape

    return change


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (shaped("C2", 80.30000000000001, "General"), Decimal("80.3")),
        (shaped("C2", 0.07, "0%"), Decimal(7)),
        (shaped("C2", 65, '0.00" %"'), Decimal(65)),
        (lambda workbook: workbook.active.insert_cols(3), Decimal(80)),
        (lambda workbook: workbook.active.__setitem__("A2", 25001), Decimal(80)),
    ],
    ids=["float", "percent", "percent sign as text", "column inserted", "code as number"],
)
def test_a_cell_means_what_it_shows(
    province_register: Register, tmp_path: Path, change: Callable[[Workbook], None], value: Decimal
):
    assert imported(province_register, tmp_path / "b.xlsx", change).changed == 2
    assert values(province_register)["hai_long"] == value


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda b: b.active.__setitem__("C2", "=40+40"), "ô C2: ô có công thức nhưng chưa có kết"),
        (lambda b: b.active.__setitem__("C2", "không có"), "không có gì để báo cáo thì để trống"),
        (lambda b: b.active.__setitem__("E1", "hai_long"), "ô E1: cột “hai_long” đã có ở cột C"),
        (lambda b: b.active.merge_cells("C2:C3"), "ô C2:C3: các ô bị trộn"),
        (lambda b: b.active.__setitem__("C9", 70), "không có đơn vị mã “”"),
        (lambda b: b.active.insert_rows(2) or b.active.__setitem__("C2", 7), "đơn vị mã “”"),
        (shaped("D2", 0.03, "0%"), "ô D2: ô đang ở dạng phần trăm"),
    ],
)
def test_faults_are_named_by_cell(
    province_register: Register, tmp_path: Path, change: Callable[[Workbook], None], message: str
):
    with pytest.raises(AnswerError) as error:
        imported(province_register, tmp_path / "b.xlsx", change)
    assert message in str(error.value)
    assert values(province_register) == {}


def test_what_is_not_read_is_named(province_register: Register, tmp_path: Path):
    def change(workbook: Workbook) -> None:
        workbook.active["F2"] = 12
        workbook.create_sheet("Nháp")["A1"] = 3

    remarks = "\n".join(imported(province_register, tmp_path / "b.xlsx", change).remarks)
    assert "ô F2: “12” ở cột không có tiêu đề" in remarks
    assert "Trang “Nháp” không có trong mẫu" in remarks


def test_a_stray_space_far_away_makes_no_cells(tmp_path: Path):
    workbook = Workbook()
    workbook.active.append(HEADS)
    workbook.active["XFD3"] = workbook.active["A1048576"] = " "
    workbook.save(tmp_path / "b.xlsx")
    table = read_survey_table(tmp_path / "b.xlsx")
    assert len(table.cells) == len(HEADS)
    sheet = next(iter(table.cells.values())).parent
    assert len(vars(sheet)["_cells"]) == len(HEADS) + 2


LINE = "Mã ĐV,hai_long,2.2\n"


@pytest.mark.parametrize(
    "text",
    [
        LINE + "25001,80,3\n",
        LINE.replace("\n", ",them\n") + "25001,80,3,\n",
        LINE.replace("\n", ",them\n") + '25001,80,3\n25002,"75,5",2,1\n',
    ],
    ids=["full", "empty after it", "quoted elsewhere"],
)
def test_a_comma_that_may_be_a_decimal_one_is_asked_about(
    province_register: Register, tmp_path: Path, text: str
):
    path = tmp_path / "b.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(AnswerError, match="Dòng 2: “80,3” có thể là một số 80,3 hoặc hai ô 80 và"):
        import_survey_table(province_register, YEAR, path)
    assert values(province_register) == {}


@pytest.mark.parametrize(
    "text",
    [LINE + "25001,80.5,3\n25002,75,2\n", LINE + '25001,"80,5","3"\n25002,"75","2"\n',
     LINE.replace(",", ";") + "25001;80,5;3\n25002;75;2\n"],
    ids=["dots", "quotes", "semicolons"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_is_clear_is_read_in_every_encoding(
    province_register: Register, tmp_path: Path, text: str, encoding: str
):
    path = tmp_path / "b.csv"
    path.write_text(text, encoding)
    assert import_survey_table(province_register, YEAR, path).changed == 4
    assert values(province_register) == {"hai_long": Decimal("80.5"), "2.2": Decimal(3)}
    assert values(province_register, UNITS[1]) == {"hai_long": Decimal(75), "2.2": Decimal(2)}
