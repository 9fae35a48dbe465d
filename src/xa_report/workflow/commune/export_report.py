"""Export of a report as PDF and workbook, whole or not at all."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.pdf.page_check_code import PageCheckCode
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook
from xa_report.domain.dates import Clock
from xa_report.domain.finding import Severity
from xa_report.errors import BlockedError
from xa_report.files import write_all
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam

DRAFT_NOTICE = "BẢN NHÁP – chưa đủ điều kiện nộp"


@dataclass(frozen=True, slots=True)
class ExportedFiles:
    """Paths of the written PDF and workbook."""

    pdf: Path
    xlsx: Path


def file_stem(assessed_report: AssessedReport) -> str:
    """Return the file name without suffix, ASCII, at most 50 characters: `CCHC_25525_2026_L1`."""
    report = assessed_report.report
    return f"CCHC_{report.unit.code}_{report.period}_L{report.sequence}"


def require_submittable(assessed_report: AssessedReport) -> None:
    """Raise BlockedError with every finding that stands in the way of submitting."""
    open_findings = [f for f in assessed_report.assessment.findings if f.is_open]
    if open_findings:
        errors = sum(f.severity is Severity.ERROR for f in open_findings)
        raise BlockedError(
            f"CHƯA NỘP ĐƯỢC: {errors} lỗi, {len(open_findings) - errors} cảnh báo chưa có lý do. "
            "Hãy sửa các mục dưới đây, hoặc xuất bản nháp (--draft).",
            [f"{f.code} {f.message} {f.remedy}" for f in open_findings],
        )


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of an export: as a draft that need not be complete, and the clock of its dates."""

    draft: bool = False
    clock: Clock = now_in_vietnam


FINAL_EXPORT = ExportOptions()


def export_unsigned_report(
    assessed_report: AssessedReport,
    folder: Path,
    progress: ProgressCallback = no_progress,
    options: ExportOptions = FINAL_EXPORT,
) -> ExportedFiles:
    """Write the PDF and the workbook of a report into a folder, to be signed or printed.

    Raise BlockedError when the report may not be submitted and no draft is wanted,
    EnvironmentFailedError when the folder cannot be written.
    """
    if not options.draft:
        require_submittable(assessed_report)
    moment = options.clock()  # once, so that both files bear the same date
    # The mark follows the findings, not the option: what may be submitted is no draft.
    draft = None if assessed_report.assessment.is_submittable else PageCheckCode(DRAFT_NOTICE)
    progress("Đang lập báo cáo PDF", 0, 3)
    pdf = BytesIO()  # in memory: both files are complete before either is put in place
    source = ReportContent(
        assessed_report.report,
        assessed_report.form,
        assessed_report.plans,
        assessed_report.assessment,
    )
    write_report_pdf(source, pdf, lambda: moment, (), draft)
    progress("Đang lập bảng tính Excel", 1, 3)
    workbook = BytesIO()
    write_report_workbook(
        WorkbookContent(
            assessed_report.report,
            assessed_report.form,
            assessed_report.plans,
            assessed_report.assessment,
            assessed_report.previous,
            moment,
        ),
        workbook,
    )
    progress("Đang ghi tệp", 2, 3)
    stem = file_stem(assessed_report)
    exported = ExportedFiles(folder / f"{stem}.pdf", folder / f"{stem}.xlsx")
    write_all({exported.pdf: pdf.getvalue(), exported.xlsx: workbook.getvalue()})
    progress("Đã xuất xong", 3, 3)
    return exported
