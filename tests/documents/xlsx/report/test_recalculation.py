"""LibreOffice recalculates the workbooks of 200 made-up reports and must find what the app found.

1. Every check column says “khớp”, no cell holds an error.
2. Live points, figures, targets and totals equal the assessment, cell by cell.
3. The proof is alive: change an answer in a copy, and exactly the criteria that the app scores
   differently for the changed answer say “LỆCH”.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.factories.generated_reports import Case, make_case
from tests.libreoffice import Cells, parse_cell, recalculate_workbooks
from xa_report.assess.assessment import assess_report
from xa_report.definitions.reader import form_from_bytes
from xa_report.documents.xlsx.report.data_sheet import figure_state_text
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.documents.xlsx.sheet_writer import AGREES, DIFFERS
from xa_report.domain.assessment import (
    TARGET_LABELS,
    Assessment,
    CriterionResult,
    ScoreState,
    TargetState,
)
from xa_report.domain.item import Answer, ItemKind
from xa_report.domain.numbers import round_half_up
from xa_report.domain.period import Period
from xa_report.domain.report import Report
from xa_report.domain.rules.registry import RULE_TYPES
from xa_report.domain.rules.rule import ScoringRule
from xa_report.domain.unit import Unit

CASES, CHANGED = 200, 30
CLOCK = datetime(2027, 1, 5, tzinfo=UTC)
SUMMARY, CRITERIA, TARGETS, DATA = "Tổng hợp", "Tiêu chí", "Chỉ tiêu kế hoạch", "Số liệu"
CHECKS = {SUMMARY: 3, CRITERIA: 7, TARGETS: 9, DATA: 8}
"""The check column of each sheet, counted from 0."""
ERRORS = ("Err:", "#DIV/0!", "#VALUE!", "#NAME?", "#REF!", "#NUM!")
"""`#N/A` is not among them: generated texts contain it on purpose."""

pytestmark = pytest.mark.xdist_group("libreoffice")


@dataclass(frozen=True)
class Judged:
    """A case, what the app says, and the sheets as LibreOffice recalculated them."""

    name: str
    case: Case
    assessment: Assessment
    sheets: dict[str, Cells]
    changed: Assessment | None = None
    """What the app says of the answers after one was changed in the sheet alone."""

    def rows(self, sheet: str) -> dict[str, list[str]]:
        """Rows by what stands in their first cell."""
        return {row[0]: row for row in self.sheets[sheet][4:] if row[0]}


def long_case() -> Case:
    """A criterion whose formula no single cell could hold."""
    bands = ",".join(f"[{99 - b},{1 - b * 0.05:.2f}]" for b in range(12))
    parts = ",".join(f'{{kind="bands",of="r",max=1,bands=[{bands}]}}' for _ in range(40))
    text = f"""
        form = {{id="dai", version="1", title="Dài", level="commune", period="year", total=40}}
        item = [{{id="a", label="A", kind="count"}}, {{id="b", label="B", kind="count"}}]
        indicator = [{{id="r", label="R", ratio=["a", "b"]}}]
        area = [{{code="1", title="L", max=40}}]
        [[criterion]]
        code = "1.1"
        title = "Dài"
        max = 40
        not_arisen = "rescale"
        rule = {{kind="sum", parts=[{parts}]}}
    """
    answers = {"a": Answer(Decimal(93)), "b": Answer(Decimal(100))}
    report = Report(Unit("1", "Xã A", "xã"), Period(2026), answers=answers)
    return Case(form_from_bytes(text.encode()), (), report, None)


def assessed(case: Case) -> Assessment:
    return assess_report(case.report, case.form, case.plans, case.previous)


def workbook(case: Case, assessment: Assessment) -> bytes:
    buffer = io.BytesIO()
    write_report_workbook(
        WorkbookContent(case.report, case.form, case.plans, assessment, case.previous, CLOCK),
        buffer,
    )
    return buffer.getvalue()


def change_one(case: Case, path: Path) -> Case | None:
    """Change one counted or yes/no answer in the workbook; the case that it then shows."""
    counted = (ItemKind.COUNT, ItemKind.YES_NO)
    refs = [
        ref
        for ref, answer in case.report.answers.items()
        if answer.value is not None and ref in case.form.items
        and case.form.items[ref].kind in counted
    ]  # fmt: skip
    for ref in refs:
        old = case.report.answers[ref]
        value = not old.value if isinstance(old.value, bool) else Decimal(17)
        answers = {**case.report.answers, ref: replace(old, value=value)}
        changed = case._replace(report=replace(case.report, answers=answers))
        if points(assessed(changed)) != points(assessed(case)):
            workbook = load_workbook(path)
            sheet = workbook[DATA]
            row = next(cell.row for cell in sheet["A"] if cell.value in (ref, escaped(ref)))
            sheet[f"D{row}"] = int(value)
            workbook.save(path)
            return changed
    return None


def escaped(ref: str) -> str:
    return ref.replace("_xa_", "_x005F_xa_")


def results(assessment: Assessment) -> Iterator[CriterionResult]:
    yield from (*assessment.areas, *assessment.criteria, *assessment.bonuses, *assessment.penalties)


def points(assessment: Assessment) -> dict[str, tuple[Decimal, Decimal]]:
    return {result.code: (result.points, result.applicable) for result in results(assessment)}


def written(folder: Path) -> Iterator[tuple[str, Case, Assessment, Assessment | None]]:
    """Write all workbooks."""
    named = [(f"c{seed}", make_case(seed)) for seed in range(CASES)]
    named.append(("dai", long_case()))
    for name, case in named:
        assessment = assessed(case)
        (folder / f"{name}.xlsx").write_bytes(workbook(case, assessment))
        yield name, case, assessment, None
    for name, case in named[:CHANGED]:
        path = folder / f"{name}thay.xlsx"
        path.write_bytes(workbook(case, assessed(case)))
        changed = change_one(case, path)
        if changed is None:
            path.unlink()
        else:
            yield path.stem, case, assessed(case), assessed(changed)


@pytest.fixture(scope="module")
def recalculated_reports(tmp_path_factory: pytest.TempPathFactory) -> list[Judged]:
    folder = tmp_path_factory.mktemp("workbooks")
    written_cases = list(written(folder))
    sheets = recalculate_workbooks([folder / f"{name}.xlsx" for name, *_ in written_cases], folder)
    return [
        Judged(name, case, assessment, sheets[name], changed)
        for name, case, assessment, changed in written_cases
    ]


@pytest.fixture(scope="module")
def unchanged_reports(recalculated_reports: list[Judged]) -> list[Judged]:
    return [one for one in recalculated_reports if one.changed is None]


def checks(judged: Judged, sheet: str) -> list[str]:
    return [row[CHECKS[sheet]] for row in judged.sheets[sheet] if len(row) > CHECKS[sheet]]


def test_every_check_agrees(unchanged_reports):
    assert len(unchanged_reports) > CASES
    for judged in unchanged_reports:
        for sheet in CHECKS:
            verdicts = Counter(checks(judged, sheet))
            assert not verdicts[DIFFERS], (
                judged.name,
                sheet,
                [r for r in judged.sheets[sheet] if DIFFERS in r],
            )
        assert Counter(checks(judged, CRITERIA))[AGREES] == len(list(results(judged.assessment)))
        assert Counter(checks(judged, DATA))[AGREES] == len(
            judged.case.form.indicators | plan_own(judged)
        )
        assert Counter(checks(judged, TARGETS))[AGREES] == len(judged.assessment.targets)


def plan_own(judged: Judged) -> dict[str, object]:
    return {ref: made for plan in judged.case.plans for ref, made in plan.indicators.items()}


def test_no_cell_holds_an_error(unchanged_reports):
    for judged in unchanged_reports:
        for sheet, rows in judged.sheets.items():
            wrong = [text for row in rows for text in row if text.startswith(ERRORS)]
            assert not wrong, (judged.name, sheet, wrong)


def test_points_are_those_of_the_app(unchanged_reports):
    for judged in unchanged_reports:
        rows = judged.rows(CRITERIA)
        for result in results(judged.assessment):
            row = rows[result.code]
            live = (parse_cell(row[6]), parse_cell(row[4]))
            assert live == pytest.approx((float(result.points), float(result.applicable))), (
                judged.name, result.code, row,
            )  # fmt: skip


def test_figures_are_those_of_the_app(unchanged_reports):
    for judged in unchanged_reports:
        rows = judged.rows(DATA)
        for ref in judged.case.form.indicators | plan_own(judged):
            figure, row = judged.assessment.figures[ref], rows[ref]
            assert row[5] == figure_state_text(figure), (judged.name, ref, row)
            if figure.value is not None:
                assert parse_cell(row[3]) == pytest.approx(float(figure.value)), (
                    judged.name,
                    ref,
                    row,
                )


def test_targets_are_those_of_the_app(unchanged_reports):
    for judged in unchanged_reports:
        rows = judged.sheets[TARGETS][4:]
        for result, row in zip(judged.assessment.targets, rows, strict=False):
            assert row[8] == TARGET_LABELS[result.state], (judged.name, row)
            if result.figure.value is not None:
                assert parse_cell(row[6]) == pytest.approx(float(result.figure.value))


def test_totals_are_those_of_the_app(unchanged_reports):
    for judged in unchanged_reports:
        assessment = judged.assessment
        head = next(at for at, row in enumerate(judged.sheets[SUMMARY]) if row[0] == "Nội dung")
        live = [row[2] for row in judged.sheets[SUMMARY][head + 1 : head + 8]]
        wanted = [
            assessment.total,
            assessment.applicable,
            assessment.bonus,
            assessment.penalty,
            assessment.result,
        ]
        assert [parse_cell(text) for text in live[:5]] == pytest.approx([float(w) for w in wanted])
        shown = assessment.percent_shown
        assert (
            (live[5] == "") if shown is None else parse_cell(live[5]) == pytest.approx(float(shown))
        )
        assert live[6] == assessment.rating.name, judged.name


def test_a_changed_answer_is_seen_where_the_app_sees_it(recalculated_reports):
    """The oracle is alive, and the live formulas follow the app to other answers."""
    changed = [one for one in recalculated_reports if one.changed is not None]
    assert len(changed) >= CHANGED // 2
    for judged in changed:
        assert judged.changed is not None
        before, after = points(judged.assessment), points(judged.changed)
        wanted = {code for code in before if before[code] != after[code]}
        rows = judged.rows(CRITERIA)
        assert wanted
        assert {code for code in before if rows[code][7] == DIFFERS} == wanted, judged.name
        for code in wanted:
            assert parse_cell(rows[code][6]) == pytest.approx(float(after[code][0])), (
                judged.name,
                code,
            )


def kinds(rule: ScoringRule) -> Iterator[str]:
    yield rule.kind
    for part in rule.inner_rules():
        yield from kinds(part)


def test_the_set_has_everything_that_could_go_wrong(unchanged_reports):
    """All rule kinds, states, targets, ratings, and points that only half-up decides."""
    leaves = [c for one in unchanged_reports for c in one.case.form.leaves() if c.rule is not None]
    used = Counter(kind for c in leaves if c.rule for kind in kinds(c.rule))
    assert set(RULE_TYPES) == set(used)
    assert min(used.values()) > 10
    states = Counter(
        result.state
        for judged in unchanged_reports
        for result in results(judged.assessment)
        if result.leaf
    )
    assert min(states[state] for state in ScoreState) > 20
    targets = Counter(t.state for one in unchanged_reports for t in one.assessment.targets)
    assert min(targets[state] for state in TargetState) > 20
    ratings = Counter(one.assessment.rating.name for one in unchanged_reports)
    assert {"", "Xuất sắc", "Tốt", "Khá", "Yếu"} <= set(ratings)
    assert sum(ties(one) for one in unchanged_reports) > 20
    assert any(not one.case.report.answers for one in unchanged_reports)


def ties(judged: Judged) -> int:
    """Points such as x.xx5, which binary numbers cannot hold."""
    places = judged.case.form.decimals
    half = Fraction(1, 2 * 10**places)
    return sum(
        result.leaf and abs(result.exact - Fraction(round_half_up(result.exact, places))) == half
        for result in results(judged.assessment)
    )
