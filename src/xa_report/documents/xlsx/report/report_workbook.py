"""The report as a workbook: all sheets written and saved."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from openpyxl import Workbook

from xa_report.assess.assessment import build_report_figures
from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.deterministic_save import save_workbook
from xa_report.documents.xlsx.report import (
    cell_map,
    criteria_sheet,
    data_sheet,
    evidence_sheet,
    summary_sheet,
    targets_sheet,
)
from xa_report.documents.xlsx.sheet_writer import SheetWriter
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.report import REPORT_STATE_LABELS, Report
from xa_report.files import WriteTarget


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """The content of a workbook: report, definitions and assessment."""

    report: Report
    form: Form
    plans: Sequence[Plan]
    assessment: Assessment
    previous: Report | None = None
    clock: datetime = field(default_factory=lambda: datetime.now(UTC))
    state_label: str = ""
    """Words for the state of the report; empty for those of the state itself."""


def write_report_workbook(content: WorkbookContent, target: WriteTarget) -> None:
    """Write the report; the same source gives the same bytes."""
    report, form, assessment = content.report, content.form, content.assessment
    workbook = Workbook()
    cell_styles.add_named_styles(workbook)
    workbook.remove(workbook.active)
    titles = (summary_sheet, criteria_sheet, targets_sheet, cell_map, evidence_sheet)
    summary, criteria, targets, data, evidence = (
        SheetWriter(workbook.create_sheet(module.SHEET)) for module in titles
    )
    subtitle = f"{report.unit.agency} · {report.period.label} · {form.title}"
    sheet = data_sheet.DataSheet.of(
        form, build_report_figures(report, form, content.plans, content.previous)
    )
    cells, rows = sheet.lay_out(), criteria_sheet.lay_out_criteria(form)
    sheet.write(data, cells, subtitle)
    documents = evidence_sheet.criterion_code_cells(report)
    criteria_sheet.CriteriaSheet(criteria, form, cells, rows, documents).write(
        report, assessment, subtitle
    )
    targets_sheet.TargetsSheet(targets, cells).write(assessment, subtitle)
    evidence_sheet.write_evidence_sheet(evidence, form, report, subtitle)
    summary_sheet.SummarySheet(summary, form, cells, rows).write(
        report, content.plans, assessment, content.state_label or REPORT_STATE_LABELS[report.state]
    )
    workbook.properties.title = f"{form.title} – {report.unit.name} – {report.period.label}"
    save_workbook(workbook, target, content.clock)
