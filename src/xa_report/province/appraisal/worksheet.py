"""The workbook of an appraiser: written from the register, and read back into it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseAction, CaseKey
from xa_report.errors import UsageError, XaReportError
from xa_report.export.workbook.appraisal.layout import Book, Typed, UnitSheet
from xa_report.export.workbook.appraisal.opening import open_appraisal
from xa_report.export.workbook.appraisal.reading import read_appraisal, units_of
from xa_report.export.workbook.appraisal.writing import write_appraisal
from xa_report.province.appraisal import fitting
from xa_report.province.appraisal.acts import appraise_all
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.appraisal.fitting import Given
from xa_report.province.appraisal.loading import load
from xa_report.province.appraisal.machine import after
from xa_report.province.appraisal.sheet import inputs, rows
from xa_report.province.desk import Desk
from xa_report.province.register import cases
from xa_report.province.register.entries import EntryKind


@dataclass(frozen=True, slots=True)
class Applied:
    """What a workbook changed."""

    points: int
    figures: int
    units: tuple[str, ...]
    """Names of the communes, by code."""


def write_workbook(
    desk: Desk, period: Period, target: Path, units: Sequence[str] = (), department: str = ""
) -> int:
    """Write the workbook of some communes, or of all that may be appraised; return how many."""
    with desk.register.read() as connection:
        open_ones = [c.unit for c in cases.of_period(connection, period) if c.state != "closed"]
        keys = [CaseKey(unit, period) for unit in dict.fromkeys(units or open_ones)]
        found = [load(desk, connection, key) for key in keys]
        if not found:
            raise UsageError(f"Chưa có hồ sơ nào của {period.label} để thẩm định.")
        sheets = [sheet_of(one, department) for one in found]
    write_appraisal(Book(desk.province, period, department, sheets), target)
    return len(sheets)


def sheet_of(found: Dossier, department: str = "") -> UnitSheet:
    """What one commune brings to the workbook."""
    return UnitSheet(
        found.unit,
        found.case.submission,
        found.form.decimals,
        rows(found, department),
        inputs(found, department),
    )


def take_workbook(desk: Desk, period: Period, path: Path) -> Applied:
    """Take what officials changed, all or nothing.

    Raise AnswerError with every fault by cell, ConflictError with all that others changed.
    """
    book, department = open_appraisal(path, desk.province, period)
    with desk.register.read() as connection:
        found = {
            key.unit: load(desk, connection, key)
            for key in (CaseKey(unit, period) for unit in units_of(book))
            if cases.find(connection, key) is not None
        }
    sheets = {unit: sheet_of(one, department) for unit, one in found.items()}
    changed = read_appraisal(path, book, sheets, lambda typed: _faults(found, typed))
    given: dict[str, list[Given]] = {}
    for typed in changed:
        given.setdefault(typed.unit, []).append(given_of(typed))
    done = appraise_all(desk, period, given)
    points = sum(typed.points for typed in changed)
    return Applied(points, len(changed) - points, tuple(one.unit.name for one in done))


def given_of(typed: Typed) -> Given:
    """A changed row as an appraiser's wish."""
    kind = EntryKind.POINTS if typed.points else EntryKind.ANSWER
    return Given(kind, typed.ref, typed.value, typed.why, typed.seen, typed.submission, typed.where)


def _faults(found: dict[str, Dossier], typed: Typed) -> Iterator[str]:
    """What only the register can tell: whether it fits the form and the state allows it."""
    one = found[typed.unit]
    yield from fitting.faults(one, given_of(typed))
    try:
        after(one.case.state, CaseAction.APPRAISE, one.unit.name)
    except XaReportError as error:
        yield str(error)
