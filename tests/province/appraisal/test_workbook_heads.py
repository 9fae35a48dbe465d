"""The appraiser's workbook is read by its heads; a half-sorted table and lost cells are seen."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.unsigned_submissions import UNITS, YEAR
from tests.libreoffice import resave_workbooks
from xa_report.domain.province.appraisal import CaseKey
from xa_report.errors import AnswerError
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.appraisal.workbook import (
    WorkbookImportSummary,
    export_appraisal_workbook,
    import_appraisal_workbook,
)
from xa_report.province.register import Register

POINTS, FIGURES = "Điểm thẩm định", "Số liệu"
Change = Callable[[Workbook], object]


def filled(register: Register, folder: Path, *changes: Change) -> WorkbookImportSummary:
    path = folder / "tham-dinh.xlsx"
    export_appraisal_workbook(register, YEAR, path)
    workbook = load_workbook(path)
    workbook[POINTS]["I5"], workbook[POINTS]["J5"] = 1, "T01"
    for change in changes:
        change(workbook)
    workbook.save(path)
    return import_appraisal_workbook(register, YEAR, path)


def faults(register: Register, folder: Path, *changes: Change) -> list[str]:
    with pytest.raises(AnswerError) as error:
        filled(register, folder, *changes)
    assert points_of(register)["1.1"] == Decimal("4.5")
    return [str(fault) for fault in error.value.faults]


def points_of(register: Register) -> dict[str, Decimal]:
    with register.database.read() as connection:
        case = load_case_detail(register, connection, CaseKey(UNITS[0], YEAR))
    return {row.code: row.points for row in criterion_rows(case)}


def swap_cells(sheet: Worksheet, letters: str, first: int = 5, second: int = 9) -> None:
    """Exchange two rows in some columns alone, as sorting half a table does."""
    for letter in letters:
        upper, lower = sheet[f"{letter}{first}"], sheet[f"{letter}{second}"]
        upper.value, lower.value = lower.value, upper.value


@pytest.mark.parametrize(
    "change",
    [
        lambda workbook: workbook[POINTS].insert_cols(9),
        lambda workbook: workbook[POINTS].insert_cols(1),
        lambda workbook: workbook[POINTS].insert_rows(2),
        lambda workbook: swap_cells(workbook[POINTS], "ABCDEFGHIJKLMNO"),
    ],
    ids=["column before the values", "first column", "row", "whole rows sorted"],
)
def test_heads_decide(province_register: Register, tmp_path: Path, change: Change):
    assert filled(province_register, tmp_path, change).points == 1
    assert points_of(province_register)["1.1"] == 1


@pytest.mark.parametrize("letters", ["ABCDEFGH", "O", "ABC", "IJKLMNO"])
def test_half_a_sorted_table_is_seen(province_register: Register, tmp_path: Path, letters: str):
    result = faults(
        province_register, tmp_path, lambda workbook: swap_cells(workbook[POINTS], letters)
    )
    assert [fault.partition(":")[0] for fault in result] == [
        f"Trang “{POINTS}”, ô O5", f"Trang “{POINTS}”, ô O9",
    ]  # fmt: skip
    assert all("sắp xếp hoặc chép lệch một phần" in fault for fault in result)


def test_the_same_figure_of_another_commune_is_seen(province_register: Register, tmp_path: Path):
    def change(workbook: Workbook) -> None:
        sheet = workbook[FIGURES]
        other = next(
            row for row in range(6, sheet.max_row + 1)
            if (sheet[f"A{row}"].value, sheet[f"C{row}"].value) == (UNITS[1], sheet["C5"].value)
        )  # fmt: skip
        swap_cells(sheet, "A", 5, other)

    result = faults(province_register, tmp_path, change)
    assert len(result) == 2
    assert f"không phải của đơn vị {UNITS[1]}" in result[0]


def test_sorting_by_the_filter_takes_the_stamps_along(province_register: Register, tmp_path: Path):
    path = tmp_path / "tham-dinh.xlsx"
    export_appraisal_workbook(province_register, YEAR, path)
    workbook = load_workbook(path)
    assert workbook[POINTS].auto_filter.ref.startswith("A4:O")
    assert workbook[FIGURES].auto_filter.ref.startswith("A4:L")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda b: b[POINTS].__setitem__("I4", None), "ô A4: hàng tiêu đề thiếu cột “Điểm thẩm"),
        (lambda b: b[POINTS].__setitem__("B4", "Mã"), "ô C4: tiêu đề “Mã” có ở nhiều cột (B, C)"),
        (lambda b: b[POINTS].__setitem__("I6", 3), "ô I6: “1.2” có tiêu chí con"),
        (lambda b: b[POINTS].__setitem__("K6", "ý"), "ô K6: “1.2” có tiêu chí con"),
        (lambda b: b[POINTS].merge_cells("I7:I8"), "ô I7:I8: các ô bị trộn"),
        (lambda b: b[POINTS].__setitem__("I7", "=1+1"), "ô I7: ô có công thức nhưng chưa có kết"),
        (lambda b: b[FIGURES].__setitem__("I5", "-"), "ghi “Không phát sinh: lý do”"),
        (lambda b: b[FIGURES].__setitem__("I5", "2,000"), "ô I5: “2,000” chưa rõ là số nào"),
    ],
)
def test_faults_are_named_by_cell(
    province_register: Register, tmp_path: Path, change: Change, message: str
):
    assert any(message in fault for fault in faults(province_register, tmp_path, change))


def test_a_reason_that_is_none_is_refused(province_register: Register, tmp_path: Path):
    def change(workbook: Workbook) -> None:
        workbook[FIGURES]["I5"], workbook[FIGURES]["J5"] = "Không phát sinh: -", "T01"

    (fault,) = faults(province_register, tmp_path, change)
    assert "“-” không phải lý do" in fault


def test_what_is_not_read_is_named(province_register: Register, tmp_path: Path):
    def change(workbook: Workbook) -> None:
        workbook[POINTS]["Q7"], workbook[POINTS]["I60"] = 9, 4
        workbook.copy_worksheet(workbook[FIGURES])

    remarks = "\n".join(filled(province_register, tmp_path, change).remarks)
    assert "không đọc ô Q7 (“9”), vì ở cột không có tiêu đề" in remarks
    assert "không đọc ô I60 (“4”), vì ở dòng không có mã" in remarks
    assert "Trang “Số liệu Copy” không có trong mẫu" in remarks


def test_libreoffice_and_an_inserted_column_change_nothing(
    province_register: Register, tmp_path: Path
):
    filled(province_register, tmp_path, lambda workbook: workbook[POINTS].insert_cols(9))
    export_appraisal_workbook(province_register, YEAR, tmp_path / "lai.xlsx")
    (saved,) = resave_workbooks([tmp_path / "lai.xlsx"], tmp_path / "lo")
    summary = import_appraisal_workbook(province_register, YEAR, saved)
    assert (summary.points, summary.figures, summary.remarks) == (0, 0, ())


def test_a_stray_cell_is_named_and_costs_nothing(province_register: Register, tmp_path: Path):
    def change(workbook: Workbook) -> None:
        workbook[POINTS]["XFD7"] = workbook[POINTS]["B1048576"] = 1

    remarks = " ".join(filled(province_register, tmp_path, change).remarks)
    assert "XFD7" in remarks
    assert "B1048576" in remarks


def test_an_older_workbook_is_asked_for_anew(province_register: Register, tmp_path: Path):
    with pytest.raises(AnswerError, match="phiên bản khác của chương trình"):
        filled(
            province_register,
            tmp_path,
            lambda workbook: workbook["_tham_dinh"].__setitem__("A1", "1"),
        )
