"""The filled template is read by its heads, and nothing in it is passed over in silence.

1. Inserted, moved columns and rows give the same answers; missing and doubled heads are named.
2. Content outside of the table is a remark, what cannot be understood a fault with its cell.
3. What officials type where there is nothing to report names the column meant for it.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.libreoffice import resave_workbooks
from xa_report.definitions.reader import form_from_bytes
from xa_report.documents.xlsx.answer_template.reader import TemplateAnswers, read_answer_template
from xa_report.documents.xlsx.answer_template.writer import write_answer_xlsx
from xa_report.domain.item import Answer, TableRow
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError

FORM = form_from_bytes(
    """
form = {id="thu", version="1", title="Biểu thử", level="commune", period="year", total=2}
area = [{code="1", title="Lĩnh vực", max=2}]
item = [
  {id="dem", label="Số hồ sơ", kind="count"},
  {id="ngay", label="Ngày ban hành", kind="date"},
  {id="pt", label="Tỷ lệ", kind="percent"},
  {id="chu", label="Nhận xét", kind="text"},
  {id="bang", label="Sáng kiến", kind="table", columns={ten="text", so="count"}},
  {id="co", label="Đã làm", kind="yes_no"},
]
criterion = [
  {code="1.1", title="Tự chấm", max=1, rule={kind="manual", step=0.25}},
  {code="1.2", title="Có làm", max=1, rule={kind="yes_no", of="co"}},
]
""".encode()
)
REPORT = Report(Unit("25001", "Xã Tân Hội", "xã"), Period(2026))
FIGURES, POINTS, TABLE = "Số liệu", "Điểm tự chấm", "Bảng 1 Sáng kiến"
Change = Callable[[Workbook], None]


def row_of(workbook: Workbook, code: str, title: str = FIGURES) -> int:
    return int(next(cell.row for cell in workbook[title]["A"] if cell.value == code))


def fill(workbook: Workbook) -> None:
    sheet = workbook[FIGURES]
    sheet[f"E{row_of(workbook, 'dem')}"] = 4240
    sheet[f"F{row_of(workbook, 'pt')}"] = "Không có hồ sơ trong kỳ"
    sheet[f"I{row_of(workbook, 'dem')}"] = "ghi chú"
    workbook[POINTS]["D5"] = 0.5
    workbook[TABLE]["A5"], workbook[TABLE]["B5"] = "Quét mã", 3


INITIATIVE: TableRow = {"ten": "Quét mã", "so": Decimal(3)}
ANSWERS = {
    "dem": Answer(Decimal(4240), note="ghi chú"),
    "pt": Answer(not_arisen="Không có hồ sơ trong kỳ"),
    "bang": Answer((INITIATIVE,)),
}


def read(path: Path, *changes: Change, report: Report = REPORT) -> TemplateAnswers:
    write_answer_xlsx(FORM, (), report, path)
    workbook = load_workbook(path)
    for change in changes:
        change(workbook)
    workbook.save(path)
    return read_answer_template(path, FORM, (), report)


def faults(path: Path, *changes: Change, report: Report = REPORT) -> list[str]:
    with pytest.raises(AnswerError) as error:
        read(path, *changes, report=report)
    return [str(fault) for fault in error.value.faults]


def insert_column(title: str, at: int) -> Change:
    return lambda workbook: workbook[title].insert_cols(at)


def move_value_column(workbook: Workbook) -> None:
    """Cut the column of values and put it at the right end."""
    sheet = workbook[FIGURES]
    sheet.move_range(f"E4:E{sheet.max_row}", cols=6)


def put(code: str, value: object, letter: str = "E") -> Change:
    def change(workbook: Workbook) -> None:
        workbook[FIGURES][f"{letter}{row_of(workbook, code)}"] = value

    return change


def set_cell(title: str, coordinate: str, value: object) -> Change:
    def change(workbook: Workbook) -> None:
        workbook[title][coordinate] = value

    return change


@pytest.mark.parametrize(
    "change",
    [
        insert_column(FIGURES, 5), insert_column(FIGURES, 1), insert_column(POINTS, 1),
        insert_column(TABLE, 1), move_value_column,
        lambda workbook: workbook[FIGURES].insert_rows(2, 3),
        set_cell(FIGURES, "E4", "GIÁ  TRỊ "), set_cell(FIGURES, "E4", "Gia\u0301 tri\u0323"),
        set_cell(FIGURES, "E4", "\u200bGiá\u00a0trị\ufeff"),
    ],
)  # fmt: skip
def test_heads_decide_wherever_the_columns_stand(change: Change, tmp_path: Path):
    filled = read(tmp_path / "m.xlsx", fill, change)
    assert filled.answers == ANSWERS
    assert filled.manual == {"1.1": Decimal("0.5")}


def test_a_moved_column_is_named(tmp_path: Path):
    remarks = read(tmp_path / "m.xlsx", fill, insert_column(FIGURES, 5)).remarks
    assert "“Giá trị” ở cột F" in remarks[0]
    assert read(tmp_path / "m.xlsx", fill).remarks == ()


def test_it_is_the_same_when_libreoffice_saved_the_inserted_column(tmp_path: Path):
    read(tmp_path / "m.xlsx", fill, insert_column(FIGURES, 5))
    (saved,) = resave_workbooks([tmp_path / "m.xlsx"], tmp_path / "lo")
    assert read_answer_template(saved, FORM, (), REPORT).answers == ANSWERS


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (set_cell(FIGURES, "E4", None), "Trang “Số liệu”, ô A4", "thiếu cột “Giá trị”"),
        (set_cell(FIGURES, "G4", "Ghi chú"), "Trang “Số liệu”, ô I4", "có ở nhiều cột (G, I)"),
        (set_cell(POINTS, "E4", "Lý do"), f"Trang “{POINTS}”, ô A4", "thiếu cột “Giải trình”"),
        (set_cell(TABLE, "B4", "ten"), f"Trang “{TABLE}”, ô B4", "“ten” có ở nhiều cột (A, B)"),
        (lambda b: b[FIGURES].delete_rows(4), "Trang “Số liệu”, ô A1", "hàng tiêu đề"),
    ],
)
def test_missing_and_doubled_heads_are_named(
    change: Change, place: str, message: str, tmp_path: Path
):
    result = faults(tmp_path / "m.xlsx", fill, change)
    assert any(fault.startswith(place) and message in fault for fault in result), result


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (set_cell(FIGURES, "K6", 12), "Trang “Số liệu”: không đọc ô K6 (“12”), vì ở cột không có"),
        (set_cell(FIGURES, "E90", 7), "không đọc ô E90 (“7”), vì ở dòng không có mã"),
        (set_cell(FIGURES, "J2", 7), "không đọc ô J2 (“7”), vì nằm phía trên bảng"),
        (lambda b: b.copy_worksheet(b[FIGURES]), "Trang “Số liệu Copy” không có trong mẫu"),
        (set_cell(POINTS, "B40", 3), f"Trang “{POINTS}”: không đọc ô B40"),
        (set_cell(TABLE, "D5", 3), f"Trang “{TABLE}”: không đọc ô D5"),
    ],
)
def test_what_is_not_read_is_named(change: Change, remark: str, tmp_path: Path):
    filled = read(tmp_path / "m.xlsx", fill, change)
    assert any(remark in text for text in filled.remarks), filled.remarks
    assert filled.answers == ANSWERS


def test_an_own_column_is_named_with_its_head(tmp_path: Path):
    def change(workbook: Workbook) -> None:
        workbook[FIGURES]["J4"] = "Người nhập"
        for row in range(5, 20):
            workbook[FIGURES][f"J{row}"] = "Lan"

    (remark,) = read(tmp_path / "m.xlsx", fill, change).remarks
    assert "ở cột “Người nhập” không có trong mẫu" in remark
    assert "ô khác" in remark


def test_merged_answers_are_refused_and_merged_titles_are_not(tmp_path: Path):
    result = faults(tmp_path / "m.xlsx", lambda b: b[FIGURES].merge_cells("E5:E6"))
    assert result[0].startswith("Trang “Số liệu”, ô E5:E6: các ô bị trộn")
    assert read(tmp_path / "m.xlsx", fill, lambda b: b[FIGURES].merge_cells("A1:I1")).answers


def test_a_table_on_two_sheets_is_refused(tmp_path: Path):
    result = faults(tmp_path / "m.xlsx", fill, lambda b: b.copy_worksheet(b[TABLE]))
    assert "“Bảng 1 Sáng kiến”, “Bảng 1 Sáng kiến Copy”" in result[0]


def test_points_beside_a_criterion_that_rules_score_are_refused(tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", set_cell(POINTS, "D6", 1))
    assert fault.startswith(f"Trang “{POINTS}”, ô D6: tiêu chí 1.2 được chấm theo số liệu")


@pytest.mark.parametrize("code", ["dem", "ngay", "pt", "co"])
@pytest.mark.parametrize("text", ["Không phát sinh", "-", "–", "không có", "KPS"])
def test_words_for_nothing_name_the_column_of_reasons(code: str, text: str, tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", put(code, text))
    assert "ô E" in fault
    assert "để trống ô này và ghi lý do ở cột “Không phát sinh vì”" in fault


@pytest.mark.parametrize("reason", ["-", "0", 0, "x", "có", 4240])
def test_no_reason_is_a_fault_of_its_cell(reason: object, tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", put("dem", reason, "F"))
    assert "ô F" in fault
    assert "không phải lý do" in fault


@pytest.mark.parametrize("reason", ["", "-"])
def test_a_draft_without_its_reason_comes_back(reason: str, tmp_path: Path):
    report = replace(REPORT, answers={"dem": Answer(not_arisen=reason)})
    assert read(tmp_path / "m.xlsx", report=report).answers == report.answers


def test_a_formula_without_a_result_is_a_fault(tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", put("dem", "=1+2"))
    assert "ô có công thức nhưng chưa có kết quả" in fault


def test_a_float_is_what_the_spreadsheet_shows(tmp_path: Path):
    assert read(tmp_path / "m.xlsx", put("dem", 434.99999999999994)).answers["dem"].value == 435


def test_a_hidden_character_is_named(tmp_path: Path):
    assert "U+200B" in faults(tmp_path / "m.xlsx", put("dem", "1\u200b2"))[0]


def in_1904(workbook: Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904


@pytest.mark.parametrize("changes", [(), (in_1904,)], ids=["1900", "1904"])
def test_days_are_right_in_both_date_systems(changes: tuple[Change, ...], tmp_path: Path):
    serial = 44580 if changes else 46042
    by_number, by_date = tmp_path / "so.xlsx", tmp_path / "ngay.xlsx"

    def without_format(workbook: Workbook) -> None:
        cell = workbook[FIGURES][f"E{row_of(workbook, 'ngay')}"]
        cell.value, cell.number_format = serial, "General"

    for path, change in ((by_number, without_format), (by_date, put("ngay", date(2026, 1, 20)))):
        assert read(path, *changes, change).answers["ngay"].value == date(2026, 1, 20)
        (saved,) = resave_workbooks([path], tmp_path / path.stem)
        again = read_answer_template(saved, FORM, (), REPORT)
        assert again.answers["ngay"].value == date(2026, 1, 20)


@pytest.mark.parametrize(
    ("changes", "day"),
    [((), datetime(1905, 7, 18)), ((in_1904,), datetime(1909, 7, 19))],
    ids=["1900", "1904"],
)
def test_a_typed_year_is_no_day(changes: tuple[Change, ...], day: datetime, tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", *changes, put("ngay", day))
    assert "“2026” là năm, không phải ngày" in fault


@pytest.mark.parametrize("day", [datetime(1999, 12, 31), datetime(2100, 1, 1), "05/01/0202", 2026])
def test_a_day_that_cannot_be_is_refused(day: object, tmp_path: Path):
    assert "ô E" in faults(tmp_path / "m.xlsx", put("ngay", day))[0]


@pytest.mark.parametrize("day", [datetime(1999, 12, 31), datetime(1905, 7, 18)])
def test_the_day_of_a_figure_is_held_to_the_same_years(day: datetime, tmp_path: Path):
    (fault,) = faults(tmp_path / "m.xlsx", put("dem", 3), put("dem", day, "G"))
    assert "ô G" in fault


def test_a_stray_cell_is_a_remark_and_makes_no_cells(tmp_path: Path):
    filled = read(tmp_path / "m.xlsx", fill, set_cell(FIGURES, "XFD3", " "))
    assert (filled.answers, filled.remarks) == (ANSWERS, ())
    assert "XFD7" in read(tmp_path / "m.xlsx", fill, set_cell(FIGURES, "XFD7", 1)).remarks[0]
    for coordinate in ("K900000", "XFD1048576"):
        filled = read(tmp_path / "m.xlsx", fill, set_cell(FIGURES, coordinate, 1))
        assert filled.answers == ANSWERS
        assert coordinate in filled.remarks[0]
    (fault,) = faults(tmp_path / "m.xlsx", fill, set_cell(FIGURES, "A900000", 1))
    assert "ô A900000: mã “1” không có trong mẫu; hãy xóa dòng này" in fault
