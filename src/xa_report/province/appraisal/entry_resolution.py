"""Resolution of two rounds' entries: those in force, and the adjustments they amount to."""

from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal

from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    DifferenceCode,
    DifferenceReason,
    ProvinceAdjustments,
)
from xa_report.domain.receipt import ReopenedFields
from xa_report.province.database.appraisal import AppraisalEntry, EntryKind, ProvinceValue
from xa_report.province.database.returns import CaseReturn

ReopenedReturns = Sequence[tuple[CaseReturn, ReopenedFields]]


def current_entries(
    entries: Sequence[AppraisalEntry], reopened_returns: ReopenedReturns, last: AppraisalRound
) -> dict[tuple[EntryKind, str], AppraisalEntry]:
    """Return the entry in force for each figure and criterion, by kind and id.

    Only rounds up to `last` count; the second round goes before the first. An entry on something
    that was reopened later and sent anew is no longer in force.
    """
    rounds = (
        (AppraisalRound.FIRST, AppraisalRound.SECOND) if last is AppraisalRound.SECOND else (last,)
    )
    current: dict[tuple[EntryKind, str], AppraisalEntry] = {}
    for entry in entries:
        key = (entry.kind, entry.ref)
        if entry.round not in rounds or _is_superseded(entry, reopened_returns):
            continue
        if key not in current or entry.round is AppraisalRound.SECOND:
            current[key] = entry
    return current


def _is_superseded(entry: AppraisalEntry, reopened_returns: ReopenedReturns) -> bool:
    # Numbers of submissions grow: the entry was on one before the answer to the return.
    return any(
        entry.submission < (case_return.answered or 0)
        and entry.ref in (fields.codes if entry.kind is EntryKind.POINTS else fields.items)
        for case_return, fields in reopened_returns
    )


def build_adjustments(
    province_values: Mapping[str, ProvinceValue],
    items: Container[str],
    entries: Iterable[AppraisalEntry],
) -> ProvinceAdjustments:
    """Combine the province's figures with appraisers' entries; an entry goes before a figure.

    `items` are the ids that the report was asked for.
    """
    answers, points, why = _split_province_values(province_values, items)
    for entry in entries:
        if isinstance(entry.value, Answer):
            answers[entry.ref] = entry.value
        elif entry.value is not None:
            points[entry.ref] = entry.value
        if entry.why is not None:
            why[entry.ref] = entry.why
    return ProvinceAdjustments(answers, points, why)


def _split_province_values(
    province_values: Mapping[str, ProvinceValue], items: Container[str]
) -> tuple[dict[str, Answer], dict[str, Decimal], dict[str, DifferenceReason]]:
    """Return answers, points and reasons of the province's figures.

    An id that is no item is a criterion that a survey scores without a figure.
    """
    answers: dict[str, Answer] = {}
    points: dict[str, Decimal] = {}
    filled = {ref: each.value for ref, each in province_values.items() if each.value is not None}
    for ref, answer in filled.items():
        if ref in items:
            answers[ref] = answer
        elif isinstance(answer.value, Decimal):
            points[ref] = answer.value
    return answers, points, dict.fromkeys(filled, DifferenceReason(DifferenceCode.BY_PROVINCE))
