"""Reports for the document tests: made from the form that ships, with names that are nobody's."""

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracles import oracle
from xa_report.assess.assessment import assess_report
from xa_report.definitions.examples import example_report
from xa_report.definitions.reader import read_form, read_plan
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.report_parts import WrittenPdf
from xa_report.domain.evidence import CitedDocument, Evidence, EvidenceFile
from xa_report.domain.form import Form
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.unit import Unit
from xa_report.paths import forms_dir

UNIT = Unit("25001", "Xã Tân Hội", "xã", "80", "Tỉnh Tây Ninh")
HEAD = Letterhead(number="5", dated=date(2027, 1, 5), signer="Nguyễn Thị Ánh Tuyết")
NOON = datetime(2027, 1, 5, 5, 30, 15, tzinfo=UTC)
YEAR = 2026
TYPICAL = "xã khá với số liệu thường gặp"
"""The form's own example of a commune with ordinary figures, by its name."""
EXPLANATION = (
    "Trong kỳ có 12 hồ sơ đất đai phải xác minh nguồn gốc, thời gian phối hợp kéo dài; "
    "xã đã gửi thư xin lỗi & hẹn lại ngày trả kết quả."
)


@cache
def read_yearly_form() -> Form:
    return read_form(forms_dir() / "cchc-xa-nam.toml")


@cache
def read_yearly_plans() -> tuple[Plan, ...]:
    """Plans that are in force in the year of the made reports."""
    names = ("quang-nam-2023.toml", "tay-ninh-2021-2030.toml")
    return tuple(_moved(read_plan(forms_dir() / "plans" / name)) for name in names)


def _moved(plan: Plan) -> Plan:
    targets = (replace(t, years=(YEAR, YEAR)) if t.years[1] < YEAR else t for t in plan.targets)
    return replace(plan, years=(YEAR, YEAR), targets=tuple(targets))


def typical_report() -> Report:
    """A filled report of the year with explanations and numbered documents."""
    example = next(one for one in read_yearly_form().examples if one.name == TYPICAL)
    report = example_report(read_yearly_form(), example, Period(YEAR))
    links = tuple(
        cite_document(number, old.criterion) for number, old in enumerate(report.evidence, start=1)
    )
    short = [c.code for c in read_yearly_form().leaves() if c.explain_below is not None][:9]
    return replace(
        report,
        unit=UNIT,
        letterhead=HEAD,
        evidence=links,
        explanations={code: f"{EXPLANATION} (tiêu chí {code})" for code in short},
    )


def empty_report() -> Report:
    """A report in which nothing is answered yet."""
    return Report(UNIT, Period(YEAR))


def quarterly_content() -> ReportContent:
    """A report of the first quarter on the form that gives no points, hardly begun."""
    quarter = read_form(forms_dir() / "cchc-xa-quy.toml")
    period = Period.parse(f"{YEAR}-Q1")
    quarterly_report = example_report(quarter, quarter.examples[0], period)
    report = replace(quarterly_report, unit=UNIT, letterhead=HEAD)
    return ReportContent(
        report, quarter, read_yearly_plans(), assess_report(report, quarter, read_yearly_plans())
    )


def cite_document(number: int, criterion: str) -> Evidence:
    document = CitedDocument(
        f"{number}/BC-UBND",
        date(YEAR, 1 + number % 12, 1 + number % 28),
        "UBND xã Tân Hội",
        f"Báo cáo kết quả thực hiện nhiệm vụ cải cách hành chính số {number}",
    )
    name = f"bao-cao-{number:03d}.pdf"
    file = EvidenceFile(f"{number:064x}"[::-1], name, 1000 + number, "application/pdf", document)
    return Evidence(criterion, file, page=str(number % 9 + 1))


def report_content(report: Report) -> ReportContent:
    return ReportContent(
        report,
        read_yearly_form(),
        read_yearly_plans(),
        assess_report(report, read_yearly_form(), read_yearly_plans()),
    )


def with_answer(report: Report, item: str, answer: Answer) -> Report:
    return replace(report, answers={**report.answers, item: answer})


def fixed_clock() -> datetime:
    return NOON


def write_pdf(source: ReportContent, target: Path, **options: Any) -> WrittenPdf:
    return write_report_pdf(source, target, fixed_clock, **options)


def run_poppler(program: str, *arguments: str | Path) -> str:
    run = subprocess.run([oracle(program), *arguments], capture_output=True, check=True)
    return run.stdout.decode("utf-8")


def extract_text(path: Path) -> str:
    """The text in the order of drawing, as an independent program reads it."""
    return run_poppler("pdftotext", "-raw", "-enc", "UTF-8", path, "-")


def join_lines(text: str) -> str:
    """The text without white space, which a page cannot tell from its own line ends."""
    return "".join(text.split())
