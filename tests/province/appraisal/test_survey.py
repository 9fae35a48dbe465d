"""Tables of survey results as they come from outside: taken whole, or refused with the place."""

import csv
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart

from tests.factories.unsigned_submissions import UNITS, YEAR
from xa_report.errors import AnswerError
from xa_report.province.appraisal.survey import import_survey_table
from xa_report.province.database import appraisal
from xa_report.province.register import Register

HEADS = "Mã ĐV,Đơn vị,hai_long,2.2\n"


def known(register: Register) -> dict[str, object]:
    with register.database.read() as connection:
        values = appraisal.province_values_of_period(connection, YEAR).get(UNITS[0], {})
    return {ref: one.value.value for ref, one in values.items() if one.value is not None}


@pytest.mark.parametrize(
    "content",
    [
        (HEADS + '25001,Xã 25001,"80,5",3\n').encode("utf-8-sig"),
        (HEADS.replace(",", ";") + "25001;xã  25001;80,5;3\n").encode(),
        (HEADS.replace(",", "\t") + "25001\tĐơn vị gì đó\t80.5\t+3\n").encode(),
        ("Ma\u0303 \u0110V,Đ\u01a1n vi\u0323,hai_long,2.2\r25001,,80.5,3\r").encode(),
        (HEADS.replace("hai", "\u200bHai") + '25001,Xã 25001,"80,5",3\n').encode(),
        (HEADS + "25001,Xã 25001,80.5,3" + "," * 300 + "\n" * 6000).encode(),
    ],
    ids=["mark", "semicolons", "tabs", "letters apart", "hidden", "far empty cells"],
)
def test_what_programs_make_of_a_table_is_the_same(
    province_register: Register, tmp_path: Path, content: bytes
):
    path = tmp_path / "bang.csv"
    path.write_bytes(content)
    assert import_survey_table(province_register, YEAR, path).changed == 2
    assert known(province_register) == {"hai_long": Decimal("80.5"), "2.2": Decimal(3)}


@pytest.fixture
def no_limit() -> Iterator[None]:
    """As after any library that lets Python read cells without end."""
    before = csv.field_size_limit(10**9)
    yield
    csv.field_size_limit(before)


def rows(text: str) -> bytes:
    return (HEADS + text).encode()


@pytest.mark.usefixtures("no_limit")
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (rows("25001,,80,3\n").decode().encode("utf-16"), "một số 80,3 hoặc hai ô 80 và 3"),
        (rows("25001,,80,3\n").decode().encode("cp1258", "replace"), "UTF-8"),
        (b"unit,hai_long\n".decode().encode("utf-16-le"), "đúng một cột"),
        (rows("25001,,1e999,3\n"), "“1e999” không phải là số"),
        (rows("25001,,NaN,3\n"), "“NaN” không phải là số"),
        (rows("25001,,=1+1,3\n"), "“=1\\+1” không phải là số"),
        (rows("25001,,\u202e80,3\n"), r"ký tự ẩn U\+202E"),
        (rows(f"25001,,{'9' * 31},3\n"), "số quá lớn"),
        (rows("25001,,80,-1\n"), "không nằm trong khoảng"),
        (rows("25001,,80,3,5\n"), "Dòng 2 có 5 ô, dòng đầu chỉ có 4"),
        (rows('25001,"Xã 25001,80,3\n'), "không đọc được"),
        (rows("25001,,80,3\n25001,,81,3\n"), "đã có ở dòng 2"),
        (rows("99999,,80,3\n"), "không có đơn vị mã “99999”"),
        (rows("25001,XÃ 25002,80,3\n"), "có mã 25002, không phải 25001"),
        (rows("\n" * 5001 + "25001,,80,3\n"), "sau dòng 5000"),
        (b"a" * 2_000_000, "không đọc được"),
        (b"", "đúng một cột"),
    ],
)
def test_a_table_is_refused_whole(
    province_register: Register, tmp_path: Path, content: bytes, message: str
):
    path = tmp_path / "bang.csv"
    path.write_bytes(content)
    with pytest.raises(AnswerError, match=message):
        import_survey_table(province_register, YEAR, path)
    assert known(province_register) == {}


def chart_alone(workbook: Workbook) -> None:
    workbook.create_chartsheet("c").add_chart(BarChart())
    del workbook["Sheet"]


def far_below(workbook: Workbook) -> None:
    workbook["Sheet"]["C5500"] = 80


def far_right(workbook: Workbook) -> None:
    workbook["Sheet"].cell(2, 300, 80)


@pytest.mark.parametrize(
    ("change", "message"),
    [(chart_alone, "không có trang"), (far_below, "sau dòng"), (far_right, "sau cột")],
)
def test_a_workbook_hides_nothing(
    province_register: Register, tmp_path: Path, change: Callable[[Workbook], None], message: str
):
    workbook, path = Workbook(), tmp_path / "bang.xlsx"
    for line in (HEADS.strip().split(","), ["25001", "", 80, 3]):
        workbook["Sheet"].append(line)
    change(workbook)
    workbook.save(path)
    with pytest.raises(AnswerError, match=message):
        import_survey_table(province_register, YEAR, path)
    assert known(province_register) == {}
