"""Entries of two rounds that are in force, as adjustments for the assessment."""

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
    """The last entry to each figure and criterion up to a round; the second round beats the first.

    What the commune has since sent anew, because it was reopened, leaves earlier entries behind.
    """
    rounds = (
        (AppraisalRound.FIRST, AppraisalRound.SECOND) if last is AppraisalRound.SECOND else (last,)
    )
    found: dict[tuple[EntryKind, str], AppraisalEntry] = {}
    for entry in entries:
        key = (entry.kind, entry.ref)
        if entry.round not in rounds or _is_superseded(entry, reopened_returns):
            continue
        if key not in found or entry.round is AppraisalRound.SECOND:
            found[key] = entry
    return found


def _is_superseded(entry: AppraisalEntry, reopened_returns: ReopenedReturns) -> bool:
    return any(
        entry.submission < (one.answered or 0)
        and entry.ref in (fields.codes if entry.kind is EntryKind.POINTS else fields.items)
        for one, fields in reopened_returns
    )


def build_adjustments(
    province_values: Mapping[str, ProvinceValue],
    items: Container[str],
    entries: Iterable[AppraisalEntry],
) -> ProvinceAdjustments:
    """What the province fills and what appraisers put in place, one beating the other."""
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
    """What only the province has: figures, and points of surveys that have no figure."""
    answers: dict[str, Answer] = {}
    points: dict[str, Decimal] = {}
    told = {ref: one.value for ref, one in province_values.items() if one.value is not None}
    for ref, value in told.items():
        if ref in items:
            answers[ref] = value
        elif isinstance(value.value, Decimal):
            points[ref] = value.value
    return answers, points, dict.fromkeys(told, DifferenceReason(DifferenceCode.BY_PROVINCE))
