"""Indicators (chỉ tiêu): exact figures made from items and other indicators."""

from dataclasses import dataclass
from enum import StrEnum


class IndicatorKind(StrEnum):
    """How an indicator is made."""

    RATIO = "ratio"
    VALUE = "value"
    SUM = "sum"
    DIFFERENCE = "difference"
    CHANGE = "change"


class Better(StrEnum):
    """Which direction is the good one."""

    HIGHER = "higher"
    LOWER = "lower"


PREVIOUS = "previous"
"""The baseline of a change that is the same figure one period before."""

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
    better: Better | None = None
    unit: str = ""
    note: str = ""

    @property
    def percent(self) -> bool:
        """Whether the figure is a percentage by its making."""
        if self.kind is IndicatorKind.CHANGE:
            return self.as_percent
        return self.kind is IndicatorKind.RATIO

    def references(self) -> tuple[str, ...]:
        """All ids that the figure is made from."""
        named = tuple(ref for operand in self.operands for ref in operand)
        return named if self.against in ("", PREVIOUS) else (*named, self.against)
