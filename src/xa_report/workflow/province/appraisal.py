"""Verbs of appraisal: points, figures, returns, explanations, rounds, closing, and their tables.

Window and command line call the same function for the same act. Who has looked at a case or a row
before gives its version as `seen_version`: ConflictError when somebody changed it since. Without
one the act is done on what is there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.item import Answer, ExternalScore, Item, ItemValue
from xa_report.domain.item_values import ValueFaultError, parse_value
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import (
    CaseAction,
    CaseKey,
    CaseState,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import UsageError, XaReportError

if TYPE_CHECKING:
    from xa_report.domain.province.appraisal_rows import CriterionRow
    from xa_report.province.appraisal.dossier import Dossier
    from xa_report.province.appraisal.worksheet import Applied
    from xa_report.province.desk import Desk


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that could not be moved on, while the others could."""

    unit: str
    sentence: str


def parse_reason(number: str, text: str = "") -> DifferenceReason:
    """Read a reason by its code, as T01; raise UsageError when there is no such code."""
    try:
        return DifferenceReason(DifferenceCode.of(number), text.strip())
    except KeyError:
        known = "; ".join(f"{code.number} {code.label}" for code in DifferenceCode)
        raise UsageError(f"Không có mã lý do “{number}”. Các mã: {known}.") from None


def parse_figure(text: str, item: Item, before: Answer | None = None) -> Answer:
    """Read a figure as typed; source, day and note stay those of the answer before."""
    try:
        value: ItemValue = parse_value(text, item)
    except ValueFaultError as error:
        raise UsageError(f"{item.label}: {error}.") from error
    if before is None:
        return Answer(value)
    if isinstance(value, ExternalScore) and isinstance(before.value, ExternalScore):
        value = replace(before.value, score=value.score)
    return Answer(value, as_of=before.as_of, note=before.note)


def load_case(desk: "Desk", key: CaseKey) -> "Dossier":
    """Read a case with everything that belongs to it; raise UsageError when nothing has come."""
    from xa_report.province.appraisal.loading import load

    with desk.register.read() as connection:
        return load(desk, connection, key)


def criterion_rows(found: "Dossier", department: str = "") -> "tuple[CriterionRow, ...]":
    """List what an appraiser has before them, one row a criterion; of one department if named."""
    from xa_report.province.appraisal.sheet import rows

    return rows(found, department)


def blocked_reason(state: CaseState, action: CaseAction, unit: str) -> str:
    """Say why an action may not be done with the case of a unit; empty when it may."""
    from xa_report.province.appraisal.machine import after

    try:
        after(state, action, unit)
    except UsageError as error:
        return str(error)
    return ""


def write_workbook(
    desk: "Desk", period: Period, target: Path, units: Sequence[str] = (), department: str = ""
) -> int:
    """Write the workbook of a department's official; return how many communes it holds."""
    from xa_report.province.appraisal.worksheet import write_workbook as write

    return write(desk, period, target, units, department)


def import_workbook(desk: "Desk", period: Period, path: Path) -> "Applied":
    """Take what was changed in such a workbook, all or nothing."""
    from xa_report.province.appraisal.worksheet import take_workbook

    return take_workbook(desk, period, path)


def set_points(
    desk: "Desk",
    key: CaseKey,
    code: str,
    points: Decimal | None,
    why: DifferenceReason | None,
    *,
    seen_version: int | None = None,
) -> "Dossier":
    """Set the points of a criterion; None takes away what was set.

    `seen_version` is the version of the criterion's row.
    """
    from xa_report.province.appraisal.acts import appraise
    from xa_report.province.appraisal.fitting import Given
    from xa_report.province.register.entries import EntryKind

    return appraise(desk, key, [Given(EntryKind.POINTS, code, points, why, seen_version)])


def set_figure(
    desk: "Desk",
    key: CaseKey,
    ref: str,
    answer: Answer | None,
    why: DifferenceReason | None,
    *,
    seen_version: int | None = None,
) -> "Dossier":
    """Set a figure in place of the commune's; None takes away what was set.

    `seen_version` is the version of the figure's row.
    """
    from xa_report.province.appraisal.acts import appraise
    from xa_report.province.appraisal.fitting import Given
    from xa_report.province.register.entries import EntryKind

    return appraise(desk, key, [Given(EntryKind.ANSWER, ref, answer, why, seen_version)])


def return_case(
    desk: "Desk",
    key: CaseKey,
    lines: Sequence[ReopenedCriterion],
    deadline: date | None = None,
    *,
    seen_version: int | None = None,
) -> "Dossier":
    """Return named criteria, each with a reason; `deadline` is the last day to answer."""
    from xa_report.province.appraisal.acts import send_back

    return send_back(desk, key, lines, deadline, seen_version=seen_version)


def record_explanation(
    desk: "Desk",
    key: CaseKey,
    texts: Mapping[str, str],
    origin: str,
    *,
    seen_version: int | None = None,
) -> "Dossier":
    """Record what a commune explains on paper, by criterion; `origin` names the paper."""
    from xa_report.province.appraisal.acts import explain
    from xa_report.province.register.explanations import Explanation

    if not origin.strip():
        raise UsageError("Hãy ghi văn bản giải trình của xã, ví dụ Công văn 15/UBND.")
    lines = [
        Explanation(key.unit, key.period, code, text.strip(), origin.strip())
        for code, text in texts.items()
    ]
    return explain(desk, key, lines, seen_version=seen_version)


def close_round(desk: "Desk", key: CaseKey, *, seen_version: int | None = None) -> "Dossier":
    """End round 1 of a case: the commune may explain now."""
    from xa_report.province.appraisal import acts

    return acts.close_round(desk, key, seen_version=seen_version)


def close_case(desk: "Desk", key: CaseKey, *, seen_version: int | None = None) -> "Dossier":
    """Close a case (chốt điểm); raise UsageError while a difference has no reason."""
    from xa_report.province.appraisal import acts

    return acts.close(desk, key, seen_version=seen_version)


def reopen_case(desk: "Desk", key: CaseKey, *, seen_version: int | None = None) -> "Dossier":
    """Open a closed case again."""
    from xa_report.province.appraisal import acts

    return acts.reopen(desk, key, seen_version=seen_version)


def close_rounds(
    desk: "Desk", period: Period, units: Sequence[str] = ()
) -> "Iterator[Dossier | CaseFailure]":
    """End round 1 of units, or of every case that is in it; each by itself."""
    return _each(close_round, desk, period, units or _ready(desk, period, CaseAction.CLOSE_ROUND))


def close_cases(
    desk: "Desk", period: Period, units: Sequence[str] = ()
) -> "Iterator[Dossier | CaseFailure]":
    """Close units (chốt điểm), or every case that is open; each by itself."""
    return _each(close_case, desk, period, units or _ready(desk, period, CaseAction.CLOSE))


def _each(
    verb: "Callable[[Desk, CaseKey], Dossier]", desk: "Desk", period: Period, units: Sequence[str]
) -> "Iterator[Dossier | CaseFailure]":
    for unit in units:
        try:
            yield verb(desk, CaseKey(unit, period))
        except XaReportError as error:
            yield CaseFailure(unit, str(error))


def _ready(desk: "Desk", period: Period, action: CaseAction) -> list[str]:
    """The units whose cases an action may be done with now, by code."""
    from xa_report.province.appraisal.machine import WAYS
    from xa_report.province.register import cases

    with desk.register.read() as connection:
        known = cases.of_period(connection, period)
    return [case.unit for case in known if action in WAYS[case.state]]


def write_survey(desk: "Desk", period: Period, target: Path) -> int:
    """Write the table of survey results to be filled; return how many figures it asks for."""
    from xa_report.province.appraisal.surveying import write_table

    return write_table(desk, period, target)


def import_survey(desk: "Desk", period: Period, path: Path) -> int:
    """Take survey results of many communes, all or nothing; return how many are new."""
    from xa_report.province.appraisal.surveying import take_table

    return take_table(desk, period, path)


def set_province_value(
    desk: "Desk",
    period: Period,
    ref: str,
    text: str,
    *,
    source: str = "",
    as_of: date | None = None,
) -> Item:
    """Set a figure of the province itself; `as_of` is the day it was read in its source."""
    from xa_report.province.appraisal.providing import item_of_province, provide
    from xa_report.province.register.provided import ALL, Provided

    item = item_of_province(desk, ref)
    answer = parse_figure(text, item)
    if isinstance(answer.value, ExternalScore):
        score = replace(answer.value, source=source or item.source, as_of=as_of)
        answer = replace(answer, value=score)
    else:
        answer = replace(answer, as_of=as_of, note=source)
    provide(desk, period, [Provided(ALL, period, ref, answer)])
    return item
