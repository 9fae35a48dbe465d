"""Reads rating bands, limits, cross-checks and the form's own tests."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xa_report.definitions.entry import Entry
from xa_report.domain.checks import Check, CheckKind
from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import Severity
from xa_report.domain.form import Band, Example, Limits, RatingLimit
from xa_report.domain.indicator import Operand

PAIRS = frozenset({CheckKind.NOT_AFTER, CheckKind.CARRIES_OVER, CheckKind.TOGETHER})
SINGLE = frozenset({CheckKind.NOT_AFTER, CheckKind.WITHIN_PERIOD, CheckKind.TOGETHER})
"""Kinds that compare single items, never sums."""
FIFTY = Decimal(50)


def read_band(entry: Entry) -> Band:
    """One `[[band]]`."""
    band = Band(
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


def read_limits(entry: Entry) -> Limits:
    """`[limits]`."""
    limits = Limits(
        bonus=entry.take("bonus", Decimal | None, None),
        penalty=entry.take("penalty", Decimal | None, None),
    )
    entry.not_negative("bonus", limits.bonus)
    entry.not_negative("penalty", limits.penalty)
    entry.finish()
    return limits


def read_check(entry: Entry) -> Check:
    """One `[[check]]`: exactly one kind of comparison."""
    kinds = [kind for kind in CheckKind if entry.has(kind)]
    entry.seen |= set(CheckKind)
    if len(kinds) != 1:
        entry.fault(FaultCode.ONE_OF, keys=", ".join(CheckKind))
    kind = kinds[0] if kinds else CheckKind.TOGETHER
    operands, change_above = _compared(entry, kind) if kinds else ((), FIFTY)
    if kind in SINGLE and any(len(operand) > 1 for operand in operands):
        entry.fault(FaultCode.WRONG_TYPE, key=kind, why="cần từng mã một, không cần danh sách")
    check = Check(
        id=entry.need_id(),
        severity=entry.take("severity", Severity, Severity.ERROR),
        kind=kind,
        operands=operands,
        message=entry.take("message", str, ""),
        change_above=change_above,
    )
    entry.finish()
    return check


def _compared(entry: Entry, kind: CheckKind) -> tuple[tuple[Operand, ...], Decimal]:
    if kind is CheckKind.SUM:
        parts = entry.operands(kind)
        if not entry.has("equals"):
            entry.fault(FaultCode.KEY_MISSING, key="equals")
        return (*parts, entry.operand("equals", entry.raw_of("equals", ""))), FIFTY
    if kind is CheckKind.WITHIN_PERIOD:
        return (entry.operand(kind, entry.raw_of(kind)),), FIFTY
    if kind is CheckKind.PLAUSIBLE:
        table = Entry(entry.source, entry.place, entry.raw_of(kind), entry.book)
        operand = table.operand("plausible.of", table.raw_of("of"))
        above = table.take("change_above", Decimal, FIFTY)
        table.finish("plausible")
        return (operand,), above
    return entry.operands(kind, 2 if kind in PAIRS else None), FIFTY


def read_example(entry: Entry, default_period: str) -> Example:
    """One `[[test]]`."""
    nothing: Mapping[str, Any] = {}
    numbers: Mapping[str, Decimal] = {}
    example = Example(
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
