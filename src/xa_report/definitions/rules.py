"""Reads a scoring rule: the table of its parameters becomes the rule of its kind."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

from xa_report.definitions.entry import Entry, did_you_mean
from xa_report.domain.fault import FaultCode
from xa_report.domain.indicator import Better
from xa_report.domain.period import DayRule
from xa_report.domain.rules.bands import Bands
from xa_report.domain.rules.branch import Branch
from xa_report.domain.rules.checklist import Checklist
from xa_report.domain.rules.choice import Choice
from xa_report.domain.rules.compare import Compare
from xa_report.domain.rules.deadline import Deadline, Step
from xa_report.domain.rules.deduction import Deduction
from xa_report.domain.rules.external import External
from xa_report.domain.rules.kinds import RULES
from xa_report.domain.rules.linear import Linear
from xa_report.domain.rules.manual import Manual
from xa_report.domain.rules.max_of import MaxOf
from xa_report.domain.rules.minimum import Minimum
from xa_report.domain.rules.per_unit import PerUnit
from xa_report.domain.rules.rank import Rank
from xa_report.domain.rules.rule import Lookup, Rule
from xa_report.domain.rules.sum import Sum
from xa_report.domain.rules.survey import Survey
from xa_report.domain.rules.weighted import Weighted
from xa_report.domain.rules.yes_no import YesNo

LONGEST = 3660
"""Days, ten years."""
Points = dict[str, Decimal]
CountSteps = tuple[tuple[int, Decimal], ...]
Reader = Callable[[Entry, Lookup, Decimal | None], Rule]


def read_rule(entry: Entry, lookup: Lookup, within: str = "rule") -> Rule | None:
    """The rule of a table; None, with faults noted, when there is none to be had."""
    kind = entry.need("kind", str, "")
    if kind not in RULES:
        if kind:
            hint = did_you_mean(kind, RULES)
            entry.fault(FaultCode.UNKNOWN_RULE, within, kind=kind, hint=hint)
        return None
    ceiling = entry.take("max", Decimal | None, None)
    entry.not_negative("max", ceiling)
    rule = _READERS[kind](entry, lookup, ceiling)
    entry.finish(within)
    return rule


def _of(entry: Entry) -> str:
    return entry.need("of", str, "")


def _yes_no(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    points = entry.take("points", Decimal | None, None)
    return YesNo(max=ceiling, of=_of(entry), points=points)


def _choice(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    empty: Points = {}
    return Choice(max=ceiling, of=_of(entry), points=entry.need("points", Points, empty))


def _checklist(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    each = entry.take("each", Decimal | None, None)
    steps: CountSteps = entry.take("steps", CountSteps, ())
    return Checklist(max=ceiling, of=_of(entry), each=each, steps=steps)


def _bands(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    of = _of(entry)
    rows: tuple[tuple[Decimal, Decimal], ...] = entry.need(
        "bands", tuple[tuple[Decimal, Decimal], ...], ()
    )
    indicator = lookup.indicator(of)
    lower = indicator is not None and indicator.better is Better.LOWER
    if len(rows) > 1 and (indicator is None or indicator.better is None):
        lower = rows[0][0] < rows[1][0]
    otherwise = entry.take("otherwise", Decimal, Decimal(0))
    return Bands(max=ceiling, of=of, bands=rows, otherwise=otherwise, lower=lower)


def _linear(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    target = entry.raw_of("target")
    if target != "plan":
        target = entry.take("target", Decimal | None, None)
    return Linear(
        max=ceiling,
        of=_of(entry),
        full_from=entry.take("full_from", Decimal | None, None),
        zero_below=entry.take("zero_below", Decimal | None, None),
        target=_target(target),
    )


def _target(raw: object) -> Decimal | Literal["plan"] | None:
    return "plan" if raw == "plan" else raw if isinstance(raw, Decimal) else None


def _deadline(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    rows = entry.raw_of("steps")
    steps = [_step(entry, row) for row in rows] if isinstance(rows, list) else []
    if not isinstance(rows, list):
        entry.fault(FaultCode.KEY_MISSING, key="steps")
    return Deadline(
        max=ceiling,
        of=_of(entry),
        steps=tuple(step for step in steps if step is not None),
        otherwise=entry.take("otherwise", Decimal, Decimal(0)),
        from_start=entry.take("from_start", bool, False),
    )


def _step(entry: Entry, row: object) -> Step | None:
    if not isinstance(row, list) or len(row) != 2 or not _is_number(row[1]):
        entry.fault(FaultCode.WRONG_TYPE, key="steps", why="mỗi mức là [hạn, điểm]")
        return None
    limit: DayRule | int | None
    if isinstance(row[0], int) and not isinstance(row[0], bool):
        limit = row[0]
        if not 0 <= limit <= LONGEST:
            entry.fault(FaultCode.WRONG_TYPE, key="steps", why=f"số ngày từ 0 đến {LONGEST}")
            return None
    else:
        limit = entry.day("steps", row[0])
    return None if limit is None else (limit, Decimal(row[1]))


def _is_number(raw: object) -> bool:
    return isinstance(raw, int | Decimal) and not isinstance(raw, bool)


def _deduction(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    empty: Points = {}
    return Deduction(
        max=ceiling,
        each=entry.need("each", Points, empty),
        start=entry.take("start", Decimal | None, None),
        floor=entry.take("floor", Decimal, Decimal(0)),
    )


def _per_unit(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    points = entry.need("points", Decimal, Decimal(1))
    cap = entry.take("cap", Decimal | None, None)
    entry.not_negative("cap", cap)
    return PerUnit(max=ceiling, of=_of(entry), points=points, cap=cap)


def _compare(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    sides = []
    for key in ("left", "right"):
        if not entry.has(key):
            entry.fault(FaultCode.KEY_MISSING, key=key)
        sides.append(entry.side(key, entry.raw_of(key, 0)))
    points = entry.take("points", Decimal | None, None)
    op = entry.need("op", str, "=")
    return Compare(max=ceiling, left=sides[0], op=op, right=sides[1], points=points)


def _rank(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    at_most = entry.take("at_most", int | None, None)
    steps: CountSteps = entry.take("steps", CountSteps, ())
    return Rank(max=ceiling, of=_of(entry), at_most=at_most, steps=steps)


def _external(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    return External(max=ceiling, of=_of(entry), out_of=entry.take("out_of", Decimal, Decimal(100)))


def _survey(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    of = entry.take("of", str, "")
    return Survey(max=ceiling, of=of, out_of=entry.take("out_of", Decimal, Decimal(100)))


def _parts(entry: Entry, lookup: Lookup) -> tuple[Rule, ...]:
    rows = entry.raw_of("parts")
    if not isinstance(rows, list):
        entry.fault(FaultCode.KEY_MISSING, key="parts")
        return ()
    return _inner_rules(entry, lookup, [(f"parts[{n}]", row) for n, row in enumerate(rows, 1)])


def _inner_rules(entry: Entry, lookup: Lookup, rows: list[tuple[str, object]]) -> tuple[Rule, ...]:
    found = [
        read_rule(Entry(entry.source, entry.place, row, entry.book), lookup, f"rule.{name}")
        for name, row in rows
    ]
    return tuple(rule for rule in found if rule is not None)


def _sum(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    return Sum(max=ceiling, parts=_parts(entry, lookup))


def _min(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    return Minimum(max=ceiling, parts=_parts(entry, lookup))


def _max_of(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    return MaxOf(max=ceiling, parts=_parts(entry, lookup))


def _weighted(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    rows: list[dict[str, Any]] = entry.need("parts", list[dict[str, Any]], [])
    weights: list[Decimal] = []
    rules: list[Rule] = []
    for number, row in enumerate(rows, start=1):
        part = Entry(entry.source, entry.place, row, entry.book)
        weight = part.need("weight", Decimal, Decimal(0))
        inner = _inner_rules(entry, lookup, [(f"parts[{number}]", part.raw_of("rule", {}))])
        part.finish(f"rule.parts[{number}]")
        if inner:
            weights.append(weight)
            rules.append(inner[0])
    return Weighted(max=ceiling, parts=tuple(rules), shares=tuple(weights))


def _branch(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    rows: dict[str, Any] = entry.need("cases", dict[str, Any], {})
    cases: dict[str, Rule] = {}
    for option, row in rows.items():
        found = _inner_rules(entry, lookup, [(f"cases.{option}", row)])
        if found:
            cases[option] = found[0]
    return Branch(max=ceiling, of=_of(entry), cases=cases)


def _manual(entry: Entry, lookup: Lookup, ceiling: Decimal | None) -> Rule:
    return Manual(max=ceiling, step=entry.take("step", Decimal, Decimal("0.25")))


_READERS: dict[str, Reader] = {
    "yes_no": _yes_no,
    "choice": _choice,
    "checklist": _checklist,
    "bands": _bands,
    "linear": _linear,
    "deadline": _deadline,
    "deduction": _deduction,
    "per_unit": _per_unit,
    "compare": _compare,
    "rank": _rank,
    "external": _external,
    "survey": _survey,
    "sum": _sum,
    "min": _min,
    "max_of": _max_of,
    "weighted": _weighted,
    "branch": _branch,
    "manual": _manual,
}
