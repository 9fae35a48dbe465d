"""Figures of indicators, computed from those below; what did not arise adds nothing."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Protocol

from xa_report.domain.indicator import PREVIOUS_PERIOD, Figure, Indicator, IndicatorKind, Operand

NO_PREVIOUS_TEXT = "không có số liệu kỳ trước để so sánh"
NO_DENOMINATOR_TEXT = "mẫu số bằng 0"
NO_BASE_TEXT = "số của kỳ so sánh bằng 0"
ZERO = Fraction(0)


class FigureSource(Protocol):
    """Figures of one period, with those of the period before."""

    @property
    def before(self) -> "FigureSource | None":
        """Figures of the period before; None when there is no report of it."""

    def figure(self, ref: str) -> Figure:
        """Return the figure of an item or indicator."""


def indicator_figure(indicator: Indicator, source: FigureSource) -> Figure:
    """Return the exact figure of an indicator."""
    totals = [operand_total(operand, source) for operand in indicator.operands]
    if indicator.kind is IndicatorKind.RATIO:
        return _ratio_figure(*totals)
    if indicator.kind is IndicatorKind.DIFFERENCE:
        return _difference_figure(*totals)
    if indicator.kind is IndicatorKind.CHANGE:
        return _change_figure(indicator, totals[0], change_baseline(indicator, source))
    if indicator.kind is IndicatorKind.SUM:
        return operand_total(
            tuple(ref for operand in indicator.operands for ref in operand), source
        )
    # A value is no ratio, whatever it is taken from: it has no parts to be shown.
    return replace(totals[0], parts=None)


def operand_total(operand: Operand, source: FigureSource) -> Figure:
    """Return the sum of an operand; not arisen when no part arose, missing when one is."""
    if len(operand) == 1:
        return source.figure(operand[0])
    figures = [source.figure(ref) for ref in operand]
    missing = _missing_of(figures)
    if missing:
        return Figure(missing=missing)
    known = [figure.value for figure in figures if figure.value is not None]
    if not known:
        return Figure(not_arisen=figures[0].not_arisen or "" if figures else "")
    return Figure(value=sum(known, ZERO))


def _missing_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return the ids that any figure lacks, once each: shared operands would double them."""
    return tuple(dict.fromkeys(ref for figure in figures for ref in figure.missing))


def change_baseline(indicator: Indicator, source: FigureSource) -> Figure:
    """Return the figure that a change is measured against."""
    if indicator.against != PREVIOUS_PERIOD:
        return source.figure(indicator.against)
    if source.before is None:
        return Figure(not_arisen=NO_PREVIOUS_TEXT)
    baseline = operand_total(indicator.operands[0], source.before)
    return Figure(not_arisen=NO_PREVIOUS_TEXT) if baseline.missing else baseline


def _change_figure(indicator: Indicator, now: Figure, base: Figure) -> Figure:
    if now.value is None or base.value is None:
        return now if now.value is None else base
    amount = now.value - base.value
    if not indicator.as_percent:
        return Figure(value=amount)
    if base.value == 0:
        return Figure(not_arisen=NO_BASE_TEXT)
    return Figure(value=amount * 100 / base.value)


def _ratio_figure(top: Figure, bottom: Figure) -> Figure:
    # The denominator decides first: without cases there is no share, whatever was counted.
    if bottom.not_arisen is not None:
        return bottom
    if bottom.value == 0:
        return Figure(not_arisen=NO_DENOMINATOR_TEXT)
    missing = _missing_of((top, bottom))
    if missing or bottom.value is None:
        return Figure(missing=missing)
    counted, whole = top.value or ZERO, bottom.value
    # One fraction instead of a product and a quotient: every ratio of a report comes this way.
    percent = Fraction(
        100 * counted.numerator * whole.denominator, counted.denominator * whole.numerator
    )
    return Figure(value=percent, parts=(counted, whole))


def _difference_figure(left: Figure, right: Figure) -> Figure:
    missing = _missing_of((left, right))
    if missing:
        return Figure(missing=missing)
    if left.value is None and right.value is None:
        return left
    return Figure(value=(left.value or ZERO) - (right.value or ZERO))
