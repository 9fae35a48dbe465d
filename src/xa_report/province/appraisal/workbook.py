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
from xa_report.province.appraisal.state_machine import next_state
from xa_report.province.database import cases
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.register import Register


@dataclass(frozen=True, slots=True)
class WorkbookImportSummary:
    """What a workbook changed."""

    points: int
    figures: int
    units: tuple[str, ...]
    """Names of the communes, by code."""


def export_appraisal_workbook(
    register: Register,
    period: Period,
    target: Path,
    units: Sequence[str] = (),
    department: str = "",
) -> int:
    """Write the workbook of some communes, or of all that may be appraised; return how many."""
    with register.database.read() as connection:
        open_ones = [c.unit for c in cases.load_cases(connection, period) if c.state != "closed"]
        keys = [CaseKey(unit, period) for unit in dict.fromkeys(units or open_ones)]
        found = [load_case_detail(register, connection, key) for key in keys]
        if not found:
            raise UsageError(f"Chưa có hồ sơ nào của {period.label} để thẩm định.")
        sheets = [build_unit_sheet(one, department) for one in found]
    write_appraisal_xlsx(AppraisalWorkbook(register.province, period, department, sheets), target)
    return len(sheets)


def build_unit_sheet(case: CaseDetail, department: str = "") -> UnitSheet:
    """What one commune brings to the workbook."""
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
    """Take what officials changed, all or nothing.

    Raise AnswerError with every fault by cell, ConflictError with all that others changed.
    """
    book, department = open_appraisal_workbook(path, register.province, period)
    with register.database.read() as connection:
        found = {
            key.unit: load_case_detail(register, connection, key)
            for key in (CaseKey(unit, period) for unit in workbook_unit_codes(book))
            if cases.find_case(connection, key) is not None
        }
    sheets = {unit: build_unit_sheet(one, department) for unit, one in found.items()}
    changed = read_appraisal_workbook(
        path, book, sheets, lambda typed: _register_faults(found, typed)
    )
    given: dict[str, list[EntryChange]] = {}
    for typed in changed:
        given.setdefault(typed.unit, []).append(entry_change_from_row(typed))
    done = appraise_cases(register, period, given)
    points = sum(typed.points for typed in changed)
    return WorkbookImportSummary(
        points, len(changed) - points, tuple(one.unit.name for one in done)
    )


def entry_change_from_row(changed_row: ChangedRow) -> EntryChange:
    """A changed row as an appraiser's wish."""
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
    """What only the register can tell: whether it fits the form and the state allows it."""
    one = cases_by_unit[changed_row.unit]
    yield from entry_validation.entry_faults(one, entry_change_from_row(changed_row))
    try:
        next_state(one.row.state, CaseAction.APPRAISE, one.unit.name)
    except XaReportError as error:
        yield str(error)
