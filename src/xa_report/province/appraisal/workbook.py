"""Appraisal workbook of a department: export, and import all or nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xa_report.documents.xlsx.appraisal.appraisal_layout import (
    AppraisalWorkbook,
    ChangedRow,
    UnitSheet,
)
from xa_report.documents.xlsx.appraisal.appraisal_reader import (
    open_appraisal_workbook,
    read_appraisal_workbook,
    workbook_unit_codes,
)
from xa_report.documents.xlsx.appraisal.appraisal_writer import write_appraisal_xlsx
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseAction, CaseKey
from xa_report.errors import UsageError, XaReportError
from xa_report.province.appraisal import entry_validation
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.commands import appraise_cases
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.sheet import criterion_rows, input_rows
from xa_report.province.appraisal.state_machine import next_case_state
from xa_report.province.database import cases
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.register import Register


@dataclass(frozen=True, slots=True)
class WorkbookImportSummary:
    """Numbers of changes that a workbook brought."""

    points: int
    figures: int
    units: tuple[str, ...]
    """Names of the changed communes, by code."""
    remarks: tuple[str, ...] = ()
    """Sentences about cells and sheets that were not read."""


def export_appraisal_workbook(
    register: Register,
    period: Period,
    target: Path,
    units: Sequence[str] = (),
    department: str = "",
) -> int:
    """Write the workbook of some communes, or of all whose case is open; return their number.

    Raise UsageError when there is no case.
    """
    with register.database.read() as connection:
        open_cases = [c.unit for c in cases.load_cases(connection, period) if c.state != "closed"]
        keys = [CaseKey(unit, period) for unit in dict.fromkeys(units or open_cases)]
        details = [load_case_detail(register, connection, key) for key in keys]
        if not details:
            raise UsageError(f"Chưa có hồ sơ nào của {period.label} để thẩm định.")
        sheets = [build_unit_sheet(case, department) for case in details]
    write_appraisal_xlsx(AppraisalWorkbook(register.province, period, department, sheets), target)
    return len(sheets)


def build_unit_sheet(case: CaseDetail, department: str = "") -> UnitSheet:
    """Build the rows of one commune for the workbook."""
    return UnitSheet(
        case.unit,
        case.row.submission,
        case.form.decimals,
        criterion_rows(case, department),
        input_rows(case, department),
    )


def import_appraisal_workbook(
    register: Register, period: Period, path: Path
) -> WorkbookImportSummary:
    """Import the changed rows of a workbook, all or nothing.

    Raise AnswerError with every fault by cell, ConflictError with all that others changed.
    """
    workbook, department = open_appraisal_workbook(path, register.province, period)
    with register.database.read() as connection:
        details = {
            key.unit: load_case_detail(register, connection, key)
            for key in (CaseKey(unit, period) for unit in workbook_unit_codes(workbook))
            if cases.find_case(connection, key) is not None
        }
    sheets = {unit: build_unit_sheet(case, department) for unit, case in details.items()}
    read_changes = read_appraisal_workbook(
        path, workbook, sheets, lambda row: _register_faults(details, row)
    )
    changes: dict[str, list[EntryChange]] = {}
    rows = read_changes.rows
    for row in rows:
        changes.setdefault(row.unit, []).append(entry_change_from_row(row))
    # The reading was one transaction, this is another: the versions in the rows tell a conflict.
    appraised = appraise_cases(register, period, changes)
    points = sum(row.points for row in rows)
    return WorkbookImportSummary(
        points,
        len(rows) - points,
        tuple(case.unit.name for case in appraised),
        read_changes.remarks,
    )


def entry_change_from_row(changed_row: ChangedRow) -> EntryChange:
    """Return the change that a changed row asks for."""
    kind = EntryKind.POINTS if changed_row.points else EntryKind.ANSWER
    return EntryChange(
        kind,
        changed_row.ref,
        changed_row.value,
        changed_row.why,
        changed_row.seen_version,
        changed_row.submission,
        changed_row.location,
    )


def _register_faults(
    cases_by_unit: dict[str, CaseDetail], changed_row: ChangedRow
) -> Iterator[str]:
    """Yield the faults that only the register knows: of the form's limits, of the case's state."""
    case = cases_by_unit[changed_row.unit]
    yield from entry_validation.entry_faults(case, entry_change_from_row(changed_row))
    try:
        next_case_state(case.row.state, CaseAction.APPRAISE, case.unit.name)
    except XaReportError as error:
        yield str(error)
