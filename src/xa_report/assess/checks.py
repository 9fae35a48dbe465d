"""The cross-checks of a form against the answers, the period before and the periods included."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xa_report.assess.figures import Figures
from xa_report.assess.indicators import total
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import CrossCheck, CrossCheckKind, Form
from xa_report.domain.indicator import Operand
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.text import show_date


@dataclass(frozen=True, slots=True)
class Checked:
    """What checks look at."""

    form: Form
    figures: Figures


def cross_findings(checked: Checked) -> Iterator[Finding]:
    """What the form's own checks find."""
    for check in checked.form.checks:
        if check.kind is CrossCheckKind.WITHIN_PERIOD:
            found = _within_period(check, checked)
        else:
            found = _RUN[check.kind](check, checked.figures)
        yield from (_with_message(check, one) for one in found)


def _with_message(check: CrossCheck, found: Finding) -> Finding:
    if not check.message:
        return found
    return Finding(
        found.code,
        found.severity,
        found.place,
        f"{check.message} ({found.message.rstrip('.')}).",
        found.remedy,
        found.numbers,
        found.reason,
    )


def _found(code: FindingCode, check: CrossCheck, figures: Figures, **texts: str) -> Finding:
    place = FindingLocation("check", check.id, check.references())
    key = f"{code.number}@{check.id}"
    reason = figures.report.reasons.get(key, "")
    return build_finding(code, place, texts, severity=check.severity, reason=reason)


def added(operand: Operand, figures: Figures) -> Fraction | None:
    """The sum of an operand; None where something is not reported or nothing arose."""
    return total(operand, figures).value


def _named(operand: Operand, figures: Figures) -> str:
    return " + ".join(f"“{figures.label(ref)}”" for ref in operand)


def _sum(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    *parts, whole = check.operands
    operand = tuple(ref for part in parts for ref in part)
    left, right = added(operand, figures), added(whole, figures)
    if left is None or right is None or left == right:
        return
    yield _found(
        FindingCode.SUM_DIFFERS, check, figures,
        left=_named(operand, figures), right=_named(whole, figures),
        a=show_number(left), b=show_number(right), gap=show_number(left - right),
    )  # fmt: skip


def _at_most(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    for one, other in zip(check.operands, check.operands[1:], strict=False):
        left, right = added(one, figures), added(other, figures)
        if left is not None and right is not None and left > right:
            yield _found(
                FindingCode.EXCEEDS, check, figures,
                left=_named(one, figures), right=_named(other, figures),
                a=show_number(left), b=show_number(right),
            )  # fmt: skip


def _day(ref: str, figures: Figures) -> date | None:
    answer = figures.answer(ref)
    return answer.value if answer is not None and isinstance(answer.value, date) else None


def _not_after(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    first, second = check.operands[0][0], check.operands[1][0]
    left, right = _day(first, figures), _day(second, figures)
    if left is not None and right is not None and left > right:
        yield _found(
            FindingCode.DATE_ORDER, check, figures,
            left=figures.label(first), right=figures.label(second),
            a=show_date(left), b=show_date(right),
        )  # fmt: skip


def _within_period(check: CrossCheck, checked: Checked) -> Iterator[Finding]:
    ref, figures = check.operands[0][0], checked.figures
    day = _day(ref, figures)
    first, last = checked.form.data_window(figures.report.period)
    if day is None or first <= day <= last:
        return
    yield _found(
        FindingCode.OUTSIDE_PERIOD, check, figures,
        left=figures.label(ref), a=show_date(day),
        b=f"{show_date(first)} – {show_date(last)}",
    )  # fmt: skip


def _carries_over(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    if figures.before is None:
        return
    before = added(check.operands[0], figures.before)
    now = added(check.operands[1], figures)
    if before is None or now is None or before == now:
        return
    yield _found(
        FindingCode.CARRY_OVER, check, figures,
        left=_named(check.operands[0], figures), right=_named(check.operands[1], figures),
        a=show_number(before), b=show_number(now),
    )  # fmt: skip


def _plausible(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    if figures.before is None:
        return
    now, before = added(check.operands[0], figures), added(check.operands[0], figures.before)
    if now is None or not before:
        return
    change = (now - before) * 100 / abs(before)
    if abs(change) > Fraction(check.change_above):
        yield _found(
            FindingCode.IMPLAUSIBLE, check, figures,
            left=_named(check.operands[0], figures), a=show_number(now), b=show_number(before),
            gap=f"{'+' if change > 0 else ''}{show_percent(change, 1)}",
        )  # fmt: skip


def _together(check: CrossCheck, figures: Figures) -> Iterator[Finding]:
    first, second = check.operands[0][0], check.operands[1][0]
    answered = [_answered(ref, figures) for ref in (first, second)]
    if answered[0] != answered[1]:
        have, lack = (first, second) if answered[0] else (second, first)
        yield _found(
            FindingCode.NOT_TOGETHER,
            check,
            figures,
            left=figures.label(have),
            right=figures.label(lack),
        )


def _answered(ref: str, figures: Figures) -> bool:
    answer = figures.answer(ref)
    return answer is not None and answer.arisen


Runner = Callable[[CrossCheck, Figures], Iterator[Finding]]

_RUN: Mapping[CrossCheckKind, Runner] = {
    CrossCheckKind.SUM: _sum,
    CrossCheckKind.AT_MOST: _at_most,
    CrossCheckKind.NOT_AFTER: _not_after,
    CrossCheckKind.CARRIES_OVER: _carries_over,
    CrossCheckKind.PLAUSIBLE: _plausible,
    CrossCheckKind.TOGETHER: _together,
}
