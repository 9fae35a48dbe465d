"""The reviewers' path: sheets to work in, points and figures, returns, explanations, closing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.appraisal import CaseAction, CaseKey, DifferenceCode, Why
from xa_report.domain.item import Answer, External, Item, Value
from xa_report.domain.period import Period
from xa_report.domain.receipt import Reopened
from xa_report.domain.typed import parse
from xa_report.domain.typed_texts import ValueFaultError
from xa_report.errors import UsageError, XaReportError

if TYPE_CHECKING:
    from xa_report.domain.appraisal_rows import CriterionRow
    from xa_report.province.appraisal.dossier import Dossier
    from xa_report.province.appraisal.worksheet import Applied
    from xa_report.province.desk import Desk


def why_of(number: str, text: str = "") -> Why:
    """A reason by its code, as T01; raise UsageError when there is no such code."""
    try:
        return Why(DifferenceCode.of(number), text.strip())
    except KeyError:
        known = "; ".join(f"{code.number} {code.label}" for code in DifferenceCode)
        raise UsageError(f"Không có mã lý do “{number}”. Các mã: {known}.") from None


def dossier(desk: "Desk", key: CaseKey) -> "Dossier":
    """A case with everything that belongs to it; raise UsageError when nothing has come."""
    from xa_report.province.appraisal.loading import load

    with desk.register.read() as connection:
        return load(desk, connection, key)


def sheet(found: "Dossier", department: str = "") -> "tuple[CriterionRow, ...]":
    """What an appraiser has before them, one row a criterion."""
    from xa_report.province.appraisal.sheet import rows

    return rows(found, department)


def write_workbook(
    desk: "Desk", period: Period, target: Path, units: Sequence[str] = (), department: str = ""
) -> int:
    """Write the workbook of a department's official; return how many communes it holds."""
    from xa_report.province.appraisal.worksheet import write_workbook as write

    return write(desk, period, target, units, department)


def take_workbook(desk: "Desk", period: Period, path: Path) -> "Applied":
    """Take what was changed in such a workbook, all or nothing."""
    from xa_report.province.appraisal.worksheet import take_workbook as take

    return take(desk, period, path)


def set_points(
    desk: "Desk", key: CaseKey, code: str, points: Decimal | None, why: Why | None
) -> "Dossier":
    """Put the points of a criterion; None takes away what was put there."""
    from xa_report.province.appraisal.acts import Given, appraise
    from xa_report.province.register.entries import EntryKind

    return appraise(desk, key, [Given(EntryKind.POINTS, code, points, why)])


def correct(
    desk: "Desk", key: CaseKey, ref: str, answer: Answer | None, why: Why | None
) -> "Dossier":
    """Put a figure in place of the commune's; None takes away what was put there."""
    from xa_report.province.appraisal.acts import Given, appraise
    from xa_report.province.register.entries import EntryKind

    return appraise(desk, key, [Given(EntryKind.ANSWER, ref, answer, why)])


def answer_of(text: str, item: Item, before: Answer | None = None) -> Answer:
    """A figure as typed; source, day and note stay those of the answer before."""
    try:
        value: Value = parse(text, item)
    except ValueFaultError as error:
        raise UsageError(f"{item.label}: {error}.") from error
    if before is None:
        return Answer(value)
    if isinstance(value, External) and isinstance(before.value, External):
        value = replace(before.value, score=value.score)
    return Answer(value, as_of=before.as_of, note=before.note)


def send_back(
    desk: "Desk", key: CaseKey, lines: Sequence[Reopened], deadline: date | None = None
) -> "Dossier":
    """Return named criteria, each with a reason."""
    from xa_report.province.appraisal.acts import send_back as act

    return act(desk, key, lines, deadline)


def explain(desk: "Desk", key: CaseKey, told: dict[str, str], origin: str) -> "Dossier":
    """Write down what a commune says on paper, by criterion."""
    from xa_report.province.appraisal.acts import explain as act
    from xa_report.province.register.explanations import Explanation

    given = [Explanation(key.unit, key.period, code, text, origin) for code, text in told.items()]
    return act(desk, key, given)


def reopen(desk: "Desk", key: CaseKey) -> "Dossier":
    """Open a closed case again."""
    from xa_report.province.appraisal.acts import reopen as act

    return act(desk, key)


@dataclass(frozen=True, slots=True)
class NotMoved:
    """A case that could not be moved on, while the others could."""

    unit: str
    sentence: str


def close_round(
    desk: "Desk", period: Period, units: Sequence[str] = ()
) -> "Iterator[Dossier | NotMoved]":
    """End round 1 of units, or of every case that is in it; each by itself."""
    from xa_report.province.appraisal.acts import close_round as act

    for unit in units or _ready(desk, period, CaseAction.CLOSE_ROUND):
        try:
            yield act(desk, CaseKey(unit, period))
        except XaReportError as error:
            yield NotMoved(unit, str(error))


def close(
    desk: "Desk", period: Period, units: Sequence[str] = ()
) -> "Iterator[Dossier | NotMoved]":
    """Close units (chốt điểm), or every case that is open; each by itself."""
    from xa_report.province.appraisal.acts import close as act

    for unit in units or _ready(desk, period, CaseAction.CLOSE):
        try:
            yield act(desk, CaseKey(unit, period))
        except XaReportError as error:
            yield NotMoved(unit, str(error))


def _ready(desk: "Desk", period: Period, act: CaseAction) -> list[str]:
    from xa_report.province.appraisal.machine import WAYS
    from xa_report.province.register import cases

    with desk.register.read() as connection:
        found = cases.of_period(connection, period)
    return [case.unit for case in found if act in WAYS[case.state]]


def write_survey(desk: "Desk", period: Period, target: Path) -> int:
    """Write the table of survey results to be filled; return how many figures it asks for."""
    from xa_report.province.appraisal.surveying import write_table

    return write_table(desk, period, target)


def take_survey(desk: "Desk", period: Period, path: Path) -> int:
    """Take survey results of many communes, all or nothing; return how many are new."""
    from xa_report.province.appraisal.surveying import take_table

    return take_table(desk, period, path)


def put_value(
    desk: "Desk", period: Period, ref: str, text: str, read: tuple[str, date | None] = ("", None)
) -> Item:
    """Put a figure of the province itself; `read` is its source and the day it was read."""
    from xa_report.province.appraisal.providing import item_of_province, provide
    from xa_report.province.register.provided import ALL, Provided

    item, (source, as_of) = item_of_province(desk, ref), read
    answer = answer_of(text, item)
    if isinstance(answer.value, External):
        score = replace(answer.value, source=source or item.source, as_of=as_of)
        answer = replace(answer, value=score)
    else:
        answer = replace(answer, as_of=as_of, note=source)
    provide(desk, period, [Provided(ALL, period, ref, answer)])
    return item
