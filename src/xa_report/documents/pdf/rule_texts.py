"""Scoring rules in words, as an issued form shows them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xa_report.domain.comparison import OPERATOR_SIGNS
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.period import DayRule
from xa_report.domain.rules.bands import BandsRule
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.checklist import ChecklistRule
from xa_report.domain.rules.choice import ChoiceRule
from xa_report.domain.rules.compare import CompareRule
from xa_report.domain.rules.deadline import DeadlineRule
from xa_report.domain.rules.deduction import DeductionRule
from xa_report.domain.rules.figure_rules import PerUnitRule
from xa_report.domain.rules.linear import LinearRule
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import ScoringRule

COMBINED_RULE_TEXTS: Mapping[str, str] = {
    "sum": "Cộng các phần", "min": "Lấy phần thấp nhất", "max_of": "Lấy phần cao nhất",
    "weighted": "Theo trọng số",
}  # fmt: skip


def rule_text(rule: ScoringRule, form: Form) -> str:
    """Return one or two sentences that say how the points come about."""
    # Before the composites: the cases of a branch are inner rules, too.
    if isinstance(rule, ChoiceRule | BranchRule):
        return _options_text(rule, form)
    if isinstance(rule, BandsRule):
        return _bands_text(rule, form)
    if isinstance(rule, LinearRule):
        return _linear_text(rule, form)
    if isinstance(rule, DeadlineRule):
        return f"{_figure_label(rule.of, form)}: {_deadline_text(rule)}"
    if rule.inner_rules():
        parts = "; ".join(rule_text(part, form) for part in rule.inner_rules())
        return f"{COMBINED_RULE_TEXTS.get(rule.kind, 'Gồm')}: {parts}"
    return _simple_rule_text(rule, form)


def _figure_label(ref: object, form: Form) -> str:
    named = form.items.get(str(ref)) or form.indicators.get(str(ref))
    return named.label if named else str(ref)


def _options_text(rule: ChoiceRule | BranchRule, form: Form) -> str:
    item = form.items.get(rule.of)
    labels = (item.options or {}) if item else {}
    if isinstance(rule, ChoiceRule):
        rows: Iterable[tuple[str, str]] = (
            (option, f"{show_number(points)} điểm") for option, points in rule.points.items()
        )
    else:
        rows = ((option, rule_text(case, form)) for option, case in rule.cases.items())
    return "; ".join(f"“{labels.get(option, option)}”: {words}" for option, words in rows)


def _bands_text(rule: BandsRule, form: Form) -> str:
    word = "đến" if rule.lower else "từ"
    rows = [f"{word} {show_number(limit)}: {show_number(p)}" for limit, p in rule.bands]
    rows.append(f"còn lại: {show_number(rule.otherwise)}")
    return f"{_figure_label(rule.of, form)}: {'; '.join(rows)} điểm"


def _linear_text(rule: LinearRule, form: Form) -> str:
    limit = rule.full_from or (None if rule.target == "plan" else rule.target)
    whole = "chỉ tiêu kế hoạch" if rule.target == "plan" else show_number(_limit_number(limit))
    below = f", dưới {show_number(rule.zero_below)} không có điểm" if rule.zero_below else ""
    return f"{_figure_label(rule.of, form)}: theo tỷ lệ, trọn điểm từ {whole}{below}"


def _limit_number(limit: object) -> Decimal:
    return limit if isinstance(limit, Decimal) else Decimal(100)


def _deadline_text(rule: DeadlineRule) -> str:
    rows = [f"{_deadline_step_text(step)}: {show_number(points)}" for step, points in rule.steps]
    moved = " (đơn vị mới tính từ ngày thành lập)" if rule.from_start else ""
    return f"{'; '.join(rows)}; muộn hơn: {show_number(rule.otherwise)} điểm{moved}"


def _deadline_step_text(step: DayRule | int) -> str:
    if isinstance(step, int):
        return f"trong {step} ngày"
    year = {0: "", 1: " năm sau", -1: " năm trước"}.get(step.year, f" năm {step.year:+d}")
    # MM-DD in definitions, DD/MM for readers.
    return f"đến {step.day[3:]}/{step.day[:2]}{year}"


def _simple_rule_text(rule: ScoringRule, form: Form) -> str:
    if isinstance(rule, ChecklistRule):
        if rule.each is not None:
            return f"Mỗi mục đánh dấu {show_number(rule.each)} điểm"
        steps = "; ".join(f"từ {count} mục: {show_number(p)}" for count, p in rule.steps)
        return f"{_figure_label(rule.of, form)}: {steps} điểm"
    if isinstance(rule, DeductionRule):
        lost = "; ".join(
            f"{_figure_label(ref, form)} −{show_number(p)}" for ref, p in rule.each.items()
        )
        return f"Trừ dần: {lost}"
    if isinstance(rule, PerUnitRule):
        return f"{_figure_label(rule.of, form)}: mỗi đơn vị {show_number(rule.points)} điểm"
    if isinstance(rule, CompareRule):
        sides = [_figure_label(side, form) for side in (rule.left, rule.right)]
        return f"Đạt điểm khi {sides[0]} {OPERATOR_SIGNS[rule.op]} {sides[1]}"
    if isinstance(rule, ManualRule):
        return f"Tự chấm theo bước {show_number(rule.step)} điểm, có giải trình"
    named = "; ".join(_figure_label(ref, form) for ref in rule.references())
    return named or "Tỉnh chấm qua điều tra xã hội học"
