"""Writing the report as a workbook: signed values, live formulas, and whether they agree."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from openpyxl import Workbook

from xa_report.assess.assessment import build_report_figures
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.export.workbook import (
    criteria_sheet,
    data_sheet,
    evidence_sheet,
    places,
    styles,
    summary_sheet,
    targets_sheet,
)
from xa_report.export.workbook.packing import save
from xa_report.export.workbook.pen import Pen
from xa_report.files import WriteTarget


@dataclass(frozen=True, slots=True)
class Source:
    """All that a workbook is made of."""

    report: Report
    form: Form
    plans: Sequence[Plan]
    assessment: Assessment
    previous: Report | None = None
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))


def write_workbook(source: Source, target: WriteTarget) -> None:
    """Write the report; the same source gives the same bytes."""
    report, form, found = source.report, source.form, source.assessment
    book = Workbook()
    styles.add_styles(book)
    book.remove(book.active)
    titles = (summary_sheet, criteria_sheet, targets_sheet, places, evidence_sheet)
    summary, criteria, targets, data, evidence = (
        Pen(book.create_sheet(module.SHEET)) for module in titles
    )
    subtitle = f"{report.unit.agency} · {report.period.label} · {form.title}"
    sheet = data_sheet.DataSheet.of(
        form, build_report_figures(report, form, source.plans, source.previous)
    )
    at, rows = sheet.lay_out(), criteria_sheet.lay_out(form)
    sheet.write(data, at, subtitle)
    documents = evidence_sheet.codes(report)
    criteria_sheet.CriteriaSheet(criteria, form, at, rows, documents).write(report, found, subtitle)
    targets_sheet.TargetsSheet(targets, at).write(found, subtitle)
    evidence_sheet.write_evidence(evidence, form, report, subtitle)
    summary_sheet.SummarySheet(summary, form, at, rows).write(report, source.plans, found)
    book.properties.title = f"{form.title} – {report.unit.name} – {report.period.label}"
    save(book, target, source.clock)
