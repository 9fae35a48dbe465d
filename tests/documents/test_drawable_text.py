"""What documents can draw is known before they are made."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics

from tests.factories.generated_reports import make_case
from xa_report.assess.assessment import assess_report
from xa_report.documents.fonts import FontFace, printable_text, register_fonts
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.domain.drawable_text import (
    DRAWABLE_CHARACTERS,
    plain_text,
    undrawable_characters,
)
from xa_report.errors import UnprintableError

NOON = datetime(2026, 12, 11, 5, tzinfo=UTC)


def test_the_table_is_that_of_the_fonts():
    register_fonts()
    tables = [pdfmetrics.getFont(face.value).face.charToGlyph for face in FontFace]
    # Glyph 0 is .notdef, which PDF/A forbids: U+FFFF only ends the table of the font.
    faces = [{code for code, glyph in table.items() if glyph} for table in tables]
    assert set.intersection(*faces) == set(map(ord, DRAWABLE_CHARACTERS - {"\n"}))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("\u2713 xong", "√ xong"), ("\uf0b7 mục", "• mục"), ("\u2043 mục", "– mục"),
        ("\u2460 và \u2461", "1 và 2"), ("Chương \u2160", "Chương I"), ("\u2605", "*"),
        ("\u2705", "√"), ("a\u200bb", "ab"), ("a\u00a0b", "a\u00a0b"), ("a\tb", "a b"),
        ("\uff21\uff22", "AB"),
    ],
)  # fmt: skip
def test_common_signs_are_drawn_as_what_they_mean(text, drawn):
    assert plain_text(text) == drawn
    assert undrawable_characters(text) == ()


@settings(max_examples=300)
@given(text=st.text(max_size=30))
def test_what_is_called_drawable_is_printed(text):
    if undrawable_characters(text):
        with pytest.raises(UnprintableError):
            printable_text(text, "Phần I")
    else:
        assert DRAWABLE_CHARACTERS.issuperset(printable_text(text, "Phần I"))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("sign", ["\u2713", "\uf0b7", "\u200b", "\U0001f600", "\u4e2d"])
def test_what_the_check_lets_pass_is_printed(seed, sign):
    """The findings and the document agree, wherever the sign stands in a whole report."""
    case = make_case(seed)
    codes = [criterion.code for criterion in case.form.leaves()]
    report = replace(
        case.report,
        explanations=dict(case.report.explanations) | {codes[0]: f"vì {sign}"},
        reasons={"C008@x": f"chưa có {sign}"},
        letterhead=replace(case.report.letterhead, copies=(f"Lưu {sign}",)),
    )
    assessment = assess_report(report, case.form, case.plans, case.previous)
    content = ReportContent(report, case.form, case.plans, assessment)
    if any(finding.code == "C206" for finding in assessment.findings):
        assert sign in ("\U0001f600", "\u4e2d")
        with pytest.raises(UnprintableError):
            write_report_pdf(content, BytesIO(), lambda: NOON)
    else:
        write_report_pdf(content, BytesIO(), lambda: NOON)
