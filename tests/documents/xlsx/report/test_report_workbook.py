"""The exported workbook: safe texts, plain signed values, set-up for paper, the same bytes.

1. Same input, same bytes; another clock changes only time stamps.
2. No text can become a formula, whatever it begins with; control characters and long texts pass.
3. Every signed value is the assessment's.
4. No macro, no external link, names defined, heads repeated, A4 landscape.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell

from tests.documents.xlsx.report.test_recalculation import escaped, long_case
from tests.factories.generated_reports import HOSTILE, Case, make_case
from xa_report.assess.assessment import assess_report
from xa_report.documents.xlsx.cell_text import (
    MAX_CELL_LENGTH,
    clean_cell_text,
    cut_to_cell,
    escape_cell_text,
    unescape_cell_text,
    utf16_length,
)
from xa_report.documents.xlsx.report.data_sheet import answer_state_text
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.item import Answer

CLOCK = datetime(2027, 1, 5, 12, 30, 16, tzinfo=UTC)
TITLES = ["Tổng hợp", "Tiêu chí", "Chỉ tiêu kế hoạch", "Số liệu", "Tài liệu kiểm chứng"]
SEEDS = range(12)


def written(case: Case, clock: datetime = CLOCK) -> bytes:
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    buffer = io.BytesIO()
    write_report_workbook(
        WorkbookContent(case.report, case.form, case.plans, assessment, case.previous, clock),
        buffer,
    )
    return buffer.getvalue()


def opened(case: Case) -> Workbook:
    return load_workbook(io.BytesIO(written(case)))


def cells(workbook: Workbook) -> list[Cell]:
    return [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def hostile_case() -> Case:
    """Every text field of a report begins with something that wants to be a formula."""
    case = make_case(3)
    report, text = case.report, HOSTILE[0]
    document = CitedDocument(text, date(2026, 1, 2), text, text)
    link = Evidence(
        next(case.form.leaves()).code, EvidenceFile("0" * 64, text, 1, "x", document), text, text
    )
    return case._replace(
        report=replace(
            report,
            unit=replace(report.unit, name=text, province_name=text),
            answers={
                ref: Answer(not_arisen=HOSTILE[at % len(HOSTILE)], note=HOSTILE[-at % len(HOSTILE)])
                for at, ref in enumerate(case.form.items)
            },
            explanations={
                c.code: HOSTILE[at % len(HOSTILE)] for at, c in enumerate(case.form.leaves())
            },
            evidence=(link,),
        )
    )


@pytest.mark.parametrize("seed", [0, 5])
def test_the_same_input_gives_the_same_bytes(seed):
    assert written(make_case(seed)) == written(make_case(seed))


def test_another_clock_changes_only_time_stamps():
    now, later = written(make_case(0)), written(make_case(0), CLOCK.replace(year=2028))
    assert now != later
    changed = {name for name, part in parts(now).items() if part != parts(later)[name]}
    assert changed == {"docProps/core.xml"}
    assert b"2027-01-05T12:30:16Z" in parts(now)["docProps/core.xml"]
    with zipfile.ZipFile(io.BytesIO(now)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {CLOCK.timetuple()[:6]}


def test_a_clock_before_1980_is_still_a_zip():
    assert parts(written(make_case(0), datetime(1970, 1, 1, tzinfo=UTC)))


@pytest.mark.parametrize("case", [hostile_case(), make_case(3)], ids=["hostile", "ordinary"])
def test_no_text_becomes_a_formula(case):
    for cell in cells(opened(case)):
        if cell.data_type == "f":
            assert not any(cell.value == text for text in HOSTILE)
            assert "HYPERLINK" not in cell.value
        if cell.data_type == "s" and cell.value.startswith(("=", "+", "-", "@", "\t", "\r")):
            assert cell.quotePrefix, (cell.parent.title, cell.coordinate)


def test_formulas_stand_only_in_their_columns():
    """Everything else is a value; a shift by one column would be seen here."""
    allowed = {"Tổng hợp": "C D", "Tiêu chí": "E G H J", "Chỉ tiêu kế hoạch": "G I J",
               "Số liệu": "D F G H I", "Tài liệu kiểm chứng": ""}  # fmt: skip
    for cell in cells(opened(hostile_case())):
        if cell.data_type == "f":
            assert cell.column_letter in allowed[cell.parent.title].split(), cell


def test_hostile_texts_are_all_there():
    case = hostile_case()
    shown = {
        unescape_cell_text(cell.value) for cell in cells(opened(case)) if cell.data_type == "s"
    }
    wanted = {clean_cell_text(text) for text in HOSTILE if text.strip()}
    assert wanted <= shown | {text.strip() for text in shown}


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\r\nb\rc", "a\nb\nc"), ("chuông\x07", "chuông␇"), ("\x00\x7f", "␀␡"), ("\ufffe", "\ufffd"),
     ("\ud800", "\ufffd"), ("tab\tgiữ", "tab\tgiữ")],
)  # fmt: skip
def test_control_characters_become_visible(text, shown):
    assert clean_cell_text(text) == shown


@pytest.mark.parametrize("text", ["ubnd_xa_hoi", "_x0041_", "_x000D_", "_x005F_x0041_", "a_b"])
def test_what_a_workbook_would_decode_is_protected(text):
    assert unescape_cell_text(escape_cell_text(text)) == text
    decoded_from_the_left = escape_cell_text(text).replace("_x005F_", "·")
    assert not re.search(r"_x[0-9A-Fa-f]+_", decoded_from_the_left)


def test_libreoffice_does_not_escape_again_and_is_understood():
    assert unescape_cell_text("_x0041_") == "_x0041_"
    assert unescape_cell_text("a_x000D_\nb") == "a\nb"


@pytest.mark.parametrize("letter", ["a", "ậ", "𠀀", "\x07", "_xa_"])
def test_long_texts_are_cut_with_a_sentence(letter):
    text = letter * 40_000
    assert utf16_length(escape_cell_text(clean_cell_text(cut_to_cell(text)))) <= MAX_CELL_LENGTH
    assert "ký tự nữa; xem toàn văn" in cut_to_cell(text)
    assert cut_to_cell("ngắn") == "ngắn"


def test_a_long_explanation_does_not_spoil_the_workbook():
    case = make_case(0)
    code = next(case.form.leaves()).code
    long = replace(case.report, explanations={code: "=" + "dài " * 20_000})
    texts = [cell.value for cell in cells(opened(case._replace(report=long)))]
    assert any("xem toàn văn" in text for text in texts if isinstance(text, str))


@pytest.mark.parametrize("seed", SEEDS)
def test_signed_values_are_the_assessment(seed):
    case = make_case(seed)
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    sheet = opened(case)["Tiêu chí"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5) if row[0].value}
    for result in (
        *assessment.areas,
        *assessment.criteria,
        *assessment.bonuses,
        *assessment.penalties,
    ):
        row = rows[result.code]
        assert row[0].data_type == "s"
        assert Decimal(str(row[2].value)) == result.max
        assert Decimal(str(row[3].value)) == result.applicable
        assert Decimal(str(row[5].value)) == result.points
        assert unescape_cell_text(row[11].value) == clean_cell_text(result.reason)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_answer_is_in_the_sheet_of_figures(seed):
    case = make_case(seed)
    sheet = opened(case)["Số liệu"]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=5) if row[0].value}
    for ref in case.form.items:
        answer = case.report.answers.get(ref, Answer())
        row = rows[escaped(ref)]
        assert row[5].value == answer_state_text(answer)
        if isinstance(answer.value, bool):
            assert row[3].value == int(answer.value)
        elif isinstance(answer.value, Decimal):
            assert Decimal(str(row[3].value)) == answer.value
        elif isinstance(answer.value, date):
            assert row[3].value.date() == answer.value
            assert row[3].number_format == "dd/mm/yyyy"
        elif isinstance(answer.value, tuple):
            assert row[3].value == len(answer.value)
        elif answer.value is None:
            assert row[3].value is None


def test_defined_names_lead_to_the_signed_totals():
    case = make_case(2)
    assessment = assess_report(case.report, case.form, case.plans, case.previous)
    workbook = opened(case)
    named = {
        name: workbook["Tổng hợp"][defined.attr_text.split("!")[1].replace("$", "")].value
        for name, defined in workbook.defined_names.items()
    }
    assert Decimal(str(named["DIEM_TONG"])) == assessment.total
    assert Decimal(str(named["DIEM_TOI_DA_AP_DUNG"])) == assessment.applicable
    assert Decimal(str(named["DIEM_THUONG"])) == assessment.bonus
    assert Decimal(str(named["DIEM_TRU"])) == assessment.penalty
    assert Decimal(str(named["KET_QUA"])) == assessment.result
    assert Decimal(str(named["CHI_SO"])) == assessment.percent_shown
    assert (named["XEP_LOAI"] or "") == assessment.rating.name
    assert named["KET_LUAN"] == assessment.conclusion.capitalize()


def test_nothing_in_it_runs_or_leads_outside():
    names = set(parts(written(hostile_case())))
    assert not [name for name in names if re.search(r"vba|macro|externalLink|activeX|\.bin", name)]
    for name, part in parts(written(hostile_case())).items():
        assert b'TargetMode="External"' not in part, name


def test_it_is_set_up_for_reading_and_for_paper():
    workbook = opened(make_case(0))
    assert workbook.sheetnames == TITLES
    for sheet in workbook:
        assert sheet.freeze_panes
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToWidth == 1
        assert "&P" in sheet.oddFooter.center.text
        if sheet.title != "Tổng hợp":
            assert sheet.print_title_rows == "$4:$4"
    assert workbook["Tiêu chí"]["F6"].number_format.startswith("#,##0")


def test_long_formulas_are_split_so_that_every_suite_takes_them():
    formulas = [cell.value for cell in cells(opened(long_case())) if cell.data_type == "f"]
    assert max(map(len, formulas)) < 8_192
    assert sum(len(formula) for formula in formulas) > 16_000


def test_evidence_counts_do_not_mix_1_1_and_1_10():
    """COUNTIF would take both for the number 1.1."""
    formulas = [cell.value for cell in cells(opened(make_case(0))) if cell.data_type == "f"]
    assert not any("COUNTIF" in formula for formula in formulas)
