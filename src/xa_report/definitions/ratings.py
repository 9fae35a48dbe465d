"""Reads rating bands, limits, cross-checks and the form's own tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xa_report.definitions.entry import Entry
from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import Severity
from xa_report.domain.form import (
    CrossCheck,
    CrossCheckKind,
    FormExample,
    PointLimits,
    RatingBand,
    RatingLimit,
)
from xa_report.domain.indicator import Operand

PAIRS = frozenset({CrossCheckKind.NOT_AFTER, CrossCheckKind.CARRIES_OVER, CrossCheckKind.TOGETHER})
SINGLE = frozenset(
    {CrossCheckKind.NOT_AFTER, CrossCheckKind.WITHIN_PERIOD, CrossCheckKind.TOGETHER}
)
"""Kinds that compare single items, never sums."""
FIFTY = Decimal(50)


def read_band(entry: Entry) -> RatingBand:
    """One `[[band]]`."""
    band = RatingBand(
        name=entry.need("name", str, ""),
        start=entry.need("from", Decimal, Decimal(0)),
        no_zero=entry.take("no_zero", bool, False),
        min_area=entry.take("min_area", Decimal | None, None),
    )
    entry.finish()
    return band


def read_rating_limit(entry: Entry) -> RatingLimit:
    """One `[[rating_limit]]`; without `at_most` the event voids the rating."""
    if not entry.has("when"):
        entry.fault(FaultCode.KEY_MISSING, key="when")
    when = entry.condition("when")
    limit = RatingLimit(when or "", entry.take("at_most", str, ""))
    entry.finish()
    return limit


def read_limits(entry: Entry) -> PointLimits:
    """`[limits]`."""
    limits = PointLimits(
        bonus=entry.take("bonus", Decimal | None, None),
        penalty=entry.take("penalty", Decimal | None, None),
    )
    entry.not_negative("bonus", limits.bonus)
    entry.not_negative("penalty", limits.penalty)
    entry.finish()
    return limits


def read_check(entry: Entry) -> CrossCheck:
    """One `[[check]]`: exactly one kind of comparison."""
    kinds = [kind for kind in CrossCheckKind if entry.has(kind)]
    entry.seen |= set(CrossCheckKind)
    if len(kinds) != 1:
        entry.fault(FaultCode.ONE_OF, keys=", ".join(CrossCheckKind))
    kind = kinds[0] if kinds else CrossCheckKind.TOGETHER
    operands, change_above = _compared(entry, kind) if kinds else ((), FIFTY)
    if kind in SINGLE and any(len(operand) > 1 for operand in operands):
        entry.fault(FaultCode.WRONG_TYPE, key=kind, why="cần từng mã một, không cần danh sách")
    check = CrossCheck(
        id=entry.need_id(),
        severity=entry.take("severity", Severity, Severity.ERROR),
        kind=kind,
        operands=operands,
        message=entry.take("message", str, ""),
        change_above=change_above,
    )
    entry.finish()
    return check


def _compared(entry: Entry, kind: CrossCheckKind) -> tuple[tuple[Operand, ...], Decimal]:
    if kind is CrossCheckKind.SUM:
        parts = entry.operands(kind)
        if not entry.has("equals"):
            entry.fault(FaultCode.KEY_MISSING, key="equals")
        return (*parts, entry.operand("equals", entry.raw_of("equals", ""))), FIFTY
    if kind is CrossCheckKind.WITHIN_PERIOD:
        return (entry.operand(kind, entry.raw_of(kind)),), FIFTY
    if kind is CrossCheckKind.PLAUSIBLE:
        table = Entry(entry.source, entry.place, entry.raw_of(kind), entry.book)
        operand = table.operand("plausible.of", table.raw_of("of"))
        above = table.take("change_above", Decimal, FIFTY)
        table.finish("plausible")
        return (operand,), above
    return entry.operands(kind, 2 if kind in PAIRS else None), FIFTY


def read_example(entry: Entry, default_period: str) -> FormExample:
    """One `[[test]]`."""
    nothing: Mapping[str, Any] = {}
    numbers: Mapping[str, Decimal] = {}
    example = FormExample(
        name=entry.need("name", str, ""),
        period=entry.take("period", str, default_period),
        answers=entry.take("answers", dict[str, Any], nothing),
        previous=entry.take("previous", dict[str, Any], nothing),
        points=entry.take("points", dict[str, Decimal], numbers),
        band=entry.take("band", str | None, None),
        findings=entry.take("findings", tuple[str, ...], ()),
        without_evidence=entry.take("without_evidence", tuple[str, ...], ()),
        unit_formed=entry.take("unit_formed", date | None, None),
    )
    entry.finish()
    return example
