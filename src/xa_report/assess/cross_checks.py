"""Findings of a form's cross-checks and of figures that accumulate over included periods."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

from xa_report.assess.figures import ReportFigures, answer_to_number
from xa_report.assess.indicators import operand_total
from xa_report.domain.dates import show_date
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import CrossCheck, CrossCheckKind, Form
from xa_report.domain.indicator import Operand
from xa_report.domain.item import Item, ItemKind
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.report import Report

ACCUMULATED_KINDS = frozenset({ItemKind.COUNT, ItemKind.MONEY, ItemKind.DECIMAL})
"""Kinds that can add up over periods; a percentage cannot."""


@dataclass(frozen=True, slots=True)
class CheckContext:
    """The form and the figures that its checks compare."""

    form: Form
    figures: ReportFigures


def cross_check_findings(context: CheckContext) -> Iterator[Finding]:
    """Yield the findings of the form's cross-checks, in the order of the form."""
    for check in context.form.checks:
        if check.kind is CrossCheckKind.WITHIN_PERIOD:
            findings = _check_within_period(check, context)
        else:
            findings = _CHECK_RUNNERS[check.kind](check, context.figures)
        yield from (_with_message(check, finding) for finding in findings)


def _with_message(check: CrossCheck, finding: Finding) -> Finding:
    if not check.message:
        return finding
    return Finding(
        finding.code,
        finding.severity,
        finding.place,
        f"{check.message} ({finding.message.rstrip('.')}).",
        finding.remedy,
        finding.numbers,
        finding.reason,
    )


def _check_finding(
    code: FindingCode, check: CrossCheck, figures: ReportFigures, **texts: str
) -> Finding:
    location = FindingLocation("check", check.id, check.references())
    key = f"{code.number}@{check.id}"
    reason = figures.report.reasons.get(key, "")
    return build_finding(code, location, texts, severity=check.severity, reason=reason)


def sum_operand(operand: Operand, figures: ReportFigures) -> Fraction | None:
    """Return the sum of an operand; None when an item is not reported or nothing arose."""
    return operand_total(operand, figures).value


def _operand_label(operand: Operand, figures: ReportFigures) -> str:
    return " + ".join(f"“{figures.label(ref)}”" for ref in operand)


def _check_sum(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    *parts, whole = check.operands
    operand = tuple(ref for part in parts for ref in part)
    left, right = sum_operand(operand, figures), sum_operand(whole, figures)
    if left is None or right is None or left == right:
        return
    yield _check_finding(
        FindingCode.SUM_DIFFERS, check, figures,
        left=_operand_label(operand, figures), right=_operand_label(whole, figures),
        a=show_number(left), b=show_number(right), gap=show_number(left - right),
    )  # fmt: skip


def _check_at_most(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    for lesser, greater in pairwise(check.operands):
        left, right = sum_operand(lesser, figures), sum_operand(greater, figures)
        if left is not None and right is not None and left > right:
            yield _check_finding(
                FindingCode.EXCEEDS, check, figures,
                left=_operand_label(lesser, figures), right=_operand_label(greater, figures),
                a=show_number(left), b=show_number(right),
            )  # fmt: skip


def _answered_day(ref: str, figures: ReportFigures) -> date | None:
    answer = figures.answer(ref)
    return answer.value if answer is not None and isinstance(answer.value, date) else None


def _check_not_after(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    first, second = check.operands[0][0], check.operands[1][0]
    left, right = _answered_day(first, figures), _answered_day(second, figures)
    if left is not None and right is not None and left > right:
        yield _check_finding(
            FindingCode.DATE_ORDER, check, figures,
            left=figures.label(first), right=figures.label(second),
            a=show_date(left), b=show_date(right),
        )  # fmt: skip


def _check_within_period(check: CrossCheck, context: CheckContext) -> Iterator[Finding]:
    ref, figures = check.operands[0][0], context.figures
    day = _answered_day(ref, figures)
    first, last = context.form.data_window(figures.report.period)
    if day is None or first <= day <= last:
        return
    yield _check_finding(
        FindingCode.OUTSIDE_PERIOD, check, figures,
        left=figures.label(ref), a=show_date(day),
        b=f"{show_date(first)} – {show_date(last)}",
    )  # fmt: skip


def _check_carries_over(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    if figures.before is None:
        return
    before = sum_operand(check.operands[0], figures.before)
    now = sum_operand(check.operands[1], figures)
    if before is None or now is None or before == now:
        return
    yield _check_finding(
        FindingCode.CARRY_OVER, check, figures,
        left=_operand_label(check.operands[0], figures),
        right=_operand_label(check.operands[1], figures),
        a=show_number(before), b=show_number(now),
    )  # fmt: skip


def _check_plausible(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    if figures.before is None:
        return
    now = sum_operand(check.operands[0], figures)
    before = sum_operand(check.operands[0], figures.before)
    # None and 0 alike: of 0 there is no percentage.
    if now is None or not before:
        return
    change = (now - before) * 100 / abs(before)
    if abs(change) > Fraction(check.change_above):
        yield _check_finding(
            FindingCode.IMPLAUSIBLE, check, figures,
            left=_operand_label(check.operands[0], figures),
            a=show_number(now), b=show_number(before),
            gap=f"{'+' if change > 0 else ''}{show_percent(change, 1)}",
        )  # fmt: skip


def _check_together(check: CrossCheck, figures: ReportFigures) -> Iterator[Finding]:
    first, second = check.operands[0][0], check.operands[1][0]
    answered = [_is_answered(ref, figures) for ref in (first, second)]
    if answered[0] != answered[1]:
        have, lack = (first, second) if answered[0] else (second, first)
        yield _check_finding(
            FindingCode.NOT_TOGETHER,
            check,
            figures,
            left=figures.label(have),
            right=figures.label(lack),
        )


def _is_answered(ref: str, figures: ReportFigures) -> bool:
    answer = figures.answer(ref)
    return answer is not None and answer.has_value


CheckRunner = Callable[[CrossCheck, ReportFigures], Iterator[Finding]]
"""Yields one finding at most for each pair of operands."""

_CHECK_RUNNERS: Mapping[CrossCheckKind, CheckRunner] = {
    CrossCheckKind.SUM: _check_sum,
    CrossCheckKind.AT_MOST: _check_at_most,
    CrossCheckKind.NOT_AFTER: _check_not_after,
    CrossCheckKind.CARRIES_OVER: _check_carries_over,
    CrossCheckKind.PLAUSIBLE: _check_plausible,
    CrossCheckKind.TOGETHER: _check_together,
}


def accumulation_findings(
    form: Form, report: Report, included: Sequence[Report]
) -> Iterator[Finding]:
    """Yield a finding for each accumulating item that is less than the shorter periods within."""
    for item in form.items.values():
        if not item.accumulates or item.kind not in ACCUMULATED_KINDS:
            continue
        now = _reported_number(report, item)
        for earlier, parts in _included_sums(report, item, included):
            # More is no fault: a longer period may hold what no shorter one reported.
            if now is not None and now < parts:
                location = FindingLocation("item", item.id, (item.id,))
                key = f"{FindingCode.ACCUMULATION.number}@{item.id}"
                yield build_finding(
                    FindingCode.ACCUMULATION,
                    location,
                    {
                        "left": item.label,
                        "period": report.period.label,
                        "earlier": earlier,
                        "a": show_number(now),
                        "b": show_number(parts),
                    },
                    reason=report.reasons.get(key, ""),
                )
                # One finding an item: further sums would say the same.
                break


def _included_sums(
    report: Report, item: Item, included: Sequence[Report]
) -> Iterator[tuple[str, Fraction]]:
    """Yield the label and value of the quarters together, then of each longer period."""
    inner = [r for r in included if report.period.includes(r.period)]
    quarters = [r for r in inner if r.period.quarter]
    values = [_reported_number(r, item) for r in quarters]
    known = [value for value in values if value is not None]
    # Quarters without an answer add nothing: the sum of the others is a least value.
    if known:
        labels = ", ".join(r.period.label for r in quarters)
        yield labels, sum(known, Fraction(0))
    for other in (r for r in inner if not r.period.quarter):
        value = _reported_number(other, item)
        if value is not None:
            yield other.period.label, value


def _reported_number(report: Report, item: Item) -> Fraction | None:
    answer = report.answers.get(item.id)
    return None if answer is None or not answer.has_value else answer_to_number(answer)
