"""How many more units of which item close the gap to a target."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from xa_report.assess.figures import Figures
from xa_report.domain.indicator import PREVIOUS, Indicator, IndicatorKind, Operand
from xa_report.domain.item import ItemKind

COUNTED = frozenset({ItemKind.COUNT, ItemKind.TABLE, ItemKind.CHECKLIST})


@dataclass(frozen=True, slots=True)
class Line:
    """A figure as a line in one item's value: (a + k·n) / (b + m·n), n units added."""

    item: str
    top: tuple[Fraction, Fraction]
    """a and k."""
    bottom: tuple[Fraction, Fraction]
    """b and m."""

    def at(self, units: int) -> Fraction | None:
        """The figure after adding units; None when the denominator is not positive."""
        below = self.bottom[0] + self.bottom[1] * units
        return (self.top[0] + self.top[1] * units) / below if below > 0 else None


def line_of(ref: str, figures: Figures) -> Line | None:
    """The line of a known figure in the first counted item of its numerator."""
    figure = figures.figure(ref)
    if figure.value is None:
        return None
    indicator = figures.indicator(ref)
    operand = indicator.operands[0] if indicator else (ref,)
    item = _counted(operand, figures)
    if item is None:
        return None
    step = Fraction(_times((operand,), item, figures))
    if indicator is None:
        return Line(item, (figure.value, step), _ONE)
    return _indicator_line(indicator, item, step, figures)


_ONE = (Fraction(1), Fraction(0))


def _indicator_line(
    indicator: Indicator, item: str, step: Fraction, figures: Figures
) -> Line | None:
    figure = figures.figure(indicator.id)
    if figure.value is None:
        return None
    if figure.parts is not None:
        bottom = figure.parts[1]
        moved = Fraction(_times((indicator.operands[1],), item, figures))
        return Line(item, (figure.parts[0] * 100, step * 100), (bottom, moved))
    if indicator.kind is IndicatorKind.CHANGE:
        return _change_line(indicator, item, step, figures)
    signs = _times(indicator.operands, item, figures)
    if indicator.kind is IndicatorKind.DIFFERENCE:
        signs = 2 * int(step) - signs
    return Line(item, (figure.value, Fraction(signs)), _ONE)


def _change_line(indicator: Indicator, item: str, step: Fraction, figures: Figures) -> Line | None:
    value = figures.figure(indicator.id).exact
    if indicator.against not in ("", PREVIOUS) and _times(((indicator.against,),), item, figures):
        return None
    if not indicator.as_percent:
        return Line(item, (value, step), _ONE)
    now = sum((figures.figure(ref).value or Fraction(0) for ref in indicator.operands[0]), _ZERO)
    if value == -100:
        return None
    base = now * 100 / (value + 100)
    return Line(item, ((now - base) * 100, step * 100), (base, _ZERO)) if base > 0 else None


_ZERO = Fraction(0)


def _counted(operand: Operand, figures: Figures) -> str | None:
    """The first item of an operand that is counted in whole units."""
    for ref in operand:
        item = figures.item(ref)
        if item is not None and item.kind in COUNTED:
            return ref
        indicator = figures.indicator(ref)
        if indicator is not None and indicator.kind in (IndicatorKind.SUM, IndicatorKind.VALUE):
            found = _counted(tuple(r for op in indicator.operands for r in op), figures)
            if found is not None:
                return found
    return None


def _times(operands: tuple[Operand, ...], item: str, figures: Figures) -> int:
    """How often an item is added in operands, sums within them included."""
    count = 0
    for ref in (ref for operand in operands for ref in operand):
        indicator = figures.indicator(ref)
        if ref == item:
            count += 1
        elif indicator is not None:
            count += _times(indicator.operands, item, figures)
    return count


def units_to(line: Line, limit: Fraction, met: Callable[[Fraction], bool]) -> int | None:
    """The least units added (or, negative, taken away) that meet a limit; None when none do.

    One unit fewer does not meet it.
    """
    slope = line.top[1] - limit * line.bottom[1]
    if slope == 0:
        return None
    exact = (limit * line.bottom[0] - line.top[0]) / slope
    units = ceil(exact) if exact > 0 else floor(exact)
    reached, short = line.at(units), line.at(units - (1 if units > 0 else -1))
    if units == 0 or reached is None or not met(reached) or (short is not None and met(short)):
        return None
    return units
