"""Communes and counts inside sentences."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from xa_report.domain.numbers import show_percent
from xa_report.domain.unit import Unit
from xa_report.export.roll import Entry

MOST = 5
"""So many communes are named as the best or the weakest."""


def unit_name(unit: Unit) -> str:
    """A commune in the middle of a sentence: `xã Tân Hội`."""
    return f"{unit.name[:1].lower()}{unit.name[1:]}"


def names(units: Iterable[Unit], separator: str = ", ") -> str:
    """Communes in a row."""
    return separator.join(unit_name(unit) for unit in units)


def with_percent(roll: Sequence[Entry]) -> str:
    """Communes with their percentages: `xã Tân Hội (92,3 %)`."""
    return ", ".join(
        f"{unit_name(one.unit)} ({show_percent(one.percent)})"
        for one in roll
        if one.percent is not None
    )


def share(part: int, whole: int) -> str:
    """How much of the whole: ` (94,79 %)`; empty without a whole."""
    return f" ({show_percent(Fraction(100 * part, whole))})" if whole else ""
