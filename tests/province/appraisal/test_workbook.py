"""The appraiser's workbook: out, filled, saved by LibreOffice, and back in.

1. Untouched rows are no entries, also after LibreOffice saved the file.
2. What was typed counts; every fault is named by sheet and cell, and then nothing is done.
3. Whoever overtook an appraiser is named with the cell; untouched rows are no conflict.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.unsigned_submissions import (
    UNITS,
    YEAR,
    build_report,
    correct_report,
    import_report,
    open_small_register,
)
from tests.libreoffice import resave_workbooks
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import AnswerError, ConflictError, UsageError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.appraisal.workbook import (
    export_appraisal_workbook,
    import_appraisal_workbook,
)
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.register import Register

POINTS, FIGURES = "Điểm thẩm định", "Số liệu"
WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "=thiếu _x0041_ quyết định")


def dossier(register: Register, unit: str = UNITS[0]) -> CaseDetail:
    with register.database.read() as connection:
        return load_case_detail(register, connection, CaseKey(unit, YEAR))


def written(register: Register, folder: Path, **more: object) -> Path:
    path = folder / "tham-dinh.xlsx"
    export_appraisal_workbook(register, YEAR, path, **more)  # type: ignore[arg-type]
    return path


def fill(path: Path, cells: dict[tuple[str, str, str, str], object]) -> dict[str, str]:
    """Type into cells, named by sheet, unit, row code and column; where they are comes back."""
    workbook = load_workbook(path)
    places = {}
    for (title, unit, ref, letter), value in cells.items():
        sheet = workbook[title]
        (row,) = [
            row for row in range(5, sheet.max_row + 1)
            if (sheet[f"A{row}"].value, sheet[f"C{row}"].value) == (unit, ref)
        ]  # fmt: skip
        sheet[f"{letter}{row}"].value = value
        places[ref] = f"Trang “{title}”, ô {letter}{row}"
    workbook.save(path)
    return places


def points_of(register: Register, unit: str = UNITS[0]) -> dict[str, Decimal]:
    return {row.code: row.points for row in criterion_rows(dossier(register, unit))}


def test_only_the_appraisers_cells_are_open(province_register: Register, tmp_path: Path):
    workbook = load_workbook(written(province_register, tmp_path, department="sở tư pháp"))
    sheet = workbook[POINTS]
    codes = [sheet[f"C{row}"].value for row in range(5, sheet.max_row + 1)]
    assert codes == ["1.2", "1.2.1"] * 2
    assert sheet.protection.sheet
    assert sheet.column_dimensions["O"].hidden
    unlocked = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    assert unlocked == {f"{letter}{row}" for letter in "IJK" for row in (6, 8)}
    figures = {
        workbook[FIGURES][f"C{row}"].value for row in range(5, workbook[FIGURES].max_row + 1)
    }
    assert figures == {"tre", "sai"}
    assert workbook[FIGURES]["D6"].data_type == "s"
    with pytest.raises(UsageError, match="Sở Nội vụ"):
        written(province_register, tmp_path, department="Sở Y tế")


def test_untouched_is_nothing_also_through_libreoffice(province_register: Register, tmp_path: Path):
    changes = [
        EntryChange(EntryKind.POINTS, "1.1", Decimal("2.50"), WHY),
        EntryChange(EntryKind.ANSWER, "tre", Answer(Decimal(3)), WHY),
        EntryChange(EntryKind.ANSWER, "sai", Answer(not_arisen=""), WHY),
    ]
    commands.appraise_case(province_register, CaseKey(UNITS[0], YEAR), changes)
    path = written(province_register, tmp_path)
    (again,) = resave_workbooks([path], tmp_path / "lo")
    for template in (path, again):
        done = import_appraisal_workbook(province_register, YEAR, template)
        assert (done.points, done.figures) == (0, 0)
    fill(again, {(POINTS, UNITS[0], "T1", "I"): "1,5", (POINTS, UNITS[0], "T1", "J"): "t03"})
    fill(again, {(FIGURES, UNITS[1], "tre", "I"): 4, (FIGURES, UNITS[1], "tre", "J"): "T01 Không",
                 (FIGURES, UNITS[1], "tre", "K"): "-thiếu 3 hồ sơ"})  # fmt: skip
    (again,) = resave_workbooks([again], tmp_path / "lo2")
    done = import_appraisal_workbook(province_register, YEAR, again)
    assert (done.points, done.figures, len(done.units)) == (1, 1, 2)
    assert points_of(province_register)["T1"] == Decimal("1.5")
    assert points_of(province_register, UNITS[1])["1.1"] == 3
    entry = dossier(province_register, UNITS[1]).current_entry(EntryKind.ANSWER, "tre")
    assert entry is not None
    assert entry.why == DifferenceReason(DifferenceCode.NO_EVIDENCE, "-thiếu 3 hồ sơ")
    assert (
        import_appraisal_workbook(
            province_register, YEAR, written(province_register, tmp_path)
        ).units
        == ()
    )


def test_an_emptied_cell_takes_away(province_register: Register, tmp_path: Path):
    commands.appraise_case(
        province_register,
        CaseKey(UNITS[0], YEAR),
        [EntryChange(EntryKind.POINTS, "1.1", Decimal(2), WHY)],
    )
    path = written(province_register, tmp_path)
    at = (POINTS, UNITS[0], "1.1")
    fill(path, {(*at, "I"): None, (*at, "J"): None, (*at, "K"): None})
    assert import_appraisal_workbook(province_register, YEAR, path).points == 1
    assert points_of(province_register)["1.1"] == Decimal("4.5")


def test_every_fault_by_cell_and_nothing_done(province_register: Register, tmp_path: Path):
    path = written(province_register, tmp_path)
    sheet_of_unit = (POINTS, UNITS[0])
    good = {(*sheet_of_unit, "T1", "I"): 1, (*sheet_of_unit, "T1", "J"): "T01"}
    bad: dict[str, tuple[dict[str, object], str, str]] = {
        "1.1": ({"I": 5.01, "J": "T01"}, "I", "không nằm trong khoảng"),
        "1.2.1": ({"I": 1}, "I", "cần mã lý do"),
        "1.2.2": ({"I": 1, "J": "T55"}, "J", "không có mã lý do"),
        "2.1": ({"I": "nhiều", "J": "T01"}, "I", "không phải là số"),
        "2.2": ({"J": "T01"}, "I", "chưa có giá trị"),
    }
    cells = {
        (*sheet_of_unit, ref, letter): v
        for ref, (typed, _, _) in bad.items()
        for letter, v in typed.items()
    }
    fill(path, {**good, **cells})
    fill(path, {(FIGURES, UNITS[1], "sai", "I"): "-2", (FIGURES, UNITS[1], "sai", "J"): "T99"})
    places = fill(path, {(POINTS, UNITS[1], "T1", "O"): "v1"})
    with pytest.raises(AnswerError) as caught:
        import_appraisal_workbook(province_register, YEAR, path)
    faults = [str(fault) for fault in caught.value.faults]
    rows_of = {
        ref: row for row, ref in enumerate(["1.1", "1.2", "1.2.1", "1.2.2", "2.1", "2.2"], 5)
    }
    for ref, (_, letter, message) in bad.items():
        head = f"Trang “{POINTS}”, ô {letter}{rows_of[ref]}:"
        assert any(fault.startswith(head) and message in fault for fault in faults), (ref, faults)
    assert any(f.startswith(f"Trang “{FIGURES}”, ô I10:") and "số đếm" in f for f in faults)
    assert any(f.startswith(places["T1"]) for f in faults)
    assert len(faults) == 7
    assert points_of(province_register)["T1"] == 0


def test_conflicts_are_named_with_cell_and_person(province_register: Register, tmp_path: Path):
    path = written(province_register, tmp_path)
    minh = open_small_register(str(province_register.location), "Minh")
    changes = [
        EntryChange(EntryKind.POINTS, ref, Decimal(1), WHY) for ref in ("1.1", "1.2.1", "T1")
    ]
    commands.appraise_case(minh, CaseKey(UNITS[0], YEAR), changes)
    sheet_of_unit = (POINTS, UNITS[0])
    cells = {(*sheet_of_unit, "1.1", "I"): 3, (*sheet_of_unit, "1.1", "J"): "T01",
             (*sheet_of_unit, "1.2.1", "I"): 2, (*sheet_of_unit, "1.2.1", "J"): "T01",
             (*sheet_of_unit, "2.2", "I"): 2, (*sheet_of_unit, "2.2", "J"): "T01"}  # fmt: skip
    fill(path, cells)
    with pytest.raises(ConflictError) as caught:
        import_appraisal_workbook(province_register, YEAR, path)
    lines = str(caught.value).splitlines()
    assert [line.split(":")[0] for line in lines] == [
        f"Trang “{POINTS}”, ô I5", f"Trang “{POINTS}”, ô I7",
    ]  # fmt: skip
    assert all("Minh vừa sửa điểm tiêu chí" in line and "1 điểm (T01)" in line for line in lines)
    assert points_of(province_register)["2.2"] == 0
    fill(path, {key: None for key in cells if key[2] != "2.2"})
    assert import_appraisal_workbook(province_register, YEAR, path).points == 1
    assert points_of(province_register)["1.1"] == 1


def test_a_newer_submission_is_a_conflict(province_register: Register, tmp_path: Path):
    path = written(province_register, tmp_path)
    commands.return_criteria(
        province_register, CaseKey(UNITS[0], YEAR), [ReopenedCriterion("T1", WHY)]
    )
    explanations = {"1.1": "=cmd|' /C calc'!A0"}
    import_report(
        province_register,
        correct_report(build_report(UNITS[0], explanations=explanations), sang_kien=0),
        tmp_path,
    )
    fill(path, {(POINTS, UNITS[0], "T1", "I"): 2, (POINTS, UNITS[0], "T1", "J"): "T01"})
    with pytest.raises(ConflictError, match="bản nộp L2"):
        import_appraisal_workbook(province_register, YEAR, path)


def test_other_files_are_refused(province_register: Register, tmp_path: Path):
    path = written(province_register, tmp_path)
    with pytest.raises(AnswerError, match="kỳ 2026"):
        import_appraisal_workbook(province_register, YEAR.previous(), path)
    workbook = load_workbook(path)
    del workbook["_tham_dinh"]
    workbook.save(path)
    with pytest.raises(AnswerError, match="không phải bảng thẩm định"):
        import_appraisal_workbook(province_register, YEAR, path)
    path.write_bytes(b"PK")
    with pytest.raises(AnswerError, match="hỏng"):
        import_appraisal_workbook(province_register, YEAR, path)
