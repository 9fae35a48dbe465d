"""Exports a report: the PDF and the workbook, whole or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xa_report.domain.finding import Severity
from xa_report.domain.text import VIETNAM
from xa_report.errors import BlockedError
from xa_report.workflow.work import Progress, Work, silent

DRAFT = "BẢN NHÁP – chưa đủ điều kiện nộp"
Clock = Callable[[], datetime]


def now() -> datetime:
    """This moment in Vietnam's zone, to the second."""
    return datetime.now(UTC).astimezone(VIETNAM).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class Exported:
    """The files that were written."""

    pdf: Path
    xlsx: Path


def file_stem(work: Work) -> str:
    """ASCII, at most 50 characters: `CCHC_25525_2026_L1`."""
    report = work.report
    return f"CCHC_{report.unit.code}_{report.period}_L{report.sequence}"


def require_submittable(work: Work) -> None:
    """Raise BlockedError with every finding that stands in the way of submitting."""
    found = [f for f in work.assessment.findings if f.open]
    if found:
        errors = sum(f.severity is Severity.ERROR for f in found)
        raise BlockedError(
            f"CHƯA NỘP ĐƯỢC: {errors} lỗi, {len(found) - errors} cảnh báo chưa có lý do. "
            "Hãy sửa các mục dưới đây, hoặc xuất bản nháp (--draft).",
            [f"{f.code} {f.message} {f.remedy}" for f in found],
        )


@dataclass(frozen=True, slots=True)
class Options:
    """How to export: as a draft that need not be complete, and at which time."""

    draft: bool = False
    clock: Clock = now


FINAL = Options()


def export_unsigned(
    work: Work, folder: Path, progress: Progress = silent, options: Options = FINAL
) -> Exported:
    """Write the PDF and the workbook of a report into a folder, to be signed or printed.

    Raise BlockedError when the report may not be submitted and no draft is wanted,
    EnvironmentFailedError when the folder cannot be written.
    """
    from xa_report.documents.pdf.commune.content import ReportContent
    from xa_report.documents.pdf.commune.report import write_report_pdf
    from xa_report.documents.pdf.page_check_code import PageCheckCode
    from xa_report.documents.xlsx.report.report_workbook import (
        WorkbookContent,
        write_report_workbook,
    )
    from xa_report.files import write_all

    if not options.draft:
        require_submittable(work)
    made = options.clock()
    draft = None if work.assessment.submittable else PageCheckCode(DRAFT)
    progress("Đang lập báo cáo PDF", 0, 3)
    pdf = BytesIO()
    source = ReportContent(work.report, work.form, work.plans, work.assessment)
    write_report_pdf(source, pdf, lambda: made, (), draft)
    progress("Đang lập bảng tính Excel", 1, 3)
    book = BytesIO()
    write_report_workbook(
        WorkbookContent(work.report, work.form, work.plans, work.assessment, work.previous, made),
        book,
    )
    progress("Đang ghi tệp", 2, 3)
    stem = file_stem(work)
    exported = Exported(folder / f"{stem}.pdf", folder / f"{stem}.xlsx")
    write_all({exported.pdf: pdf.getvalue(), exported.xlsx: book.getvalue()})
    progress("Đã xuất xong", 3, 3)
    return exported
