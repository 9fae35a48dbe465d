"""What the communes' figures come to together: sums, and ratios of sums."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xa_report.assess.figures import figure_unit
from xa_report.domain.indicator import Figure, Indicator, IndicatorKind
from xa_report.domain.item import NUMBER_KINDS, Item, ItemKind
from xa_report.domain.workbook_values import FillValue, FillValues
from xa_report.export.workbook.filling.values import figure_value

Figures = Mapping[str, Figure]
_NOT_ADDED = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})
"""Shares and scores: their sum over communes says nothing."""


def summed(
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    communes: Sequence[Figures],
) -> FillValues:
    """`tong:` of all that can be added, and `tinh:` of that and of ratios.

    A ratio is that of the sums over the communes that have both its parts.
    """
    return {
        **dict(_added(items, indicators, communes)),
        **{
            f"tinh:{ref}": figure_value(_ratio([one[ref] for one in communes]), percent=True)
            for ref, indicator in indicators.items()
            if indicator.kind is IndicatorKind.RATIO
        },
    }


def _added(
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    communes: Sequence[Figures],
) -> Iterator[tuple[str, FillValue]]:
    counted = [r for r, item in items.items() if item.kind in NUMBER_KINDS - _NOT_ADDED]
    made = [ref for ref in indicators if figure_unit(ref, items, indicators) != "%"]
    for ref in (*counted, *made):
        value = figure_value(_sum([one[ref] for one in communes]))
        yield f"tong:{ref}", value
        yield f"tinh:{ref}", value


def _sum(figures: Sequence[Figure]) -> Figure:
    known = [one.value for one in figures if one.value is not None]
    return Figure(value=sum(known, Fraction(0))) if known else _nothing(figures)


def _ratio(figures: Sequence[Figure]) -> Figure:
    parts = [one.parts for one in figures if one.parts is not None]
    whole = sum((bottom for _, bottom in parts), Fraction(0))
    if not whole:
        return _nothing(figures)
    return Figure(value=100 * sum((top for top, _ in parts), Fraction(0)) / whole)


def _nothing(figures: Sequence[Figure]) -> Figure:
    reasons = [one.not_arisen for one in figures]
    return Figure(not_arisen=reasons[0]) if reasons and None not in reasons else Figure()
