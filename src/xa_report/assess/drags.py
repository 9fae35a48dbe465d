"""Which communes keep the province from a target, and what each would have to do."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.aims import aim
from xa_report.assess.figures import Figures
from xa_report.domain.assessment import TargetResult
from xa_report.domain.item import Answer
from xa_report.domain.numbers import round_half_up, show_number
from xa_report.domain.province.province_targets import TargetLaggard

LEAST_SHOWN = Fraction(1, 100)
Short = tuple[Figures, TargetResult]
"""A commune and its own result, which does not meet the target."""


def drags_on_sums(short: Iterable[Short], added: Figures) -> tuple[TargetLaggard, ...]:
    """Who pulls a ratio of sums to the wrong side, worst first."""
    return _sorted(_drag(figures, own, _pull(own, figures, added)) for figures, own in short)


def drags_on_share(short: Iterable[Short], counted: int) -> tuple[TargetLaggard, ...]:
    """Who is missing in a share of communes: each counts the same."""
    return _sorted(
        replace(_drag(figures, own, Fraction(100, counted)), words=own.close, effect="")
        for figures, own in short
    )


def _sorted(drags: Iterable[TargetLaggard]) -> tuple[TargetLaggard, ...]:
    return tuple(sorted(drags, key=lambda drag: (-drag.pull, drag.unit.code)))


def _drag(figures: Figures, own: TargetResult, pull: Fraction) -> TargetLaggard:
    effect = _effect(own, pull, figures) if pull else ""
    return TargetLaggard(
        unit=figures.report.unit,
        own=own.figure,
        shown=own.shown,
        pull=pull,
        units=own.units,
        unit_item=own.unit_item,
        words=f"{own.close.removesuffix('.')}; {effect}.".strip() if effect else own.close,
        effect=effect,
    )


def _effect(own: TargetResult, pull: Fraction, figures: Figures) -> str:
    unit = figures.unit(own.target.reference)
    amount = "chưa tới 0,01" if pull < LEAST_SHOWN else show_number(round_half_up(pull, 2))
    apart = "điểm phần trăm" if unit == "%" else unit
    side = "giảm" if (own.gap or 0) > 0 else "tăng"
    return f"làm {side} tỷ lệ chung {amount} {apart}"


def _pull(own: TargetResult, figures: Figures, added: Figures) -> Fraction:
    """How much nearer to the good side the whole would be, had the commune met the target."""
    now, then = added.figure(own.target.reference), _risen(own, figures, added)
    if now.value is None or then is None:
        return Fraction(0)
    return abs(then - now.value)


def _risen(own: TargetResult, figures: Figures, added: Figures) -> Fraction | None:
    """The province's figure with the commune at the target."""
    if own.units is not None:
        return _with_units(own, added).figure(own.target.reference).value
    mine, whole = own.figure.parts, added.figure(own.target.reference).parts
    if mine is None or whole is None:
        return None
    lacking = aim(own.target, figures).limit * mine[1] / 100 - mine[0]
    return (whole[0] + lacking) * 100 / whole[1]


def _with_units(own: TargetResult, added: Figures) -> Figures:
    """The sums with so many units more (or fewer) of the item that closes the commune's gap."""
    value = added.report.answers[own.unit_item].value
    counted = value if isinstance(value, Decimal) else Decimal(0)
    more = {own.unit_item: Answer(counted + (own.units or 0))}
    report = replace(added.report, answers={**added.report.answers, **more})
    before = added.before.report if added.before else None
    return Figures(added.items, added.indicators, report, before)
