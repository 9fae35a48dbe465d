"""Values of a report in a workbook of the commune or its province."""

from dataclasses import dataclass
from pathlib import Path

from xa_report.documents.xlsx.custom_template.commune_values import build_commune_values
from xa_report.documents.xlsx.custom_template.fill import fill_template
from xa_report.documents.xlsx.untrusted_workbook import read_workbook_bytes
from xa_report.domain.dates import Clock
from xa_report.errors import UsageError
from xa_report.files import write_all
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.shared.environment import now_in_vietnam


@dataclass(frozen=True, slots=True)
class WorkbookFillSummary:
    """Summary of a filled workbook."""

    path: Path
    cells: int
    """Number of filled cells."""
    warnings: tuple[str, ...] = ()
    """Parts of the template that were lost, a sentence each."""


def fill_custom_workbook(
    assessed_report: AssessedReport, template: Path, target: Path, clock: Clock = now_in_vietnam
) -> WorkbookFillSummary:
    """Fill a template `.xlsx` with a report's values; the template itself stays as it is.

    Raise AnswerError with every fault by sheet and cell; nothing is written then.
    """
    check_fill_target(template, target)
    values = build_commune_values(
        assessed_report.report,
        assessed_report.form,
        assessed_report.plans,
        assessed_report.assessment,
    )
    filled = fill_template(read_workbook_bytes(template), values, template.name, clock())
    write_all({target: filled.content})
    return WorkbookFillSummary(target, filled.cells, filled.warnings)


def check_fill_target(template: Path, target: Path) -> None:
    """Raise UsageError when the result would not be an .xlsx, or would replace its template."""
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"Tệp kết quả {target.name} phải có đuôi .xlsx; hãy đặt lại tên.")
    # Resolved: a link or a relative path may name the template in another way.
    if template.resolve() == target.resolve():
        raise UsageError("Tệp kết quả trùng với tệp mẫu; hãy chọn tên khác để giữ mẫu.")
