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


def results(found: Assessment) -> tuple[CriterionResult, ...]:
    return (*found.areas, *found.criteria)


def pdf_text(case: Case, found: Assessment, path: Path) -> str:
    source = ReportContent(case.report, case.form, case.plans, found)
    write_report_pdf(source, path, fixed_clock)
    return seen(extract_text(path))


def book_points(case: Case, found: Assessment) -> dict[str, Decimal]:
    """The signed points of the workbook by code."""
    out = io.BytesIO()
    source = WorkbookContent(case.report, case.form, case.plans, found, case.previous, MOMENT)
    write_report_workbook(source, out)
    sheet = load_workbook(out)["Tiêu chí"]
    rows = sheet.iter_rows(min_row=5, max_col=6, values_only=True)
    return {
        str(row[0]): round_half_up(Decimal(str(row[5])), case.form.decimals)
        for row in rows
        if row[0] and isinstance(row[5], int | float)
    }


def wanted_in_pdf(case: Case, found: Assessment) -> Iterator[str]:
    """What each row of annex II must say, without spaces."""
    places = case.form.decimals
    for one in results(found):
        unknown = one.state in (ScoreState.PROVINCE, ScoreState.MISSING) and not one.points
        cells = [
            one.code,
            one.title,
            show_number(one.max, places),
            "" if unknown else show_number(one.points, places),
            SCORE_STATE_TEXTS[one.state] if one.leaf else "",
            one.reason,
        ]
        yield seen(" ".join(cells))


@pytest.mark.parametrize("start", range(0, CASES, BATCH))
def test_pdf_workbook_and_record_agree(start: int, tmp_path: Path) -> None:
    seeds = range(start, start + BATCH)
    made = [(seed, make_case(seed)) for seed in seeds]
    judged = [(s, c, assess_report(c.report, c.form, c.plans, c.previous)) for s, c in made]
    for seed, case, found in judged:
        text = _text((seed, case, found), tmp_path)
        points = book_points(case, found)
        for one in (*results(found), *found.bonuses, *found.penalties):
            assert points[one.code] == one.points, (seed, one)
        if text is None:
            continue
        absent = [row for row in wanted_in_pdf(case, found) if row not in text]
        assert not absent, (seed, absent[:3])
        if found.percent_shown is not None:
            assert join_lines(show_number(found.total, case.form.decimals)) in text, seed


def _text(row: tuple[int, Case, Assessment], folder: Path) -> str | None:
    seed, case, found = row
    try:
        return pdf_text(case, found, folder / f"{seed}.pdf")
    except UnprintableError:
        return None


def test_most_reports_can_be_printed(tmp_path: Path) -> None:
    """The comparison must not become empty because everything is refused."""
    made = [make_case(seed) for seed in range(20)]
    texts = [
        _text(
            (seed, case, assess_report(case.report, case.form, case.plans, case.previous)), tmp_path
        )
        for seed, case in enumerate(made)
    ]
    assert sum(text is not None for text in texts) >= 15


def test_a_changed_digit_is_found(tmp_path: Path) -> None:
    drawn = (
        (c, assess_report(c.report, c.form, c.plans, c.previous)) for c in map(make_case, range(50))
    )
    case, found = next(
        (c, f) for c, f in drawn if any(one.leaf and one.points for one in f.criteria)
    )
    text = pdf_text(case, found, tmp_path / "a.pdf")
    first = next(one for one in found.criteria if one.leaf and one.points)
    changed = replace(first, points=first.points + Decimal("0.01"))
    criteria = tuple(changed if one is first else one for one in found.criteria)
    other = replace(found, criteria=criteria)
    assert [row for row in wanted_in_pdf(case, other) if row not in text]
    assert book_points(case, found)[first.code] != changed.points
