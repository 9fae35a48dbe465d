"""Lists of units: one reader for communes and provinces, text files and workbooks.

Every file below is read by both sides, and both take the same units or name the same faults.
"""

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from xa_report.domain.unit import Unit
from xa_report.errors import DefinitionError, UsageError
from xa_report.workflow.province.register_setup import read_own_units
from xa_report.workflow.shared import definitions

Row = Sequence[object]
HEADS = ("code", "name", "kind", "parent_code")
PROVINCE = ("80", "Tỉnh Tây Ninh", "tỉnh", "")
COMMUNES = (("25525", "Xã Tân Hội", "xã", "80"), ("25459", "Phường Tân Ninh", "phường", "80"))
ROWS: tuple[Row, ...] = (HEADS, PROVINCE, *COMMUNES)


def text_of(rows: Sequence[Row], mark: str = ",") -> str:
    return "".join(mark.join(map(str, row)) + "\n" for row in rows)


def both(path: Path, province: Unit) -> tuple[list[Unit], list[Unit]]:
    """The communes as the two sides read them, without what only the province keeps."""
    own = [entry.unit for entry in read_own_units(path, province)]
    listed = definitions.load_unit_list(path).units.values()
    return sorted(own, key=lambda unit: unit.code), sorted(
        (unit for unit in listed if unit.province_code), key=lambda unit: unit.code
    )


@pytest.fixture(scope="module")
def province() -> Unit:
    return definitions.load_unit_list().unit("80")


@pytest.fixture(scope="module")
def hanoi() -> Unit:
    return definitions.load_unit_list().unit("01")


def faults(path: Path, province: Unit) -> list[str]:
    """The faults that both sides name."""
    result = []
    for read in (lambda: read_own_units(path, province), lambda: definitions.load_unit_list(path)):
        with pytest.raises(DefinitionError) as error:
            read()
        result.append([error.value.sentence, *map(str, error.value.faults)])
    assert result[0] == result[1]
    return result[0]


@pytest.mark.parametrize(
    "content",
    [
        text_of(ROWS).encode(),
        text_of(ROWS).encode("utf-8-sig"),
        text_of(ROWS).encode("utf-16"),
        text_of(ROWS, "\t").encode("utf-16"),
        text_of(ROWS, ";").encode(),
        text_of(ROWS, "\t").encode(),
        unicodedata.normalize("NFD", text_of(ROWS)).encode(),
        text_of(ROWS, " , ").encode(),
        text_of(ROWS, "\u00a0;\u00a0").encode(),
        text_of((("CODE", "Name", "KIND", "Parent_Code"), *ROWS[1:])).upper().encode(),
        text_of([[*row, ""] for row in ROWS]).encode(),
        text_of((("code\u200b", "\u2060name", "kind", "parent_code"), *ROWS[1:])).encode(),
        text_of(ROWS).replace("\n", "\r\n\r\n").encode(),
    ],
    ids=["plain", "mark", "utf-16", "utf-16 tabs", "semicolons", "tabs", "NFD", "spaces",
         "no-break spaces", "upper case", "empty column", "hidden", "empty lines"],
)  # fmt: skip
def test_both_sides_read_every_shape(content: bytes, province: Unit, tmp_path: Path):
    path = tmp_path / "dm.csv"
    path.write_bytes(content)
    own, listed = both(path, province)
    assert [unit.code for unit in own] == ["25459", "25525"]
    assert {(unit.code, unit.kind) for unit in own} == {(c[0], c[2]) for c in COMMUNES}
    assert [(u.code, u.name, u.kind, u.province_code) for u in own] == [
        (u.code, u.name, u.kind, u.province_code) for u in listed
    ]
    assert all(unicodedata.is_normalized("NFC", unit.name) for unit in own)


def test_a_list_without_provinces_is_completed_from_the_one_that_ships(
    province: Unit, tmp_path: Path
):
    path = tmp_path / "dm.csv"
    path.write_text("code,name,kind\n25525,Xã Tân Hội,xã\n", "utf-8")
    own, listed = both(path, province)
    assert own == listed
    assert listed[0].province_name == "Tỉnh Tây Ninh"


@pytest.mark.parametrize("is_workbook", [False, True])
def test_lost_zeros_of_known_units_come_back(is_workbook: bool, hanoi: Unit, tmp_path: Path):
    rows = (HEADS, (4, "Phường Ba Đình", "phường", 1), (376, "Xã Sóc Sơn", "xã", 1))
    path = write_workbook(tmp_path, rows) if is_workbook else tmp_path / "dm.csv"
    if not is_workbook:
        path.write_text(text_of(rows), "utf-8")
    own, listed = both(path, hanoi)
    assert [unit.code for unit in own] == [unit.code for unit in listed] == ["00004", "00376"]


def write_workbook(folder: Path, rows: Sequence[Row]) -> Path:
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(folder / "dm.xlsx")
    return folder / "dm.xlsx"


def with_row(*row: object) -> tuple[Row, ...]:
    return (*ROWS, row)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (with_row("2552", "Xã A", "xã", "80"), "dòng 5: mã “2552” chỉ có 4 chữ số, phải có 5; nếu"),
        (with_row("25526", "", "xã", "80"), "dòng 5: thiếu tên đơn vị"),
        (with_row("25526", "Xã A", "làng", "80"), "dòng 5: loại “làng” không phải"),
        (with_row("25526", "Xã A", "xã", "8O"), "dòng 5: không có tỉnh, thành phố nào mã “8O”"),
        (with_row("25526", "Xã A", "xã", "80", 5), "dòng 5: “5” nằm ở cột 5, cột này không có"),
        (((*HEADS, "Name"), *ROWS[1:]), "dòng đầu: cột “name” có 2 lần"),
        ((HEADS[1:], *ROWS[1:]), "thiếu cột code"),
        ((HEADS,), "không có dòng nào"),
    ],
)
@pytest.mark.parametrize("is_workbook", [False, True])
def test_both_sides_name_the_same_faults(
    rows: Sequence[Row], message: str, is_workbook: bool, province: Unit, tmp_path: Path
):
    path = write_workbook(tmp_path, rows) if is_workbook else tmp_path / "dm.csv"
    if not is_workbook:
        path.write_text(text_of(rows), "utf-8")
    assert any(message in fault for fault in faults(path, province))


DATED_HEADS = (*HEADS, "formed", "valid_from", "valid_to")


@pytest.mark.parametrize(
    ("days", "message"),
    [
        (("05/01/0202", "", ""), "cột formed: ngày 05/01/0202 ngoài các năm 2000–2099; hãy ghi"),
        (("", "1997-01-01", ""), "cột valid_from: ngày 01/01/1997 ngoài các năm"),
        (("", "", "1/7/25"), "cột valid_to: “1/7/25” chưa rõ năm nào; hãy ghi đủ bốn chữ số"),
        (("mai", "", ""), "cột formed: “mai” không phải là ngày; ghi như 05/01/2026, hoặc để"),
        (("", "02/07/2025", "01.07.2025"), "valid_to trước valid_from"),
    ],
)
def test_days_of_a_list_are_days_as_at_every_door(
    days: Row, message: str, province: Unit, tmp_path: Path
):
    rows = (DATED_HEADS, (*ROWS[1], "", "", ""), ("25526", "Xã A", "xã", "80", *days))
    path = tmp_path / "dm.csv"
    path.write_text(text_of(rows), "utf-8")
    sentence, *named = faults(path, province)
    assert "có 1 lỗi" in sentence
    assert named[0].startswith(f"dòng 3: {message}")


def test_the_first_day_of_a_list_is_that_of_the_commune(province: Unit, tmp_path: Path):
    """What the register holds against a record (N21) is what a commune's new file begins with."""
    path = tmp_path / "dm.csv"
    rows = ((*HEADS, "formed"), (*COMMUNES[0], "01/07/2025"), (*COMMUNES[1], ""))
    path.write_text(text_of(rows), "utf-8")
    own, listed = both(path, province)
    assert own == listed
    units = definitions.load_unit_list(path)
    day = date(2025, 7, 1)
    assert units.commune("25525").formed == units.commune("25525", day).formed == day
    assert units.commune("25459", day).formed == day
    with pytest.raises(UsageError, match="hoạt động từ ngày 01/07/2025, không phải 02/07/2025"):
        units.commune("25525", date(2025, 7, 2))


def error_cell(workbook: Workbook) -> None:
    workbook.active["B4"].value = "#REF!"


def truth(workbook: Workbook) -> None:
    workbook.active["B4"] = True


def formula(workbook: Workbook) -> None:
    workbook.active["B4"] = '="Xã "&"Mới"'


@pytest.mark.parametrize(
    ("change", "message"),
    [(error_cell, "ô báo lỗi #REF!"), (truth, "giá trị TRUE"), (formula, "chưa có kết quả")],
)
def test_cells_without_a_text_are_refused(
    change: Callable[[Workbook], None], message: str, province: Unit, tmp_path: Path
):
    workbook = Workbook()
    for row in ROWS:
        workbook.active.append(row)
    change(workbook)
    workbook.save(tmp_path / "dm.xlsx")
    sentence, *named = faults(tmp_path / "dm.xlsx", province)
    assert "có 1 lỗi" in sentence
    assert named[0].startswith("dòng 4, cột name: ")
    assert message in named[0]


@pytest.mark.parametrize("column", ["A", "B", "C"])
def test_a_faulty_cell_is_named_once(column: str, province: Unit, tmp_path: Path):
    workbook = Workbook()
    for row in ROWS:
        workbook.active.append(row)
    workbook.active[f"{column}4"] = "#REF!"
    workbook.save(tmp_path / "dm.xlsx")
    assert len(faults(tmp_path / "dm.xlsx", province)) == 2


def test_a_file_is_what_it_holds_whatever_its_name(province: Unit, tmp_path: Path):
    path = write_workbook(tmp_path, ROWS).rename(tmp_path / "dm.csv")
    own, listed = both(path, province)
    assert len(own) == len(listed) == 2
    path.write_bytes(b"\xff\xfea\xd8")
    assert "không đọc được" in faults(path, province)[0]
