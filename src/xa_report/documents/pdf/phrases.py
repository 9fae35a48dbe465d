"""Phrases about criteria, targets and plans that several parts of a report share."""

import re
from decimal import Decimal

from xa_report.assess.figures import figure_unit
from xa_report.assess.target_texts import is_exceeded
from xa_report.domain.assessment import CriterionResult, ScoreState, TargetResult
from xa_report.domain.dates import show_date
from xa_report.domain.numbers import show_gap, show_number
from xa_report.domain.plan import Plan
from xa_report.domain.province.province_targets import ProvinceTarget

# Reasons of rules end in “: được 4,5 điểm.”, which the sentence before has just said.
_POINTS_AT_END = re.compile(r": được [\d.,]+ điểm\.$")

SCORE_STATE_TEXTS = {
    ScoreState.SCORED: "Đã chấm",
    ScoreState.NOT_ARISEN: "Không phát sinh",
    ScoreState.MISSING: "Chưa có số liệu",
    ScoreState.PROVINCE: "Tỉnh chấm",
    ScoreState.BLOCKED: "Không được tính điểm",
}


def to_sentence(text: str) -> str:
    """Return the text with a capital at its head and a full stop at its end."""
    text = text.strip()
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def points_of_maximum(result: CriterionResult) -> str:
    """Return points of the applicable maximum: `4/6 điểm`."""
    return f"{show_number(result.points)}/{show_number(result.applicable)} điểm"


def criterion_with_title(result: CriterionResult) -> str:
    """Return a criterion by code and title: `3.2 Hồ sơ giải quyết trước và đúng hạn`."""
    return f"{result.code} {result.title}"


def reason_sentence(result: CriterionResult) -> str:
    """Return the reason as a sentence, without the points at its end, which stand before it."""
    return to_sentence(_POINTS_AT_END.sub("", result.reason))


def joined_codes(results: list[CriterionResult]) -> str:
    """Return codes in a row: `3.1, 3.2`."""
    return ", ".join(result.code for result in results)


def plan_citation(plan: Plan) -> str:
    """Return a plan as it is cited: with decision and date where the source has them."""
    if not plan.decision:
        return plan.title
    # Some sources write the date into the number of the decision.
    day = f" ngày {show_date(plan.dated)}" if plan.dated else ""
    return f"{plan.title} ({plan.decision}{'' if 'ngày' in plan.decision else day})"


def target_distance_text(result: TargetResult | ProvinceTarget) -> str:
    """Return the distance to the target: `2,8 điểm phần trăm`; empty when unknown or none."""
    if not result.gap:
        return ""
    unit = figure_unit(result.target.reference, result.plan.items, result.plan.indicators)
    if "%" in result.target_text:
        unit = "điểm phần trăm"
    limit = result.target.value
    shown = show_gap(result.gap, limit if isinstance(limit, Decimal) else Decimal(0))
    return f"{shown} {unit}".strip()


def missed_distance_text(result: TargetResult | ProvinceTarget) -> str:
    """Return the distance in a sentence: `còn thiếu 2,8 điểm phần trăm`, `vượt 5 hồ sơ`."""
    distance = target_distance_text(result)
    if not distance or result.gap is None:
        return ""
    return f"{'vượt' if is_exceeded(result.target, result.gap) else 'còn thiếu'} {distance}"
