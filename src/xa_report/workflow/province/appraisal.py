"""Appraisal of cases: points, figures, workbooks, returns, explanations, rounds, closing."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.domain.item import Answer, ExternalScore, Item, ItemValue
from xa_report.domain.item_values import format_value, parse_value
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    CaseAction,
    CaseKey,
    CaseState,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.province.open_matters import OpenMatter
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import UsageError, XaReportError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.commands import (
    appraise_case,
    record_explanations,
    return_criteria,
)
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.open_matters import open_matters_of_case
from xa_report.province.appraisal.province_values import find_province_item, set_province_values
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.appraisal.state_machine import TRANSITIONS, next_case_state
from xa_report.province.appraisal.survey import (
    SurveyImportSummary,
    export_survey_table,
    import_survey_table,
)
from xa_report.province.appraisal.workbook import (
    WorkbookImportSummary,
    export_appraisal_workbook,
    import_appraisal_workbook,
)
from xa_report.province.database import cases
from xa_report.province.database.appraisal import (
    WHOLE_PROVINCE,
    EntryKind,
    Explanation,
    ProvinceValue,
)
from xa_report.province.register import Register
from xa_report.workflow.province import proofs


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """Refusal of one case in a step over many; the others went on."""

    unit: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EnteredFigure:
    """A figure that was stored, and its value as it was understood."""

    item: Item
    text: str


def parse_reason(number: str, text: str = "") -> DifferenceReason:
    """Read a reason by its code, as T01; raise UsageError when there is no such code."""
    try:
        return DifferenceReason(DifferenceCode.from_number(number), text.strip())
    except KeyError:
        known = "; ".join(f"{code.number} {code.label}" for code in DifferenceCode)
        raise UsageError(f"Không có mã lý do “{number}”. Các mã: {known}.") from None


def parse_figure(text: str, item: Item, before: Answer | None = None) -> Answer:
    """Read a figure as typed; source, day and note stay those of the answer before."""
    if not text.strip():
        raise UsageError(f"{item.label}: chưa ghi giá trị; hãy ghi giá trị.")
    try:
        value: ItemValue = parse_value(text, item)
    except ValueFaultError as error:
        raise UsageError(f"{item.label}: {error}.") from error
    if before is None:
        return Answer(value)
    if isinstance(value, ExternalScore) and isinstance(before.value, ExternalScore):
        value = replace(before.value, score=value.score)
    return Answer(value, as_of=before.as_of, note=before.note)


def load_case(register: Register, key: CaseKey) -> CaseDetail:
    """Read a case with everything that belongs to it; raise UsageError when nothing has come."""
    with register.database.read() as connection:
        return load_case_detail(register, connection, key)


def list_criterion_rows(case: CaseDetail, department: str = "") -> tuple[CriterionRow, ...]:
    """Return the rows of a case, one a criterion; with `department`, only that department's."""
    return criterion_rows(case, department)


def blocked_reason(state: CaseState, action: CaseAction, unit: str) -> str:
    """Return the sentence that refuses an action in a state; empty when the action is allowed."""
    try:
        next_case_state(state, action, unit)
    except UsageError as error:
        return str(error)
    return ""


def export_workbook(
    register: Register,
    period: Period,
    target: Path,
    units: Sequence[str] = (),
    department: str = "",
) -> int:
    """Write the workbook of a department's official; return how many communes it holds."""
    return export_appraisal_workbook(register, period, target, units, department)


def import_workbook(register: Register, period: Period, path: Path) -> WorkbookImportSummary:
    """Import the changes of an appraisal workbook, all or nothing."""
    return import_appraisal_workbook(register, period, path)


def set_points(
    register: Register,
    key: CaseKey,
    code: str,
    points: Decimal | None,
    why: DifferenceReason | None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Set the points of a criterion; None takes away what was set.

    `seen_version` is the version of the criterion's row.
    """
    return appraise_case(
        register, key, [EntryChange(EntryKind.POINTS, code, points, why, seen_version)]
    )


def set_figure(
    register: Register,
    key: CaseKey,
    ref: str,
    answer: Answer | None,
    why: DifferenceReason | None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Set a figure in place of the commune's; None takes away what was set.

    `seen_version` is the version of the figure's row.
    """
    return appraise_case(
        register, key, [EntryChange(EntryKind.ANSWER, ref, answer, why, seen_version)]
    )


def return_case(
    register: Register,
    key: CaseKey,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None = None,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Return named criteria, each with a reason; `deadline` is the last day to answer."""
    return return_criteria(register, key, lines, deadline, seen_version=seen_version)


def record_explanation(
    register: Register,
    key: CaseKey,
    texts: Mapping[str, str],
    origin: str,
    *,
    seen_version: int | None = None,
) -> CaseDetail:
    """Record a commune's explanations on paper, by criterion; `origin` names the paper."""
    if not origin.strip():
        raise UsageError("Hãy ghi văn bản giải trình của xã, ví dụ Công văn 15/UBND.")
    lines = [
        Explanation(key.unit, key.period, code, text.strip(), origin.strip())
        for code, text in texts.items()
    ]
    return record_explanations(register, key, lines, seen_version=seen_version)


def close_round(register: Register, key: CaseKey, *, seen_version: int | None = None) -> CaseDetail:
    """End round 1 of a case: the commune may explain now."""
    return commands.end_first_round(register, key, seen_version=seen_version)


def close_case(register: Register, key: CaseKey, *, seen_version: int | None = None) -> CaseDetail:
    """Close a case (chốt điểm), whose documents are proven first where they are not yet.

    Raise UsageError while a difference has no reason, or when the documents are not proven.
    """
    proofs.prove_case(register, key)
    return commands.close_single_case(register, key, seen_version=seen_version)


def list_open_matters(case: CaseDetail) -> tuple[OpenMatter, ...]:
    """Return what nobody has entered, looked at or answered in a case."""
    return open_matters_of_case(case)


def reopen_case(
    register: Register, key: CaseKey, why: str, *, seen_version: int | None = None
) -> CaseDetail:
    """Open a closed case again; raise UsageError without a reason, which the log keeps."""
    return commands.reopen_closed_case(register, key, why, seen_version=seen_version)


def close_rounds(
    register: Register, period: Period, units: Sequence[str] = ()
) -> "Iterator[CaseDetail | CaseFailure]":
    """End round 1 of units, or of every case that is in it; each by itself when its turn comes."""
    return _each(
        close_round,
        register,
        period,
        units or _units_ready_for(register, period, CaseAction.CLOSE_ROUND),
    )


def close_cases(
    register: Register, period: Period, units: Sequence[str] = ()
) -> "Iterator[CaseDetail | CaseFailure]":
    """Close units (chốt điểm), or every case that is open; each by itself when its turn comes."""
    return _each(
        close_case, register, period, units or _units_ready_for(register, period, CaseAction.CLOSE)
    )


def _each(
    verb: Callable[[Register, CaseKey], CaseDetail],
    register: Register,
    period: Period,
    units: Sequence[str],
) -> "Iterator[CaseDetail | CaseFailure]":
    for unit in units:
        try:
            yield verb(register, CaseKey(unit, period))
        except XaReportError as error:
            # Each case is a transaction of its own: what is done stays done.
            yield CaseFailure(unit, str(error))


def _units_ready_for(register: Register, period: Period, action: CaseAction) -> list[str]:
    """Return the codes of units whose case allows an action in its present state."""
    with register.database.read() as connection:
        known = cases.load_cases(connection, period)
    return [case.unit for case in known if action in TRANSITIONS[case.state]]


def export_survey(register: Register, period: Period, target: Path) -> int:
    """Write the table of survey results to be filled; return how many figures it asks for."""
    return export_survey_table(register, period, target)


def import_survey(register: Register, period: Period, path: Path) -> SurveyImportSummary:
    """Import survey results of many communes, all or nothing."""
    return import_survey_table(register, period, path)


def set_province_value(
    register: Register,
    period: Period,
    ref: str,
    text: str,
    *,
    source: str = "",
    as_of: date | None = None,
) -> EnteredFigure:
    """Set a figure of the province itself; `as_of` is the day it was read in its source."""
    item = find_province_item(register, ref)
    answer = parse_figure(text, item)
    if isinstance(answer.value, ExternalScore):
        score = replace(answer.value, source=source or item.source, as_of=as_of)
        answer = replace(answer, value=score)
    else:
        answer = replace(answer, as_of=as_of, note=source)
    set_province_values(register, period, [ProvinceValue(WHOLE_PROVINCE, period, ref, answer)])
    return EnteredFigure(item, value_text(answer, item))


def value_text(answer: Answer, item: Item) -> str:
    """Return the value of an answer as it was understood, for who typed it."""
    return "không phát sinh" if answer.value is None else format_value(answer.value, item)
