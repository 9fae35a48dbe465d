"""Which of the entries of two rounds still hold."""

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
from xa_report.province.register.entries import Entry, EntryKind
from xa_report.province.register.provided import Provided
from xa_report.province.register.returns import Return

Opened = Sequence[tuple[Return, ReopenedFields]]


def standing_entries(
    entries: Sequence[Entry], opened: Opened, last: AppraisalRound
) -> dict[tuple[EntryKind, str], Entry]:
    """The last entry to each figure and criterion up to a round; the second round beats the first.

    What the commune has since sent anew, because it was reopened, leaves earlier entries behind.
    """
    rounds = (
        (AppraisalRound.FIRST, AppraisalRound.SECOND) if last is AppraisalRound.SECOND else (last,)
    )
    found: dict[tuple[EntryKind, str], Entry] = {}
    for entry in entries:
        key = (entry.kind, entry.ref)
        if entry.round not in rounds or _overtaken(entry, opened):
            continue
        if key not in found or entry.round is AppraisalRound.SECOND:
            found[key] = entry
    return found


def _overtaken(entry: Entry, opened: Opened) -> bool:
    return any(
        entry.submission < (one.answered or 0)
        and entry.ref in (fields.codes if entry.kind is EntryKind.POINTS else fields.items)
        for one, fields in opened
    )


def adjustments_of(
    provided: Mapping[str, Provided], items: Container[str], entries: Iterable[Entry]
) -> ProvinceAdjustments:
    """What the province fills and what appraisers put in place, one beating the other."""
    answers, points, why = _provided(provided, items)
    for entry in entries:
        if isinstance(entry.value, Answer):
            answers[entry.ref] = entry.value
        elif entry.value is not None:
            points[entry.ref] = entry.value
        if entry.why is not None:
            why[entry.ref] = entry.why
    return ProvinceAdjustments(answers, points, why)


def _provided(
    provided: Mapping[str, Provided], items: Container[str]
) -> tuple[dict[str, Answer], dict[str, Decimal], dict[str, DifferenceReason]]:
    """What only the province has: figures, and points of surveys that have no figure."""
    answers: dict[str, Answer] = {}
    points: dict[str, Decimal] = {}
    told = {ref: one.value for ref, one in provided.items() if one.value is not None}
    for ref, value in told.items():
        if ref in items:
            answers[ref] = value
        elif isinstance(value.value, Decimal):
            points[ref] = value.value
    return answers, points, dict.fromkeys(told, DifferenceReason(DifferenceCode.BY_PROVINCE))
