"""Indicators (chỉ tiêu), and the figures that indicators and items come to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class IndicatorKind(StrEnum):
    """Operation that makes an indicator out of its operands."""

    RATIO = "ratio"
    VALUE = "value"
    SUM = "sum"
    DIFFERENCE = "difference"
    CHANGE = "change"


class BetterDirection(StrEnum):
    """Direction in which a figure improves."""

    HIGHER = "higher"
    LOWER = "lower"


PREVIOUS_PERIOD = "previous"
"""Baseline of a change: the same figure one period before."""

Operand = tuple[str, ...]
"""Ids of items or indicators that are added."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure: ratio (a ÷ b in percent), value, sum, difference (a − b) or change."""

    id: str
    label: str
    kind: IndicatorKind
    operands: tuple[Operand, ...]
    """ratio and difference: two; value and change: one; sum: one or more."""
    against: str = ""
    """Of a change: `previous` or an item id."""
    as_percent: bool = True
    """Of a change: percent of the baseline, or the amount."""
    better: BetterDirection | None = None
    unit: str = ""
    note: str = ""

    @property
    def percent(self) -> bool:
        """True for a ratio and for a change in percent of its baseline."""
        if self.kind is IndicatorKind.CHANGE:
            return self.as_percent
        return self.kind is IndicatorKind.RATIO

    def references(self) -> tuple[str, ...]:
        """Return the ids of the operands, then that of the baseline item."""
        named = tuple(ref for operand in self.operands for ref in operand)
        # The period before is another report: it names no item of this one.
        return named if self.against in ("", PREVIOUS_PERIOD) else (*named, self.against)


@dataclass(frozen=True, slots=True)
class Figure:
    """The number of an item or indicator, or the reason for not having one."""

    value: Fraction | None = None
    """Exact; percentages as people say them (65 = 65 %)."""
    not_arisen: str | None = None
    """Reason for having nothing to count; None otherwise."""
    missing: tuple[str, ...] = ()
    """Ids of the items that are not reported yet."""
    parts: tuple[Fraction, Fraction] | None = None
    """Numerator and denominator of a ratio."""

    @property
    def is_known(self) -> bool:
        """True when there is a number."""
        return self.value is not None

    @property
    def exact(self) -> Fraction:
        """The number; raise LookupError when it is not known."""
        if self.value is None:
            raise LookupError("the figure is not known")
        return self.value


def known_figure(value: Fraction | int) -> Figure:
    """Build the figure of a number."""
    return Figure(value=Fraction(value))


def ids_with_parts(refs: Iterable[str], indicators: Mapping[str, Indicator]) -> tuple[str, ...]:
    """Return ids, each followed by those that it is made from; in order of first use, once each.

    Once each also bounds the work: an indicator that adds one below it to itself would otherwise
    double what is visited at every level.
    """
    ordered: dict[str, None] = {}
    # A stack whose top is the next id: depth first, as people read a formula.
    waiting = list(reversed(list(refs)))
    while waiting:
        ref = waiting.pop()
        if ref in ordered:
            continue
        ordered[ref] = None
        indicator = indicators.get(ref)
        waiting.extend(reversed(indicator.references() if indicator else ()))
    return tuple(ordered)
