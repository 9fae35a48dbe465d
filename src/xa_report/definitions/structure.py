"""What must hold between the parts of a form: sums, references, reachable maxima, bands."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from xa_report.definitions.catalogue import Catalogue, entries_of
from xa_report.definitions.entry import Entry, did_you_mean
from xa_report.definitions.source import FaultBook, Source
from xa_report.domain.checks import Check, CheckKind
from xa_report.domain.comparison import Comparison, Condition, condition_references
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Criterion, Form, Part
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.composite import clamped_best
from xa_report.domain.rules.figure_rule import number_faults
from xa_report.domain.rules.rule import Rule, Scope

WRITTEN_POINTS = frozenset({"yes_no", "choice", "bands", "deadline", "compare", "rank"})
"""Kinds with points that are written one by one, so that none should be cut off."""
DATED = frozenset({CheckKind.NOT_AFTER, CheckKind.WITHIN_PERIOD})


class Structure:
    """Checks one form; faults go to the entry that has them."""

    def __init__(self, form: Form, source: Source, catalogue: Catalogue, book: FaultBook) -> None:
        self.form = form
        self.source = source
        self.catalogue = catalogue
        self.book = book
        self.head = Entry(source, source.section("form"), source.data.get("form", {}), book)

    def check(self) -> None:
        """Note all faults."""
        self._unique_codes()
        self._sums()
        for criterion, entry in self._criteria():
            self._criterion(criterion, entry)
        self._bands()
        self._references()
        self._limits()

    def _entries(self, table: str, name: str = "code") -> list[Entry]:
        return entries_of(self.source, table, name, FaultBook())

    def _noting(self, entry: Entry) -> Entry:
        return Entry(self.source, entry.place, entry.raw, self.book)

    def _by_code(self, table: str) -> dict[str, Entry]:
        entries = self._entries(table)
        return {str(e.raw.get("code")): self._noting(e) for e in entries}

    def _criteria(self) -> Iterator[tuple[Criterion, Entry]]:
        groups = ((Part.TOTAL, "criterion"), (Part.BONUS, "bonus"), (Part.PENALTY, "penalty"))
        every = (*self.form.criteria, *self.form.bonuses, *self.form.penalties)
        for part, table in groups:
            entries = self._by_code(table)
            for criterion in every:
                if criterion.part is part and criterion.code in entries:
                    yield criterion, entries[criterion.code]

    def _unique_codes(self) -> None:
        seen: set[str] = set()
        for table in ("area", "criterion", "bonus", "penalty"):
            for entry in self._entries(table):
                code = str(entry.raw.get("code", ""))
                if code in seen:
                    self._noting(entry).fault(FaultCode.DUPLICATE, id=code, where="")
                seen.add(code)
        for table, name in (("check", "id"), ("band", "name"), ("test", "name")):
            names: set[str] = set()
            for entry in self._entries(table, name):
                ident = str(entry.raw.get(name, ""))
                if ident in names:
                    self._noting(entry).fault(FaultCode.DUPLICATE, id=ident, where="")
                names.add(ident)

    def _sums(self) -> None:
        total = sum((area.max for area in self.form.areas), Decimal(0))
        if total != self.form.total:
            self.head.fault(
                FaultCode.TOTAL_DIFFERS, sum=show_number(total), have=show_number(self.form.total)
            )
        areas = self._by_code("area")
        for area in self.form.areas:
            self._sum_of(area.code, area.max, areas.get(area.code))

    def _sum_of(self, code: str, maximum: Decimal, entry: Entry | None) -> None:
        children = self.form.children(code)
        added = sum((child.max for child in children), Decimal(0))
        if entry is not None and added != maximum and (children or "." not in code):
            entry.fault(FaultCode.MAXIMA_DIFFER, have=show_number(maximum), sum=show_number(added))

    def _criterion(self, criterion: Criterion, entry: Entry) -> None:
        if criterion.part is Part.TOTAL:
            self._parent(criterion, entry)
        children = self.form.children(criterion.code) if criterion.part is Part.TOTAL else ()
        if children:
            self._sum_of(criterion.code, criterion.max, entry)
            if entry.has("rule"):
                entry.fault(FaultCode.RULE_AND_CHILDREN)
        elif not entry.has("rule"):
            entry.fault(FaultCode.NO_RULE)
        exponent = criterion.max.normalize().as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.form.decimals:
            entry.fault(FaultCode.DECIMALS, max=criterion.max, decimals=self.form.decimals)
        if criterion.rule is not None:
            self._rule(criterion.rule, criterion, entry)
        self._condition(criterion.precondition, "precondition", entry)
        self._known((*criterion.items, *_rule_refs(criterion)), entry)

    def _parent(self, criterion: Criterion, entry: Entry) -> None:
        parent = criterion.code.rpartition(".")[0]
        codes = {area.code for area in self.form.areas} | {c.code for c in self.form.criteria}
        if not parent or parent not in codes:
            entry.fault(FaultCode.NO_PARENT, parent=parent or criterion.code)

    def _rule(self, rule: Rule, criterion: Criterion, entry: Entry) -> None:
        scope = Scope(criterion.code, criterion.max, criterion.not_arisen)
        found = list(rule.faults(self.catalogue, scope))
        for one in found:
            self.book.add(self.source.name, entry.place, one)
        if found or any(ref not in self.catalogue for ref in rule.references()):
            return
        best = rule.best(self.catalogue, scope)
        reached = clamped_best(rule, self.catalogue, scope)
        if reached < Fraction(criterion.max):
            self._reach(FaultCode.CANNOT_REACH, reached, criterion, entry)
        elif best > Fraction(criterion.max) and rule.kind in WRITTEN_POINTS:
            self._reach(FaultCode.EXCEEDS_MAX, best, criterion, entry)

    def _reach(self, code: FaultCode, best: Fraction, criterion: Criterion, entry: Entry) -> None:
        shown = show_number(criterion.max)
        entry.fault(code, "rule", best=show_number(best), max=shown)

    def _known(self, refs: tuple[str, ...], entry: Entry) -> None:
        for ref in refs:
            if ref and ref not in self.catalogue:
                hint = did_you_mean(ref, self.catalogue.ids())
                entry.fault(FaultCode.UNKNOWN_REFERENCE, ref=ref, hint=hint)

    def _condition(self, condition: Condition | None, key: str, entry: Entry) -> None:
        self._known(condition_references(condition), entry)
        if isinstance(condition, Comparison):
            self._numbers(condition.references(), key, entry)
        if isinstance(condition, str) and condition in self.catalogue:
            item = self.catalogue.item(condition)
            if item is None or item.kind is not ItemKind.YES_NO:
                have = item.kind if item else "chỉ số"
                entry.fault(
                    FaultCode.WRONG_KIND, key, ref=condition, have=have, want="số liệu có/không"
                )

    def _numbers(self, refs: tuple[str, ...], key: str, entry: Entry) -> None:
        for found in number_faults(refs, key, self.catalogue):
            self.book.add(self.source.name, entry.place, found)

    def _check(self, check: Check, entry: Entry) -> None:
        self._known(check.references(), entry)
        if check.kind not in DATED:
            if check.kind is not CheckKind.TOGETHER:
                self._numbers(check.references(), check.kind, entry)
            return
        for ref in check.references():
            item = self.catalogue.item(ref)
            if ref in self.catalogue and (item is None or item.kind is not ItemKind.DATE):
                have = item.kind if item else "chỉ số"
                entry.fault(
                    FaultCode.WRONG_KIND, check.kind, ref=ref, have=have, want="số liệu ngày"
                )

    def _bands(self) -> None:
        entries = [self._noting(entry) for entry in self._entries("band", "name")]
        rows = list(zip(self.form.bands, entries, strict=True))
        for (above, _), (band, entry) in pairwise(rows):
            if band.start >= above.start:
                entry.fault(FaultCode.RATING_ORDER, name=band.name)
        if rows and rows[-1][0].start > 0:
            start = show_number(rows[-1][0].start)
            rows[-1][1].fault(FaultCode.RATING_HOLE, from_=start)
        names = {band.name for band in self.form.bands}
        limits = [self._noting(entry) for entry in self._entries("rating_limit", "at_most")]
        for limit, entry in zip(self.form.rating_limits, limits, strict=True):
            self._condition(limit.when or None, "when", entry)
            if limit.at_most and limit.at_most not in names:
                entry.fault(FaultCode.UNKNOWN_BAND, name=limit.at_most)

    def _references(self) -> None:
        for check, entry in zip(self.form.checks, self._entries("check", "id"), strict=True):
            self._check(check, self._noting(entry))
        areas = {str(e.raw.get("code")): self._noting(e) for e in self._entries("area")}
        for area in self.form.areas:
            if area.code in areas:
                self._known(area.items, areas[area.code])
        codes = {area.code for area in self.form.areas} | {c.code for c in self.form.criteria}
        self._known(tuple(ref for ref in self.form.tie_break if ref not in codes), self.head)

    def _limits(self) -> None:
        rows = (
            ("điểm thưởng", self.form.limits.bonus, self.form.bonuses),
            ("điểm trừ", self.form.limits.penalty, self.form.penalties),
        )
        for what, limit, criteria in rows:
            possible = sum((c.max for c in criteria), Decimal(0))
            if limit is not None and limit > possible:
                entry = Entry(self.source, self.source.section("limits"), {}, self.book)
                entry.fault(FaultCode.LIMIT, what=what, limit=limit, sum=possible)


def _rule_refs(criterion: Criterion) -> tuple[str, ...]:
    return criterion.rule.references() if criterion.rule else ()
