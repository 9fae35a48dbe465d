"""Readers of scoring rules: one function a rule kind, from its TOML table to the rule."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from xa_report.definitions.table_reader import TableReader, suggestion_text
from xa_report.domain.fault import FaultCode
from xa_report.domain.indicator import BetterDirection
from xa_report.domain.period import DayRule
from xa_report.domain.rules.bands import BandsRule
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.checklist import ChecklistRule
from xa_report.domain.rules.choice import ChoiceRule
from xa_report.domain.rules.combined import MaxOfRule, MinimumRule, SumRule, WeightedRule
from xa_report.domain.rules.compare import CompareRule
from xa_report.domain.rules.deadline import DeadlineRule, DeadlineStep
from xa_report.domain.rules.deduction import DeductionRule
from xa_report.domain.rules.figure_rules import ExternalRule, PerUnitRule, RankRule, YesNoRule
from xa_report.domain.rules.linear import LinearRule
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.registry import RULE_TYPES
from xa_report.domain.rules.rule import DefinitionLookup, ScoringRule
from xa_report.domain.rules.survey import SurveyRule

CountSteps = tuple[tuple[int, Decimal], ...]
"""A count or a rank, and the points from or up to it."""
PointsByOption = dict[str, Decimal]
RuleReader = Callable[[TableReader, DefinitionLookup, Decimal | None], ScoringRule]
"""Called with the table, the items and indicators, and the rule's own ceiling."""
MAX_DEADLINE_DAYS = 3660
"""Days, inclusive: ten years."""


def read_figure_id(entry: TableReader) -> str:
    """Read the id of the figure that a rule scores."""
    return entry.read_required("of", str, "")


def read_yes_no_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a yes/no rule."""
    points = entry.read_optional("points", Decimal | None, None)
    return YesNoRule(max=ceiling, of=read_figure_id(entry), points=points)


def read_checklist_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a checklist rule."""
    each = entry.read_optional("each", Decimal | None, None)
    steps: CountSteps = entry.read_optional("steps", CountSteps, ())
    return ChecklistRule(max=ceiling, of=read_figure_id(entry), each=each, steps=steps)


def read_bands_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a bands rule; the order of bands gives the direction where the figure has none."""
    of = read_figure_id(entry)
    rows: tuple[tuple[Decimal, Decimal], ...] = entry.read_required(
        "bands", tuple[tuple[Decimal, Decimal], ...], ()
    )
    indicator = lookup.indicator(of)
    lower = indicator is not None and indicator.better is BetterDirection.LOWER
    if len(rows) > 1 and (indicator is None or indicator.better is None):
        lower = rows[0][0] < rows[1][0]
    otherwise = entry.read_optional("otherwise", Decimal, Decimal(0))
    return BandsRule(max=ceiling, of=of, bands=rows, otherwise=otherwise, lower=lower)


def read_linear_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a linear rule."""
    # A word or a number: read as a number, the word would be a fault of type.
    target = entry.raw_value("target")
    if target != "plan":
        target = entry.read_optional("target", Decimal | None, None)
    return LinearRule(
        max=ceiling,
        of=read_figure_id(entry),
        full_from=entry.read_optional("full_from", Decimal | None, None),
        zero_below=entry.read_optional("zero_below", Decimal | None, None),
        target=_read_linear_target(target),
    )


def _read_linear_target(raw: object) -> Decimal | Literal["plan"] | None:
    return "plan" if raw == "plan" else raw if isinstance(raw, Decimal) else None


def read_per_unit_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a per-unit rule."""
    points = entry.read_required("points", Decimal, Decimal(1))
    cap = entry.read_optional("cap", Decimal | None, None)
    entry.check_not_negative("cap", cap)
    return PerUnitRule(max=ceiling, of=read_figure_id(entry), points=points, cap=cap)


def read_rank_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a rank rule."""
    at_most = entry.read_optional("at_most", int | None, None)
    steps: CountSteps = entry.read_optional("steps", CountSteps, ())
    return RankRule(max=ceiling, of=read_figure_id(entry), at_most=at_most, steps=steps)


def read_external_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read an external rule."""
    return ExternalRule(
        max=ceiling,
        of=read_figure_id(entry),
        out_of=entry.read_optional("out_of", Decimal, Decimal(100)),
    )


def read_survey_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a survey rule."""
    of = entry.read_optional("of", str, "")
    return SurveyRule(
        max=ceiling, of=of, out_of=entry.read_optional("out_of", Decimal, Decimal(100))
    )


def read_choice_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a choice rule."""
    empty: PointsByOption = {}
    return ChoiceRule(
        max=ceiling,
        of=read_figure_id(entry),
        points=entry.read_required("points", PointsByOption, empty),
    )


def read_deadline_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a deadline rule; faulty steps are left out."""
    rows = entry.raw_value("steps")
    steps = [_read_deadline_step(entry, row) for row in rows] if isinstance(rows, list) else []
    if not isinstance(rows, list):
        entry.add_fault(FaultCode.KEY_MISSING, key="steps")
    return DeadlineRule(
        max=ceiling,
        of=read_figure_id(entry),
        steps=tuple(step for step in steps if step is not None),
        otherwise=entry.read_optional("otherwise", Decimal, Decimal(0)),
        from_start=entry.read_optional("from_start", bool, False),
    )


def _read_deadline_step(entry: TableReader, row: object) -> DeadlineStep | None:
    if not isinstance(row, list) or len(row) != 2 or not _is_number(row[1]):
        entry.add_fault(FaultCode.WRONG_TYPE, key="steps", why="mỗi mức là [hạn, điểm]")
        return None
    limit: DayRule | int | None
    if isinstance(row[0], int) and not isinstance(row[0], bool):
        limit = row[0]
        if not 0 <= limit <= MAX_DEADLINE_DAYS:
            entry.add_fault(
                FaultCode.WRONG_TYPE, key="steps", why=f"số ngày từ 0 đến {MAX_DEADLINE_DAYS}"
            )
            return None
    else:
        limit = entry.read_day("steps", row[0])
    return None if limit is None else (limit, Decimal(row[1]))


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def read_deduction_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a deduction rule."""
    empty: PointsByOption = {}
    return DeductionRule(
        max=ceiling,
        each=entry.read_required("each", PointsByOption, empty),
        start=entry.read_optional("start", Decimal | None, None),
        floor=entry.read_optional("floor", Decimal, Decimal(0)),
    )


def read_compare_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a compare rule."""
    sides = []
    for key in ("left", "right"):
        if not entry.has(key):
            entry.add_fault(FaultCode.KEY_MISSING, key=key)
        sides.append(entry.read_side(key, entry.raw_value(key, 0)))
    points = entry.read_optional("points", Decimal | None, None)
    op = entry.read_required("op", str, "=")
    return CompareRule(max=ceiling, left=sides[0], op=op, right=sides[1], points=points)


def read_manual_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    """Read a manual rule."""
    return ManualRule(max=ceiling, step=entry.read_optional("step", Decimal, Decimal("0.25")))


def read_rule(
    entry: TableReader, lookup: DefinitionLookup, within: str = "rule"
) -> ScoringRule | None:
    """Read the rule of a table; None, with faults collected, for a kind that does not exist."""
    kind = entry.read_required("kind", str, "")
    if kind not in RULE_TYPES:
        if kind:
            hint = suggestion_text(kind, RULE_TYPES)
            entry.add_fault(FaultCode.UNKNOWN_RULE, within, kind=kind, hint=hint)
        return None
    ceiling = entry.read_optional("max", Decimal | None, None)
    entry.check_not_negative("max", ceiling)
    rule = _RULE_READERS[kind](entry, lookup, ceiling)
    entry.check_all_read(within)
    return rule


def _read_parts(entry: TableReader, lookup: DefinitionLookup) -> tuple[ScoringRule, ...]:
    rows = entry.raw_value("parts")
    if not isinstance(rows, list):
        entry.add_fault(FaultCode.KEY_MISSING, key="parts")
        return ()
    return _read_inner_rules(entry, lookup, {f"parts[{n}]": row for n, row in enumerate(rows, 1)})


def _read_inner_rules(
    entry: TableReader, lookup: DefinitionLookup, rows: Mapping[str, object]
) -> tuple[ScoringRule, ...]:
    """Read rules within a rule, by their key within it; those with faults are left out."""
    rules = [read_rule(entry.inner_reader(row), lookup, f"rule.{key}") for key, row in rows.items()]
    return tuple(rule for rule in rules if rule is not None)


def _read_sum_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    return SumRule(max=ceiling, parts=_read_parts(entry, lookup))


def _read_minimum_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    return MinimumRule(max=ceiling, parts=_read_parts(entry, lookup))


def _read_max_of_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    return MaxOfRule(max=ceiling, parts=_read_parts(entry, lookup))


def _read_weighted_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    rows: list[dict[str, Any]] = entry.read_required("parts", list[dict[str, Any]], [])
    weights: list[Decimal] = []
    rules: list[ScoringRule] = []
    for number, row in enumerate(rows, start=1):
        part = entry.inner_reader(row)
        weight = part.read_required("weight", Decimal, Decimal(0))
        inner = _read_inner_rules(entry, lookup, {f"parts[{number}]": part.raw_value("rule", {})})
        part.check_all_read(f"rule.parts[{number}]")
        if inner:
            weights.append(weight)
            rules.append(inner[0])
    return WeightedRule(max=ceiling, parts=tuple(rules), shares=tuple(weights))


def _read_branch_rule(
    entry: TableReader, lookup: DefinitionLookup, ceiling: Decimal | None
) -> ScoringRule:
    rows: dict[str, Any] = entry.read_required("cases", dict[str, Any], {})
    cases: dict[str, ScoringRule] = {}
    for option, row in rows.items():
        inner = _read_inner_rules(entry, lookup, {f"cases.{option}": row})
        if inner:
            cases[option] = inner[0]
    return BranchRule(max=ceiling, of=read_figure_id(entry), cases=cases)


_RULE_READERS: dict[str, RuleReader] = {
    "yes_no": read_yes_no_rule,
    "choice": read_choice_rule,
    "checklist": read_checklist_rule,
    "bands": read_bands_rule,
    "linear": read_linear_rule,
    "deadline": read_deadline_rule,
    "deduction": read_deduction_rule,
    "per_unit": read_per_unit_rule,
    "compare": read_compare_rule,
    "rank": read_rank_rule,
    "external": read_external_rule,
    "survey": read_survey_rule,
    "sum": _read_sum_rule,
    "min": _read_minimum_rule,
    "max_of": _read_max_of_rule,
    "weighted": _read_weighted_rule,
    "branch": _read_branch_rule,
    "manual": read_manual_rule,
}
