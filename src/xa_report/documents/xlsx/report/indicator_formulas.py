"""The live formulas of indicators over the cells of the sheet “Số liệu”."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xa_report.documents.xlsx.cell_text import quote_for_formula
from xa_report.documents.xlsx.report.cell_map import (
    BEFORE,
    BOTTOM,
    KNOWN,
    MISSING,
    NOT_ARISEN,
    STATE,
    TOP,
    VALUE,
)
from xa_report.domain.indicator import PREVIOUS_PERIOD, Indicator, IndicatorKind, Operand

_KNOWN, _NONE, _MISSING = (
    quote_for_formula(KNOWN),
    quote_for_formula(NOT_ARISEN),
    quote_for_formula(MISSING),
)


@dataclass(frozen=True, slots=True)
class LiveIndicator:
    """Formula texts without equals sign; empty where an indicator has no such part."""

    top: str
    bottom: str
    value: str
    state: str


@dataclass(frozen=True, slots=True)
class _OperandSum:
    """One operand: cells that are added; what did not arise adds nothing, unless nothing did."""

    rows: Sequence[int]

    @property
    def missing(self) -> str:
        """The condition that one of the cells is not reported."""
        return _any_of(f"{STATE}{row}={_MISSING}" for row in self.rows)

    @property
    def none(self) -> str:
        """The condition that nothing arose in all of the cells."""
        return _all_of(f"{STATE}{row}={_NONE}" for row in self.rows)

    @property
    def total(self) -> str:
        """The sum of the cells."""
        return _sum_formula(VALUE, self.rows)


def build_indicator_formulas(indicator: Indicator, rows: Mapping[str, int]) -> LiveIndicator:
    """Return the formulas of one indicator, which stands in row `rows[indicator.id]`."""
    kind, row = indicator.kind, rows[indicator.id]
    sums = [_OperandSum([rows[ref] for ref in operand]) for operand in indicator.operands]
    if kind is IndicatorKind.RATIO:
        return _ratio_indicator(sums[0], sums[1], row)
    if kind is IndicatorKind.DIFFERENCE:
        return _difference_indicator(sums[0], sums[1], row)
    if kind is IndicatorKind.CHANGE:
        return _change_indicator(indicator, sums[0], rows)
    operands = indicator.operands if kind is IndicatorKind.SUM else indicator.operands[:1]
    return _sum_indicator(_OperandSum([rows[ref] for operand in operands for ref in operand]), row)


def _any_of(conditions: Iterable[str]) -> str:
    return f"OR({','.join(conditions)})"


def _all_of(conditions: Iterable[str]) -> str:
    return f"AND({','.join(conditions)})"


def _sum_formula(column: str, rows: Sequence[int]) -> str:
    return f"SUM({','.join(f'{column}{row}' for row in rows)})"


def _when_known(row: int, expression: str) -> str:
    return f'IF({STATE}{row}={_KNOWN},{expression},"")'


def _sum_indicator(added: _OperandSum, row: int) -> LiveIndicator:
    state = f"IF({added.missing},{_MISSING},IF({added.none},{_NONE},{_KNOWN}))"
    return LiveIndicator(added.total, "", _when_known(row, f"{TOP}{row}"), state)


def _difference_indicator(left: _OperandSum, right: _OperandSum, row: int) -> LiveIndicator:
    missing, none = f"OR({left.missing},{right.missing})", f"AND({left.none},{right.none})"
    state = f"IF({missing},{_MISSING},IF({none},{_NONE},{_KNOWN}))"
    value = _when_known(row, f"{TOP}{row}-{BOTTOM}{row}")
    return LiveIndicator(left.total, right.total, value, state)


def _ratio_indicator(top: _OperandSum, bottom: _OperandSum, row: int) -> LiveIndicator:
    """Return the formulas of a ratio; a denominator of nothing decides before what is missing."""
    empty = f"OR({bottom.none},AND(NOT({bottom.missing}),{BOTTOM}{row}=0))"
    missing = f"OR({top.missing},{bottom.missing})"
    state = f"IF({empty},{_NONE},IF({missing},{_MISSING},{_KNOWN}))"
    value = _when_known(row, f"{TOP}{row}*100/{BOTTOM}{row}")
    return LiveIndicator(top.total, bottom.total, value, state)


def _change_indicator(
    indicator: Indicator, now: _OperandSum, rows: Mapping[str, int]
) -> LiveIndicator:
    row = rows[indicator.id]
    base, base_state = _baseline_formulas(indicator, rows)
    unusable = f"IF({BOTTOM}{row}=0,{_NONE},{_KNOWN})" if indicator.as_percent else _KNOWN
    state = (
        f"IF({now.missing},{_MISSING},IF({now.none},{_NONE},"
        f"IF({base_state}<>{_KNOWN},{base_state},{unusable})))"
    )
    amount = f"{TOP}{row}-{BOTTOM}{row}"
    value = f"({amount})*100/{BOTTOM}{row}" if indicator.as_percent else amount
    return LiveIndicator(now.total, base, _when_known(row, value), state)


def _baseline_formulas(indicator: Indicator, rows: Mapping[str, int]) -> tuple[str, str]:
    """Return the figure to compare with and its state; an incomplete earlier period is none."""
    if indicator.against != PREVIOUS_PERIOD:
        row = rows[indicator.against]
        return f"SUM({VALUE}{row})", f"{STATE}{row}"
    operand: Operand = indicator.operands[0]
    before = [rows[ref] for ref in operand]
    missing = _any_of(f"{BEFORE}{row}={_MISSING}" for row in before)
    # Texts such as “Không phát sinh” are not counted.
    counted = f"COUNT({','.join(f'{BEFORE}{row}' for row in before)})"
    return _sum_formula(BEFORE, before), f"IF(OR({missing},{counted}=0),{_NONE},{_KNOWN})"
