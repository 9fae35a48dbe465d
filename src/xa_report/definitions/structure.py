"""What must hold between the criteria of a form: codes, sums, rules, reachable maxima."""

from decimal import Decimal
from fractions import Fraction

from xa_report.definitions.entry import Entry
from xa_report.definitions.noting import Noting
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Criterion, Part
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.composite import clamped_max_points
from xa_report.domain.rules.rule import ScoringContext, ScoringRule

WRITTEN_POINTS = frozenset({"yes_no", "choice", "bands", "deadline", "compare", "rank"})
"""Kinds with points that are written one by one, so that none should be cut off."""


def check_structure(noting: Noting) -> None:
    """Note all faults of areas and criteria."""
    _unique(noting, ("area", "criterion", "bonus", "penalty"), "code")
    for table, name in (("check", "id"), ("band", "name"), ("test", "name")):
        _unique(noting, (table,), name)
    _sums(noting)
    for criterion, entry in noting.criteria():
        _criterion(criterion, entry, noting)


def _unique(noting: Noting, tables: tuple[str, ...], name: str) -> None:
    seen: dict[str, str] = {}
    for entry in (entry for table in tables for entry in noting.entries(table, name)):
        ident = str(entry.raw.get(name, ""))
        if ident in seen:
            entry.fault(FaultCode.DUPLICATE, id=ident, where=f" (đã có ở {seen[ident]})")
        seen.setdefault(ident, entry.place)


def _sums(noting: Noting) -> None:
    form = noting.form
    total = sum((area.max for area in form.areas), Decimal(0))
    if total != form.total:
        noting.head().fault(
            FaultCode.TOTAL_DIFFERS, sum=show_number(total), have=show_number(form.total)
        )
    areas = noting.by_code("area")
    for area in form.areas:
        if area.code in areas:
            _sum_of(area.code, area.max, areas[area.code], noting)


def _sum_of(code: str, maximum: Decimal, entry: Entry, noting: Noting) -> None:
    added = sum((child.max for child in noting.form.children(code)), Decimal(0))
    if added != maximum:
        entry.fault(FaultCode.MAXIMA_DIFFER, have=show_number(maximum), sum=show_number(added))


def _criterion(criterion: Criterion, entry: Entry, noting: Noting) -> None:
    inside = criterion.part is Part.TOTAL
    if inside:
        _parent(criterion, entry, noting)
    if inside and noting.form.children(criterion.code):
        _sum_of(criterion.code, criterion.max, entry, noting)
        if entry.has("rule"):
            entry.fault(FaultCode.RULE_AND_CHILDREN)
    elif not entry.has("rule"):
        entry.fault(FaultCode.NO_RULE)
    exponent = criterion.max.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > noting.form.decimals:
        entry.fault(FaultCode.DECIMALS, max=criterion.max, decimals=noting.form.decimals)
    if criterion.rule is not None:
        _rule(criterion.rule, criterion, entry, noting)
    noting.condition(criterion.precondition, "precondition", entry)
    noting.known(criterion.items, entry)


def _parent(criterion: Criterion, entry: Entry, noting: Noting) -> None:
    parent = criterion.code.rpartition(".")[0]
    codes = {area.code for area in noting.form.areas} | {c.code for c in noting.form.criteria}
    if not parent or parent not in codes:
        entry.fault(FaultCode.NO_PARENT, parent=parent or criterion.code)


def _rule(rule: ScoringRule, criterion: Criterion, entry: Entry, noting: Noting) -> None:
    noting.known(rule.references(), entry)
    scope = ScoringContext(criterion.code, criterion.max, criterion.not_arisen)
    found = list(rule.faults(noting.catalogue, scope))
    for one in found:
        noting.book.add(noting.source.name, entry.place, one)
    if found or any(ref not in noting.catalogue for ref in rule.references()):
        return
    best, reached = (
        rule.best(noting.catalogue, scope),
        clamped_max_points(rule, noting.catalogue, scope),
    )
    if reached < Fraction(criterion.max):
        _reach(FaultCode.CANNOT_REACH, reached, criterion, entry)
    elif best > Fraction(criterion.max) and rule.kind in WRITTEN_POINTS:
        _reach(FaultCode.EXCEEDS_MAX, best, criterion, entry)


def _reach(code: FaultCode, best: Fraction, criterion: Criterion, entry: Entry) -> None:
    entry.fault(code, "rule", best=show_number(best), max=show_number(criterion.max))
