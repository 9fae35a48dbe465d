"""How far the bar of an indicator is filled, and where the plan's line stands."""

from decimal import Decimal
from fractions import Fraction

from xa_report.domain.assessment import TargetResult, TargetState
from xa_report.domain.indicator import Figure
from xa_report.domain.plan import TargetOp
from xa_report.ui.widgets.target_bar import Reach


def worst_role(results: tuple[TargetResult, ...]) -> str:
    """The colour that a value has for its targets."""
    due = {r.state for r in results if not r.ahead}
    if TargetState.NOT_MET in due:
        return "below"
    return "met" if TargetState.MET in due else "accent"


def reach_of(figure: Figure, results: tuple[TargetResult, ...], *, percent: bool) -> Reach:
    """The shares of the bar that the figure and the plan's line take."""
    value = figure.exact
    decides = deciding(results)
    role = worst_role(results)
    goal = _goal(decides)
    top = max(value, goal or Fraction(0))
    full = Fraction(100) if percent and top <= 100 else top * Fraction(115, 100)
    if full <= 0:
        return Reach(0.0, role)
    line = float(goal / full) if goal is not None else None
    caption = f"kế hoạch {decides.wanted}" if decides is not None and goal is not None else ""
    return Reach(float(value / full), role, line, caption)


def deciding(results: tuple[TargetResult, ...]) -> TargetResult | None:
    """The target whose line is drawn: in force and the strictest, else the next milestone."""
    lines = [r for r in results if _goal(r) is not None]
    due = [r for r in lines if r.strictest and not r.ahead]
    return next(iter((*due, *lines)), None)


def _goal(result: TargetResult | None) -> Fraction | None:
    if result is None or not isinstance(result.target.value, Decimal):
        return None
    return None if result.target.op is TargetOp.RANK else Fraction(result.target.value)
