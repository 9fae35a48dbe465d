"""The template: what is filled comes back, what is wrong is named by sheet and cell.

1. Prefilled → read gives the same answers: three states, points, explanations, tables, scores.
2. The same after LibreOffice opened and saved it.
3. People type text numbers, text dates, percent signs, formulas; all that can be read is read.
4. Every fault at once, each with sheet, column letter and row; nothing is half-applied.
5. A workbook of another form, unit, period or program, or one that is broken: one sentence.
"""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.factories.generated_reports import Case, cases, make_case
from tests.libreoffice import resave_workbooks
from xa_report.definitions.reader import form_from_bytes
from xa_report.documents.xlsx.answer_template.layout import is_scored_by_hand
from xa_report.documents.xlsx.answer_template.reader import TemplateAnswers, read_answer_template
from xa_report.documents.xlsx.answer_template.writer import write_answer_xlsx
from xa_report.documents.xlsx.cell_text import clean_cell_text
from xa_report.domain.item import Answer, ExternalScore, FilledBy
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import AnswerError, EnvironmentFailedError, UsageError

FORM = """
form = {id="thu", version="1", title="Biểu thử", level="commune", period="year", total=3}
area = [{code="1", title="Lĩnh vực", max=3}]
[[item]]
id = "dem"
label = "Số hồ sơ"
kind = "count"
unit = "hồ sơ"
[[item]]
id = "tien"
label = "Kinh phí"
kind = "money"
[[item]]
id = "pt"
label = "Tỷ lệ"
kind = "percent"
[[item]]
id = "ngay"
label = "Ngày ban hành"
kind = "date"
[[item]]
id = "co"
label = "Đã làm"
kind = "yes_no"
[[item]]
id = "chon"
label = "Mức"
kind = "choice"
options = {a = "Tốt, đủ", b = "Khá", c = "khá"}
[[item]]
id = "muc"
label = "Danh mục"
kind = "checklist"
options = {x = "Loa; đài", y = "Trang"}
[[item]]
id = "bang"
label = "Sáng kiến"
kind = "table"
columns = {ten = "text", ngay = "date", so = "count"}
[[item]]
id = "chu"
label = "Nhận xét"
kind = "text"
[[item]]
id = "ngoai"
label = "Điểm tỉnh chấm"
kind = "external"
source = "Hệ thống tỉnh"
[[criterion]]
code = "1.1"
title = "Tự chấm"
max = 2
rule = {kind="manual", step=0.25}
[[criterion]]
code = "1.2"
title = "Có làm"
max = 1
rule = {kind="yes_no", of="co"}
"""
EMPTY = Report(Unit("25001", "Xã Tân Hội", "xã"), Period(2026))


def form_case(report: Report = EMPTY) -> Case:
    return Case(form_from_bytes(FORM.encode()), (), report, None)


def template(case: Case, path: Path) -> Path:
    write_answer_xlsx(case.form, case.plans, case.report, path, case.previous)
    return path


def read(case: Case, path: Path) -> TemplateAnswers:
    return read_answer_template(path, case.form, case.plans, case.report)


def row_of(sheet: Worksheet, code: str) -> int:
    return next(row for row in range(1, 99) if sheet[f"A{row}"].value == code)


def rows(folder: Path) -> dict[str, int]:
    """The row of each code in an empty template."""
    sheet = load_workbook(template(form_case(), folder / "rows.xlsx"))["Số liệu"]
    return {str(cell.value): cell.row for (cell,) in sheet.iter_rows(min_row=5, max_col=1)}


def filled(
    path: Path, how: Callable[[Workbook], None], case: Case | None = None
) -> TemplateAnswers:
    """What comes back when somebody fills an empty template."""
    case = case or form_case()
    template(case, path)
    workbook = load_workbook(path)
    how(workbook)
    workbook.save(path)
    return read(case, path)


def put(
    code: str, value: object, column: str = "E", shape: str | None = None
) -> Callable[..., None]:
    """Type something in a row of the sheet of figures."""

    def typed(workbook: Workbook) -> None:
        sheet = workbook["Số liệu"]
        cell = sheet[f"{column}{row_of(sheet, code)}"]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        if shape:
            cell.number_format = shape

    return typed


def faults(path: Path, how: Callable[[Workbook], None], case: Case | None = None) -> list[str]:
    with pytest.raises(AnswerError) as error:
        filled(path, how, case)
    return [str(fault) for fault in error.value.faults]


def kept(text: str) -> str:
    """A text as it comes back."""
    return unicodedata.normalize("NFC", clean_cell_text(text)).strip()


def expected(answer: Answer) -> Answer:
    """An answer as it comes back: outer spaces gone, control characters visible."""
    value = answer.value
    if isinstance(value, str):
        value = kept(value)
    if isinstance(value, ExternalScore):
        return Answer(replace(value, source=kept(value.source)), note=kept(answer.note))
    reason = None if answer.not_arisen is None else kept(answer.not_arisen)
    return replace(answer, value=value, not_arisen=reason, note=kept(answer.note))


def assert_comes_back(case: Case, template_answers: TemplateAnswers) -> None:
    items = dict(case.form.items)
    for plan in case.plans:
        items |= plan.items
    wanted = {
        ref: expected(answer)
        for ref, answer in case.report.answers.items()
        if items[ref].filled_by is FilledBy.COMMUNE
    }
    wanted = {ref: answer for ref, answer in wanted.items() if answer.value != ""}
    assert template_answers.answers == wanted
    assert template_answers.manual == case.report.manual
    texts = {code: kept(text) for code, text in case.report.explanations.items()}
    assert template_answers.explanations == {code: text for code, text in texts.items() if text}


@settings(max_examples=15, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(case=cases)
def test_what_is_prefilled_comes_back(case, tmp_path_factory):
    path = tmp_path_factory.mktemp("mau") / "mau.xlsx"  # a case is too big to be shrunk in time
    assert_comes_back(case, read(case, template(case, path)))


def test_it_comes_back_from_libreoffice(tmp_path):
    cases = {f"m{seed}": make_case(seed) for seed in range(25)}
    paths = [template(case, tmp_path / f"{name}.xlsx") for name, case in cases.items()]
    for case, copy in zip(cases.values(), resave_workbooks(paths, tmp_path), strict=True):
        assert_comes_back(case, read(case, copy))


def test_the_set_has_all_states_points_tables_and_scores():
    cases = [make_case(seed) for seed in range(25)]
    answers = [answer for case in cases for answer in case.report.answers.values()]
    assert any(answer.not_arisen is not None for answer in answers)
    assert any(isinstance(a.value, ExternalScore) and a.value.as_of for a in answers)
    assert any(a.value and isinstance(a.value, tuple) for a in answers)
    assert any(a.value == () for a in answers)
    assert any(case.report.manual for case in cases)
    assert any(is_scored_by_hand(c) for case in cases for c in case.form.leaves())


def test_the_same_report_gives_the_same_bytes():
    case, first, second = make_case(4), io.BytesIO(), io.BytesIO()
    for target in (first, second):
        write_answer_xlsx(case.form, case.plans, case.report, target, case.previous)
    assert first.getvalue() == second.getvalue()


def test_an_empty_template_says_nothing(tmp_path):
    case = form_case()
    template_answers = read(case, template(case, tmp_path / "m.xlsx"))
    assert (
        template_answers.answers,
        template_answers.manual,
        template_answers.explanations,
        template_answers.remarks,
    ) == ({}, {}, {}, ())
    assert template_answers.asked == set(case.form.items)


@pytest.mark.parametrize(
    ("code", "typed", "shape", "value"),
    [
        ("dem", 482, None, Decimal(482)),
        ("dem", 482.0, None, Decimal(482)),
        ("dem", "1.234", None, Decimal(1234)),
        ("dem", 0, None, Decimal(0)),
        ("tien", "1.234,5", None, Decimal("1234.5")),
        ("tien", "1234.5", None, Decimal("1234.5")),
        ("tien", 234.567, None, Decimal("234.567")),
        ("tien", 0.1, None, Decimal("0.1")),
        ("tien", -2, None, Decimal(-2)),
        ("pt", 0.65, "0%", Decimal(65)),
        ("pt", 0.655, "0.0%", Decimal("65.5")),
        ("pt", 65, '0.00" %"', Decimal(65)),
        ("pt", "65,5 %", None, Decimal("65.5")),
        ("ngay", datetime(2026, 1, 5), None, date(2026, 1, 5)),
        ("ngay", "5/1/2026", None, date(2026, 1, 5)),
        ("ngay", "05.01.2026", None, date(2026, 1, 5)),
        ("ngay", 46027, "General", date(2026, 1, 5)),
        ("co", "Có", None, True),
        ("co", "không", None, False),
        ("co", "kho\u0302ng", None, False),
        ("co", True, None, True),
        ("co", 0, None, False),
        ("chon", "tốt,  đủ", None, "a"),
        ("chon", "Khá [b]", None, "b"),
        ("chon", "a", None, "a"),
        ("chu", "=1+1", None, "=1+1"),
        ("chu", 12, None, "12"),
        ("chu", 1.5, None, "1,5"),
        ("ngoai", "87,5", None, ExternalScore(Decimal("87.5"), "Hệ thống tỉnh")),
    ],
)
def test_what_people_type_is_understood(code, typed, shape, value, tmp_path):
    template_answers = filled(tmp_path / "m.xlsx", put(code, typed, shape=shape))
    assert template_answers.answers == {code: Answer(value)}


@pytest.mark.parametrize(
    ("code", "typed", "shape", "message"),
    [
        ("dem", 1.5, None, "không phải số đếm"),
        ("dem", -1, None, "không phải số đếm"),
        ("dem", "ba", None, "“ba” không phải là số; ghi như 1.234."),
        ("dem", True, None, "không phải là số"),
        ("dem", 0.65, "0%", "phần trăm"),
        ("tien", datetime(2026, 5, 1), "dd/mm/yyyy", "không phải là số"),
        ("ngay", "31/2/2026", None, "không phải là ngày"),
        ("ngay", 12, "General", "không phải là ngày"),
        ("co", "chắc vậy", None, "ghi Có hoặc Không"),
        ("chon", "Kém", None, "không có trong danh sách"),
        ("muc.x", "?", None, "hãy ghi x hoặc để trống"),
        ("bang", "ba", None, "hãy nhập từng dòng ở trang của bảng “Sáng kiến”"),
    ],
)
def test_what_cannot_be_understood_is_named(code, typed, shape, message, tmp_path):
    how = put(code, typed, shape=shape)
    sentences = faults(tmp_path / "m.xlsx", how)
    row = row_of(load_workbook(tmp_path / "m.xlsx")["Số liệu"], code)
    assert len(sentences) == 1
    assert sentences[0].startswith(f"Trang “Số liệu”, ô E{row}: ")
    assert message in sentences[0]


def test_all_faults_come_at_once(tmp_path):
    def fill(workbook: Workbook) -> None:
        put("dem", "mười")(workbook)
        put("ngay", "hôm qua")(workbook)
        put("co", "Có")(workbook)
        put("co", "không có việc", column="F")(workbook)
        put("pt", "mai", column="G")(workbook)
        workbook["Điểm tự chấm"]["D5"] = "hai"
        workbook["Bảng 1 Sáng kiến"]["A5"] = "Một"
        workbook["Bảng 1 Sáng kiến"]["C5"] = "nhiều"

    sentences = faults(tmp_path / "m.xlsx", fill)
    places = {fault.split(":")[0] for fault in sentences}
    row = rows(tmp_path)
    assert places == {
        f"Trang “Số liệu”, ô E{row['dem']}", f"Trang “Số liệu”, ô E{row['ngay']}",
        f"Trang “Số liệu”, ô E{row['co']}", f"Trang “Số liệu”, ô G{row['pt']}",
        "Trang “Điểm tự chấm”, ô D5", "Trang “Bảng 1 Sáng kiến”, ô C5",
    }  # fmt: skip


def test_formula_errors_are_named(tmp_path):
    def fill(workbook: Workbook) -> None:
        workbook["Số liệu"]["E5"] = "#DIV/0!"

    assert "ô E5: ô báo lỗi #DIV/0!" in faults(tmp_path / "m.xlsx", fill)[0]


@pytest.mark.parametrize("number", [1e300, -1e300, 10**25])
def test_numbers_without_end_are_named(number, tmp_path):
    def fill(workbook: Workbook) -> None:
        workbook["Số liệu"]["E5"] = number

    assert "ô E5: " in faults(tmp_path / "m.xlsx", fill)[0]


def test_the_three_states(tmp_path):
    def fill(workbook: Workbook) -> None:
        put("dem", 0)(workbook)
        put("tien", "Không phát sinh khoản chi", column="F")(workbook)
        put("pt", "chờ Công an xã", column="I")(workbook)

    template_answers = filled(tmp_path / "m.xlsx", fill)
    assert template_answers.answers == {
        "dem": Answer(Decimal(0)),
        "tien": Answer(not_arisen="Không phát sinh khoản chi"),
    }
    assert len(template_answers.remarks) == 1
    location = f"Trang “Số liệu”, ô E{rows(tmp_path)['pt']}"
    assert template_answers.remarks[0].startswith(f"{location}: “Tỷ lệ” có ghi chú")


def test_checklists_are_ticked_named_or_empty(tmp_path):
    assert filled(tmp_path / "a.xlsx", put("muc.x", "X")).answers["muc"].value == ("x",)
    assert filled(tmp_path / "b.xlsx", put("muc", "Trang")).answers["muc"].value == ("y",)
    assert filled(tmp_path / "c.xlsx", put("muc", "Không mục nào")).answers["muc"].value == ()

    def both(workbook: Workbook) -> None:
        put("muc", "Không mục nào")(workbook)
        put("muc.y", "x")(workbook)

    assert "Không mục nào" in faults(tmp_path / "d.xlsx", both)[0]


def test_tables_are_read_from_their_sheet(tmp_path):
    def fill(workbook: Workbook) -> None:
        sheet = workbook["Bảng 1 Sáng kiến"]
        sheet["A5"], sheet["B5"], sheet["C5"] = "Trả tại nhà", "3/2/2026", 0
        sheet["A9"] = "Quét mã"

    assert filled(tmp_path / "m.xlsx", fill).answers["bang"].value == (
        {"ten": "Trả tại nhà", "ngay": date(2026, 2, 3), "so": Decimal(0)},
        {"ten": "Quét mã", "ngay": "", "so": ""},
    )


def test_an_empty_table_is_said_to_be_empty(tmp_path):
    template_answers = filled(tmp_path / "m.xlsx", put("bang", "Không có dòng nào"))
    assert template_answers.answers["bang"] == Answer(())


def test_numbers_that_a_spreadsheet_would_round_come_back(tmp_path):
    long = Decimal("123456789012345.678901")
    report = replace(EMPTY, answers={"tien": Answer(long)})
    case = form_case(report)
    assert read(case, template(case, tmp_path / "m.xlsx")).answers["tien"].value == long


def test_rows_that_are_lost_or_doubled_are_named(tmp_path):
    def fill(workbook: Workbook) -> None:
        sheet = workbook["Số liệu"]
        sheet[f"A{row_of(sheet, 'dem')}"], sheet["A40"] = None, "la"
        sheet[f"A{row_of(sheet, 'tien')}"] = "pt"

    text = "\n".join(faults(tmp_path / "m.xlsx", fill))
    assert "thiếu dòng có mã “dem”" in text
    assert "thiếu dòng có mã “tien”" in text
    assert "mã “pt” đã có ở dòng" in text
    assert "ô A40: mã “la” không có trong mẫu" in text


@pytest.mark.parametrize("name", ["Số liệu", "Điểm tự chấm", "Bảng 1 Sáng kiến"])
def test_a_sheet_that_is_gone_is_named(name, tmp_path):
    assert any(
        "không còn trang" in f for f in faults(tmp_path / "m.xlsx", lambda b: b.remove(b[name]))
    )


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (form_case(replace(EMPTY, unit=replace(EMPTY.unit, code="99999"))), "đơn vị mã 25001"),
        (form_case(replace(EMPTY, period=Period(2025))), "của kỳ 2026"),
        (form_case()._replace(form=form_from_bytes(FORM.replace('"Khá"', '"Kha"').encode())),
         "theo bộ tiêu chí thu bản 1"),
        (form_case()._replace(plans=make_case(3).plans), "kế hoạch khác"),
    ],
    ids=["unit", "period", "form", "plans"],
)  # fmt: skip
def test_a_template_for_something_else_is_refused(case, message, tmp_path):
    path = template(form_case(), tmp_path / "m.xlsx")
    with pytest.raises(AnswerError, match=message) as error:
        read(case, path)
    assert error.value.faults == ()


def zipped(names: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in names.items():
            archive.writestr(name, part)
    return content.getvalue()


def workbook_of_somebody() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "không phải là bảng tính"),
        (b"%PDF-1.7", "không phải là bảng tính"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "có mật khẩu"),
        (b"PK\x03\x04" + bytes(100), "bị hỏng"),
        (zipped({"a.txt": b"a"}), "bị hỏng"),
        (zipped({"[Content_Types].xml": b"<x", "xl/workbook.xml": b"<"}), "bị hỏng"),
        (workbook_of_somebody(), "không phải mẫu"),
        (workbook_of_somebody()[:-300], "bị hỏng"),
    ],
)
def test_a_file_that_is_no_template_gets_one_sentence(content, message, tmp_path):
    path = tmp_path / "m.xlsx"
    path.write_bytes(content)
    with pytest.raises(AnswerError, match=message) as error:
        read(form_case(), path)
    assert "\n" not in str(error.value)
    assert str(error.value).endswith(".")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml"])
def test_damaged_parts_are_one_sentence(part, tmp_path):
    path = template(form_case(), tmp_path / "m.xlsx")
    with zipfile.ZipFile(path) as archive:
        names = {name: archive.read(name) for name in archive.namelist()}
    for damage in (b"", b"<a/>", names[part][: len(names[part]) // 2]):
        path.write_bytes(zipped({**names, part: damage}))
        with pytest.raises(AnswerError) as error:
            read(form_case(), path)
        assert "Traceback" not in str(error.value)


def test_a_missing_file_is_the_environment(tmp_path):
    with pytest.raises(EnvironmentFailedError, match=r"Không đọc được tệp khong-co.xlsx"):
        read(form_case(), tmp_path / "khong-co.xlsx")


def test_texts_too_long_for_a_cell_are_refused_in_a_sentence(tmp_path):
    report = replace(EMPTY, explanations={"1.1": "a" * 40_000})
    with pytest.raises(UsageError, match=r"giải trình của tiêu chí 1.1 dài 40000 ký tự"):
        template(form_case(report), tmp_path / "m.xlsx")
    assert not (tmp_path / "m.xlsx").exists()


def test_only_inputs_are_unlocked_and_there_is_no_password(tmp_path):
    workbook = load_workbook(template(form_case(), tmp_path / "m.xlsx"))
    assert [sheet.sheet_state for sheet in workbook][-2:] == ["hidden", "hidden"]
    for sheet in workbook:
        assert sheet.protection.sheet
        assert not sheet.protection.password
    figures = workbook["Số liệu"]
    open_ = {cell.column_letter for row in figures.iter_rows(min_row=5) for cell in row
             if not cell.protection.locked}  # fmt: skip
    assert open_ == set("EFGHI")
    assert workbook["Điểm tự chấm"]["D6"].protection.locked
    assert not workbook["Điểm tự chấm"]["D5"].protection.locked


def test_cells_are_checked_while_they_are_typed(tmp_path):
    workbook = load_workbook(template(form_case(), tmp_path / "m.xlsx"))
    figures = workbook["Số liệu"]
    kinds = {}
    for check in figures.data_validations.dataValidation:
        for code, row in rows(tmp_path).items():
            if f"E{row}" in check.sqref:
                kinds[code] = check.type
    assert kinds == {"dem": "whole", "tien": "decimal", "pt": "decimal", "ngay": "date",
                     "co": "list", "chon": "list", "muc": "list", "bang": "list",
                     "muc.x": "list", "muc.y": "list", "ngoai": "decimal"}  # fmt: skip
