"""Reads the rules that look at choices, dates, events and comparisons."""

from decimal import Decimal

from xa_report.definitions.entry import Entry
from xa_report.definitions.figure_rules import of_id
from xa_report.domain.fault import FaultCode
from xa_report.domain.period import DayRule
from xa_report.domain.rules.choice import ChoiceRule
from xa_report.domain.rules.compare import CompareRule
from xa_report.domain.rules.deadline import DeadlineRule, DeadlineStep
from xa_report.domain.rules.deduction import DeductionRule
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import DefinitionLookup, ScoringRule

LONGEST = 3660
"""Days, ten years."""


Points = dict[str, Decimal]


def choice(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by option."""
    empty: Points = {}
    return ChoiceRule(max=ceiling, of=of_id(entry), points=entry.need("points", Points, empty))


def deadline(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points by the deadline that is kept."""
    rows = entry.raw_of("steps")
    steps = [_step(entry, row) for row in rows] if isinstance(rows, list) else []
    if not isinstance(rows, list):
        entry.fault(FaultCode.KEY_MISSING, key="steps")
    return DeadlineRule(
        max=ceiling,
        of=of_id(entry),
        steps=tuple(step for step in steps if step is not None),
        otherwise=entry.take("otherwise", Decimal, Decimal(0)),
        from_start=entry.take("from_start", bool, False),
    )


def _step(entry: Entry, row: object) -> DeadlineStep | None:
    if not isinstance(row, list) or len(row) != 2 or not _is_number(row[1]):
        entry.fault(FaultCode.WRONG_TYPE, key="steps", why="mỗi mức là [hạn, điểm]")
        return None
    limit: DayRule | int | None
    if isinstance(row[0], int) and not isinstance(row[0], bool):
        limit = row[0]
        if not 0 <= limit <= LONGEST:
            entry.fault(FaultCode.WRONG_TYPE, key="steps", why=f"số ngày từ 0 đến {LONGEST}")
            return None
    else:
        limit = entry.day("steps", row[0])
    return None if limit is None else (limit, Decimal(row[1]))


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def deduction(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points less what happened."""
    empty: Points = {}
    return DeductionRule(
        max=ceiling,
        each=entry.need("each", Points, empty),
        start=entry.take("start", Decimal | None, None),
        floor=entry.take("floor", Decimal, Decimal(0)),
    )


def compare(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points when two figures compare."""
    sides = []
    for key in ("left", "right"):
        if not entry.has(key):
            entry.fault(FaultCode.KEY_MISSING, key=key)
        sides.append(entry.side(key, entry.raw_of(key, 0)))
    points = entry.take("points", Decimal | None, None)
    op = entry.need("op", str, "=")
    return CompareRule(max=ceiling, left=sides[0], op=op, right=sides[1], points=points)


def manual(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    """Points that are typed."""
    return ManualRule(max=ceiling, step=entry.take("step", Decimal, Decimal("0.25")))
