"""Gap between a figure and a target, closed by units of single items."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from xa_report.assess.figures import ReportFigures
from xa_report.assess.indicators import change_baseline, operand_total
from xa_report.domain.indicator import Indicator, IndicatorKind, Operand
from xa_report.domain.item import Item, ItemKind

# Units are whole and somebody can add one: money and decimals are not counted.
COUNTED_KINDS = frozenset({ItemKind.COUNT, ItemKind.TABLE, ItemKind.CHECKLIST})
ADDED_KINDS = frozenset({IndicatorKind.SUM, IndicatorKind.VALUE})
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class LinearFigure:
    """A figure as a function of one item: (a + k·n) / (b + m·n) with n units added."""

    item: str
    top: tuple[Fraction, Fraction]
    """a and k."""
    bottom: tuple[Fraction, Fraction] = (ONE, ZERO)
    """b and m."""

    def value_at(self, units: int) -> Fraction | None:
        """Return the figure after adding units; None when the denominator is not positive."""
        below = self.bottom[0] + self.bottom[1] * units
        return (self.top[0] + self.top[1] * units) / below if below > 0 else None


@dataclass(frozen=True, slots=True)
class GapClosure:
    """An item and the units of it that close a gap; negative when fewer are needed."""

    item: str
    units: int


def gap_closures(
    ref: str, figures: ReportFigures, limit: Fraction, met: Callable[[Fraction], bool]
) -> Iterator[GapClosure]:
    """Yield each item that alone can close the gap to `limit`, which is in the figure's unit."""
    for line in _linear_figures(ref, figures):
        units = units_needed(line, limit, met)
        if units is not None and _is_possible(line.item, units, figures):
            yield GapClosure(line.item, units)


def _is_possible(ref: str, units: int, figures: ReportFigures) -> bool:
    """Return whether the item can take so many units more or fewer, within 0 and its maximum."""
    item, now = figures.item(ref), figures.figure(ref).value or ZERO
    return item is not None and 0 <= now + units <= _item_maximum(item)


def _item_maximum(item: Item) -> Fraction | float:
    if item.kind is ItemKind.CHECKLIST:
        return Fraction(len(item.options or {}))
    return float("inf") if item.maximum is None else Fraction(item.maximum)


def _linear_figures(ref: str, figures: ReportFigures) -> Iterator[LinearFigure]:
    indicator = figures.indicator(ref)
    if figures.figure(ref).value is None:
        return
    counted = _counted_items(_counted_operand(indicator) if indicator else (ref,), figures)
    for item in dict.fromkeys(counted):
        line = _linear_figure(ref, indicator, item, figures)
        if line is not None:
            yield line


def _counted_operand(indicator: Indicator) -> Operand:
    """Return the operand that units are added to: numerator, minuend or all parts of a sum."""
    if indicator.kind is IndicatorKind.SUM:
        return tuple(ref for operand in indicator.operands for ref in operand)
    return indicator.operands[0]


def _counted_items(operand: Operand, figures: ReportFigures) -> Iterator[str]:
    """Yield the items of an operand that are counted in whole units."""
    for ref in operand:
        item, indicator = figures.item(ref), figures.indicator(ref)
        if indicator is not None:
            if indicator.kind in ADDED_KINDS or indicator.kind is IndicatorKind.DIFFERENCE:
                yield from _counted_items(_counted_operand(indicator), figures)
        elif item is not None and item.kind in COUNTED_KINDS:
            yield ref


def _linear_figure(
    ref: str, indicator: Indicator | None, item: str, figures: ReportFigures
) -> LinearFigure | None:
    figure = figures.figure(ref)
    if indicator is not None and indicator.kind is IndicatorKind.CHANGE:
        return _linear_change(indicator, item, figures)
    if indicator is None or figure.parts is None:
        slope = _slope(ref, item, figures)
        return None if slope is None else LinearFigure(item, (figure.exact, slope))
    top, bottom = (_operand_slope(operand, item, figures) for operand in indicator.operands)
    if top is None or bottom is None:
        return None
    counted, whole = figure.parts
    return LinearFigure(item, (counted * 100, top * 100), (whole, bottom))


def _linear_change(indicator: Indicator, item: str, figures: ReportFigures) -> LinearFigure | None:
    base = change_baseline(indicator, figures).value
    now = operand_total(indicator.operands[0], figures).value
    slope = _operand_slope(indicator.operands[0], item, figures)
    # An item that moves the baseline too makes a curve, not a line.
    still = _slope(indicator.against, item, figures) == 0
    if base is None or now is None or slope is None or not still:
        return None
    if not indicator.as_percent:
        return LinearFigure(item, (now - base, slope))
    return LinearFigure(item, ((now - base) * 100, slope * 100), (base, ZERO)) if base > 0 else None


def _slope(ref: str, item: str, figures: ReportFigures) -> Fraction | None:
    """Return the growth of a figure with one unit of an item; None when it is not constant."""
    indicator = figures.indicator(ref)
    if indicator is None:
        return ONE if ref == item else ZERO
    parts = [_operand_slope(operand, item, figures) for operand in indicator.operands]
    known = [part for part in parts if part is not None]
    if len(known) == len(parts):
        if indicator.kind in ADDED_KINDS:
            return sum(known, ZERO)
        if indicator.kind is IndicatorKind.DIFFERENCE:
            return known[0] - known[1]
        if not any(known) and _slope(indicator.against, item, figures) == 0:
            return ZERO
    return None


def _operand_slope(operand: Operand, item: str, figures: ReportFigures) -> Fraction | None:
    slopes = [_slope(ref, item, figures) for ref in operand]
    known = [slope for slope in slopes if slope is not None]
    return sum(known, ZERO) if len(known) == len(slopes) else None


def units_needed(
    line: LinearFigure, limit: Fraction, met: Callable[[Fraction], bool]
) -> int | None:
    """Return the least units added, or taken away when negative, that meet a limit.

    None when no number of units does, and when one unit less meets it too.
    """
    slope = line.top[1] - limit * line.bottom[1]
    if slope == 0:
        return None
    # Solves (a + k·n) / (b + m·n) = limit for n; rounding away from 0 reaches the limit.
    needed = (limit * line.bottom[0] - line.top[0]) / slope
    units = ceil(needed) if needed > 0 else floor(needed)
    reached, short = line.value_at(units), line.value_at(units - (1 if units > 0 else -1))
    if units == 0 or reached is None or not met(reached) or (short is not None and met(short)):
        return None
    return units
