"""Reads a scoring rule: the table of its parameters becomes the rule of its kind."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from xa_report.definitions.answer_rules import choice, compare, deadline, deduction, manual
from xa_report.definitions.entry import Entry, did_you_mean
from xa_report.definitions.figure_rules import (
    bands,
    checklist,
    external,
    linear,
    of_id,
    per_unit,
    rank,
    survey,
    yes_no,
)
from xa_report.domain.fault import FaultCode
from xa_report.domain.rules.branch import BranchRule
from xa_report.domain.rules.combined import MaxOfRule, MinimumRule, SumRule, WeightedRule
from xa_report.domain.rules.registry import RULE_TYPES
from xa_report.domain.rules.rule import DefinitionLookup, ScoringRule

Reader = Callable[[Entry, DefinitionLookup, Decimal | None], ScoringRule]


def read_rule(entry: Entry, lookup: DefinitionLookup, within: str = "rule") -> ScoringRule | None:
    """The rule of a table; None, with faults noted, when there is none to be had."""
    kind = entry.need("kind", str, "")
    if kind not in RULE_TYPES:
        if kind:
            hint = did_you_mean(kind, RULE_TYPES)
            entry.fault(FaultCode.UNKNOWN_RULE, within, kind=kind, hint=hint)
        return None
    ceiling = entry.take("max", Decimal | None, None)
    entry.not_negative("max", ceiling)
    rule = _READERS[kind](entry, lookup, ceiling)
    entry.finish(within)
    return rule


def _parts(entry: Entry, lookup: DefinitionLookup) -> tuple[ScoringRule, ...]:
    rows = entry.raw_of("parts")
    if not isinstance(rows, list):
        entry.fault(FaultCode.KEY_MISSING, key="parts")
        return ()
    return _inner_rules(entry, lookup, [(f"parts[{n}]", row) for n, row in enumerate(rows, 1)])


def _inner_rules(
    entry: Entry, lookup: DefinitionLookup, rows: list[tuple[str, object]]
) -> tuple[ScoringRule, ...]:
    found = [
        read_rule(Entry(entry.source, entry.place, row, entry.book), lookup, f"rule.{name}")
        for name, row in rows
    ]
    return tuple(rule for rule in found if rule is not None)


def _sum(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    return SumRule(max=ceiling, parts=_parts(entry, lookup))


def _min(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    return MinimumRule(max=ceiling, parts=_parts(entry, lookup))


def _max_of(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    return MaxOfRule(max=ceiling, parts=_parts(entry, lookup))


def _weighted(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    rows: list[dict[str, Any]] = entry.need("parts", list[dict[str, Any]], [])
    weights: list[Decimal] = []
    rules: list[ScoringRule] = []
    for number, row in enumerate(rows, start=1):
        part = Entry(entry.source, entry.place, row, entry.book)
        weight = part.need("weight", Decimal, Decimal(0))
        inner = _inner_rules(entry, lookup, [(f"parts[{number}]", part.raw_of("rule", {}))])
        part.finish(f"rule.parts[{number}]")
        if inner:
            weights.append(weight)
            rules.append(inner[0])
    return WeightedRule(max=ceiling, parts=tuple(rules), shares=tuple(weights))


def _branch(entry: Entry, lookup: DefinitionLookup, ceiling: Decimal | None) -> ScoringRule:
    rows: dict[str, Any] = entry.need("cases", dict[str, Any], {})
    cases: dict[str, ScoringRule] = {}
    for option, row in rows.items():
        found = _inner_rules(entry, lookup, [(f"cases.{option}", row)])
        if found:
            cases[option] = found[0]
    return BranchRule(max=ceiling, of=of_id(entry), cases=cases)


_READERS: dict[str, Reader] = {
    "yes_no": yes_no,
    "choice": choice,
    "checklist": checklist,
    "bands": bands,
    "linear": linear,
    "deadline": deadline,
    "deduction": deduction,
    "per_unit": per_unit,
    "compare": compare,
    "rank": rank,
    "external": external,
    "survey": survey,
    "sum": _sum,
    "min": _min,
    "max_of": _max_of,
    "weighted": _weighted,
    "branch": _branch,
    "manual": manual,
}
