"""The verb that fills a workbook of the commune or its province with the report's values."""

from dataclasses import dataclass
from pathlib import Path

from xa_report.errors import UsageError
from xa_report.workflow.exporting import Clock, now
from xa_report.workflow.work import Work


@dataclass(frozen=True, slots=True)
class OwnWorkbook:
    """A workbook that was filled."""

    path: Path
    cells: int
    """How many cells were filled."""
    warnings: tuple[str, ...] = ()
    """What of the template could not be kept, a sentence each."""


def fill_own_workbook(work: Work, template: Path, target: Path, clock: Clock = now) -> OwnWorkbook:
    """Fill a template `.xlsx` with a report's values; the template itself stays as it is.

    Raise AnswerError with every fault by sheet and cell; nothing is written then.
    """
    from xa_report.documents.xlsx.custom_template.commune_values import build_commune_values
    from xa_report.documents.xlsx.custom_template.fill import fill_template
    from xa_report.documents.xlsx.untrusted_workbook import read_workbook_bytes
    from xa_report.files import write_all

    check_target(template, target)
    values = build_commune_values(work.report, work.form, work.plans, work.assessment)
    filled = fill_template(read_workbook_bytes(template), values, template.name, clock())
    write_all({target: filled.content})
    return OwnWorkbook(target, filled.cells, filled.warnings)


def check_target(template: Path, target: Path) -> None:
    """Raise UsageError when the result would not be an .xlsx, or would replace its template."""
    if target.suffix.lower() != ".xlsx":
        raise UsageError(f"Tệp kết quả {target.name} phải có đuôi .xlsx; hãy đặt lại tên.")
    if template.resolve() == target.resolve():
        raise UsageError("Tệp kết quả trùng với tệp mẫu; hãy chọn tên khác để giữ mẫu.")
