"""The PDF's text, the workbook's values and the record say the same, in 200 made-up reports.

1. Every criterion, bonus and penalty: maximum, points, state and reason.
2. Total, result and percentage.
3. The proof is alive: a changed digit in the record is found.
"""

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.generated_reports import Case, make_case
from tests.factories.reports import extract_text, fixed_clock, join_lines
from xa_report.assess.assessment import assess_report
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.phrases import SCORE_STATE_TEXTS
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.errors import UnprintableError

CASES = 200
BATCH = 20
MOMENT = datetime(2027, 1, 5, tzinfo=UTC)


def seen(text: str) -> str:
    """What a page can show of a text: no white space, no control characters."""
    return "".join(c for c in join_lines(text) if unicodedata.category(c) != "Cc")


def results(assessment: Assessment) -> tuple[CriterionResult, ...]:
    return (*assessment.areas, *assessment.criteria)


def pdf_text(case: Case, assessment: Assessment, path: Path) -> str:
    source = ReportContent(case.report, case.form, case.plans, assessment)
    write_report_pdf(source, path, fixed_clock)
    return seen(extract_text(path))


def workbook_points(case: Case, assessment: Assessment) -> dict[str, Decimal]:
    """The signed points of the workbook by code."""
    out = io.BytesIO()
    source = WorkbookContent(case.report, case.form, case.plans, assessment, case.previous, MOMENT)
    write_report_workbook(source, out)
    sheet = load_workbook(out)["Tiêu chí"]
    rows = sheet.iter_rows(min_row=5, max_col=6, values_only=True)
    return {
        str(row[0]): round_half_up(Decimal(str(row[5])), case.form.decimals)
        for row in rows
        if row[0] and isinstance(row[5], int | float)
    }


def wanted_in_pdf(case: Case, assessment: Assessment) -> Iterator[str]:
    """What each row of annex II must say, without spaces."""
    places = case.form.decimals
    for result in results(assessment):
        unknown = result.state in (ScoreState.PROVINCE, ScoreState.MISSING) and not result.points
        cells = [
            result.code,
            result.title,
            show_number(result.max, places),
            "" if unknown else show_number(result.points, places),
            SCORE_STATE_TEXTS[result.state] if result.leaf else "",
            result.reason,
        ]
        yield seen(" ".join(cells))


@pytest.mark.parametrize("start", range(0, CASES, BATCH))
def test_pdf_workbook_and_record_agree(start: int, tmp_path: Path) -> None:
    seeds = range(start, start + BATCH)
    cases = [(seed, make_case(seed)) for seed in seeds]
    judged = [(s, c, assess_report(c.report, c.form, c.plans, c.previous)) for s, c in cases]
    for seed, case, assessment in judged:
        text = _text((seed, case, assessment), tmp_path)
        points = workbook_points(case, assessment)
        for result in (*results(assessment), *assessment.bonuses, *assessment.penalties):
            assert points[result.code] == result.points, (seed, result)
        if text is None:
            continue
        absent = [row for row in wanted_in_pdf(case, assessment) if row not in text]
        assert not absent, (seed, absent[:3])
        if assessment.percent_shown is not None:
            assert join_lines(show_number(assessment.total, case.form.decimals)) in text, seed


def _text(row: tuple[int, Case, Assessment], folder: Path) -> str | None:
    seed, case, assessment = row
    try:
        return pdf_text(case, assessment, folder / f"{seed}.pdf")
    except UnprintableError:
        return None


def test_most_reports_can_be_printed(tmp_path: Path) -> None:
    """The comparison must not become empty because everything is refused."""
    cases = [make_case(seed) for seed in range(20)]
    texts = [
        _text(
            (seed, case, assess_report(case.report, case.form, case.plans, case.previous)), tmp_path
        )
        for seed, case in enumerate(cases)
    ]
    assert sum(text is not None for text in texts) >= 15


def test_a_changed_digit_is_found(tmp_path: Path) -> None:
    drawn = (
        (c, assess_report(c.report, c.form, c.plans, c.previous)) for c in map(make_case, range(50))
    )
    case, assessment = next(
        (c, f) for c, f in drawn if any(one.leaf and one.points for one in f.criteria)
    )
    text = pdf_text(case, assessment, tmp_path / "a.pdf")
    first = next(one for one in assessment.criteria if one.leaf and one.points)
    changed = replace(first, points=first.points + Decimal("0.01"))
    criteria = tuple(changed if one is first else one for one in assessment.criteria)
    other = replace(assessment, criteria=criteria)
    assert [row for row in wanted_in_pdf(case, other) if row not in text]
    assert workbook_points(case, assessment)[first.code] != changed.points
