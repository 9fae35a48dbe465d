"""Checks of a whole form: codes, sums, reachable maxima, bands, cross-checks and tie-breaks."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from xa_report.definitions.catalogue import DefinitionCatalogue, read_entries
from xa_report.definitions.source import DefinitionSource, FaultCollector
from xa_report.definitions.table_reader import TableReader, suggestion_text
from xa_report.domain.comparison import Comparison, Condition, condition_references
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Criterion, CrossCheck, CrossCheckKind, Form, Part
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.rules.composite import clamped_max_points
from xa_report.domain.rules.figure_rules import number_faults
from xa_report.domain.rules.rule import ScoringContext, ScoringRule

WRITTEN_POINT_KINDS = frozenset({"yes_no", "choice", "bands", "deadline", "compare", "rank"})
"""Rule kinds with points that are written one by one, so that none should be cut off."""
DATED_CHECKS = frozenset({CrossCheckKind.NOT_AFTER, CrossCheckKind.WITHIN_PERIOD})

_KIND_TEXTS = {ItemKind.YES_NO: "số liệu có/không", ItemKind.DATE: "số liệu ngày"}
_PART_TABLES = {Part.TOTAL: "criterion", Part.BONUS: "bonus", Part.PENALTY: "penalty"}


@dataclass(frozen=True, slots=True)
class FormChecker:
    """A form as it was read, and the collector of its faults."""

    form: Form
    source: DefinitionSource
    catalogue: DefinitionCatalogue
    collector: FaultCollector
    children: Mapping[str, Sequence[Criterion]] = field(default_factory=dict)
    """Criteria by the code of what they stand directly below; found once for all checks."""
    inside_codes: frozenset[str] = frozenset()
    """Codes of the criteria inside the total."""

    @classmethod
    def create(
        cls,
        form: Form,
        source: DefinitionSource,
        catalogue: DefinitionCatalogue,
        collector: FaultCollector,
    ) -> "FormChecker":
        """Create the checker of a form that was read."""
        children: defaultdict[str, list[Criterion]] = defaultdict(list)
        for criterion in form.criteria:
            children[criterion.code.rpartition(".")[0]].append(criterion)
        codes = frozenset(criterion.code for criterion in form.criteria)
        return cls(form, source, catalogue, collector, dict(children), codes)

    def form_entry(self) -> TableReader:
        """Return the `[form]` table."""
        return self.section_entry("form", self.source.data.get("form", {}))

    def section_entry(self, table: str, raw: object) -> TableReader:
        """Return a reader of a single table."""
        return TableReader(self.source, self.source.section_place(table), raw, self.collector)

    def table_entries(self, table: str, name: str = "code") -> list[TableReader]:
        """Return the entries of an array of tables, in the order of the file."""
        # Entries that are no tables were noted when they were read: not a second time.
        quiet = read_entries(self.source, table, name, FaultCollector())
        return [TableReader(self.source, entry.place, entry.raw, self.collector) for entry in quiet]

    def entries_by_code(self, table: str) -> dict[str, TableReader]:
        """Return the entries of an array of tables by their code."""
        return {str(entry.raw.get("code")): entry for entry in self.table_entries(table)}

    def criteria_with_entries(self) -> Iterator[tuple[Criterion, TableReader]]:
        """Yield every criterion, bonus and penalty with its entry."""
        for part, table in _PART_TABLES.items():
            entries = self.entries_by_code(table)
            for criterion in self.form.all_criteria():
                if criterion.part is part and criterion.code in entries:
                    yield criterion, entries[criterion.code]

    def check_known(self, refs: Iterable[str], entry: TableReader) -> None:
        """Add a fault for each id that is no item and no indicator."""
        for ref in refs:
            if ref and ref not in self.catalogue:
                few = self.collector.wants_suggestions
                hint = suggestion_text(ref, self.catalogue.ids()) if few else ""
                entry.add_fault(FaultCode.UNKNOWN_REFERENCE, ref=ref, hint=hint)

    def check_numbers(self, refs: Iterable[str], key: str, entry: TableReader) -> None:
        """Add a fault for each item that is no number."""
        for fault in number_faults(refs, key, self.catalogue):
            self.collector.add(self.source.name, entry.place, fault)

    def check_kind(self, ref: str, required_kind: ItemKind, key: str, entry: TableReader) -> None:
        """Add a fault for a known id that is not an item of the kind."""
        item = self.catalogue.item(ref)
        if ref in self.catalogue and (item is None or item.kind is not required_kind):
            have, want = item.kind if item else "chỉ số", _KIND_TEXTS[required_kind]
            entry.add_fault(FaultCode.WRONG_KIND, key, ref=ref, have=have, want=want)

    def check_condition(self, condition: Condition | None, key: str, entry: TableReader) -> None:
        """Add the faults of a condition: unknown ids, and items of the wrong kind."""
        self.check_known(condition_references(condition), entry)
        if isinstance(condition, Comparison):
            self.check_numbers(condition.references(), key, entry)
        elif condition is not None:
            self.check_kind(condition, ItemKind.YES_NO, key, entry)


def check_structure(checker: FormChecker) -> None:
    """Add all faults of areas and criteria: codes, sums, rules, conditions."""
    _check_unique(checker, ("area", "criterion", "bonus", "penalty"), "code")
    for table, name in (("check", "id"), ("band", "name"), ("test", "name")):
        _check_unique(checker, (table,), name)
    _check_sums(checker)
    for criterion, entry in checker.criteria_with_entries():
        _check_criterion(criterion, entry, checker)


def _check_unique(checker: FormChecker, tables: tuple[str, ...], name: str) -> None:
    seen: dict[str, str] = {}
    for entry in (entry for table in tables for entry in checker.table_entries(table, name)):
        ident = str(entry.raw.get(name, ""))
        if ident in seen:
            entry.add_fault(FaultCode.DUPLICATE, id=ident, where=f" (đã có ở {seen[ident]})")
        seen.setdefault(ident, entry.place)


def _check_sums(checker: FormChecker) -> None:
    form = checker.form
    total = sum((area.max for area in form.areas), Decimal(0))
    if total != form.total:
        checker.form_entry().add_fault(
            FaultCode.TOTAL_DIFFERS, sum=show_number(total), have=show_number(form.total)
        )
    areas = checker.entries_by_code("area")
    for area in form.areas:
        if area.code in areas:
            _check_sum_of(area.code, area.max, areas[area.code], checker)


def _check_sum_of(code: str, maximum: Decimal, entry: TableReader, checker: FormChecker) -> None:
    added = sum((child.max for child in checker.children.get(code, ())), Decimal(0))
    if added != maximum:
        entry.add_fault(FaultCode.MAXIMA_DIFFER, have=show_number(maximum), sum=show_number(added))


def _check_criterion(criterion: Criterion, entry: TableReader, checker: FormChecker) -> None:
    inside = criterion.part is Part.TOTAL
    if inside:
        _check_parent(criterion, entry, checker)
    if inside and criterion.code in checker.children:
        _check_sum_of(criterion.code, criterion.max, entry, checker)
        if entry.has("rule"):
            entry.add_fault(FaultCode.RULE_AND_CHILDREN)
    elif not entry.has("rule"):
        entry.add_fault(FaultCode.NO_RULE)
    # Normalized: 1.50 has one decimal.
    exponent = criterion.max.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > checker.form.decimals:
        entry.add_fault(FaultCode.DECIMALS, max=criterion.max, decimals=checker.form.decimals)
    if criterion.rule is not None:
        _check_rule(criterion.rule, criterion, entry, checker)
    checker.check_condition(criterion.precondition, "precondition", entry)
    checker.check_known(criterion.items, entry)


def _check_parent(criterion: Criterion, entry: TableReader, checker: FormChecker) -> None:
    parent = criterion.code.rpartition(".")[0]
    known = parent in checker.inside_codes or any(parent == a.code for a in checker.form.areas)
    if not parent or not known:
        entry.add_fault(FaultCode.NO_PARENT, parent=parent or criterion.code)


def _check_rule(
    rule: ScoringRule, criterion: Criterion, entry: TableReader, checker: FormChecker
) -> None:
    checker.check_known(rule.references(), entry)
    scope = ScoringContext(criterion.code, criterion.max, criterion.not_arisen)
    faults = list(rule.faults(checker.catalogue, scope))
    for fault in faults:
        checker.collector.add(checker.source.name, entry.place, fault)
    # The greatest points of a faulty rule say nothing.
    if faults or any(ref not in checker.catalogue for ref in rule.references()):
        return
    best = rule.max_points(checker.catalogue, scope)
    reached = clamped_max_points(rule, checker.catalogue, scope)
    if reached < Fraction(criterion.max):
        _add_reach_fault(FaultCode.CANNOT_REACH, reached, criterion, entry)
    elif best > Fraction(criterion.max) and rule.kind in WRITTEN_POINT_KINDS:
        _add_reach_fault(FaultCode.EXCEEDS_MAX, best, criterion, entry)


def _add_reach_fault(
    code: FaultCode, best: Fraction, criterion: Criterion, entry: TableReader
) -> None:
    entry.add_fault(code, "rule", best=show_number(best), max=show_number(criterion.max))


def check_links(checker: FormChecker) -> None:
    """Add all faults of bands, rating limits, cross-checks, items of areas and tie-breaks."""
    _check_bands(checker)
    _check_rating_limits(checker)
    for check, entry in zip(checker.form.checks, checker.table_entries("check", "id"), strict=True):
        _check_cross_check(check, entry, checker)
    areas = checker.entries_by_code("area")
    for area in checker.form.areas:
        if area.code in areas:
            checker.check_known(area.items, areas[area.code])
    codes = {area.code for area in checker.form.areas} | {c.code for c in checker.form.criteria}
    checker.check_known(
        (ref for ref in checker.form.tie_break if ref not in codes), checker.form_entry()
    )


def _check_bands(checker: FormChecker) -> None:
    rows = list(zip(checker.form.bands, checker.table_entries("band", "name"), strict=True))
    for (above, _), (band, entry) in pairwise(rows):
        if band.start >= above.start:
            entry.add_fault(FaultCode.RATING_ORDER, name=band.name)
    if rows and rows[-1][0].start > 0:
        start = show_number(rows[-1][0].start)
        rows[-1][1].add_fault(FaultCode.RATING_HOLE, from_=start)


def _check_rating_limits(checker: FormChecker) -> None:
    names = {band.name for band in checker.form.bands}
    entries = checker.table_entries("rating_limit", "at_most")
    for limit, entry in zip(checker.form.rating_limits, entries, strict=True):
        checker.check_condition(limit.when or None, "when", entry)
        if limit.at_most and limit.at_most not in names:
            entry.add_fault(FaultCode.UNKNOWN_BAND, name=limit.at_most)


def _check_cross_check(check: CrossCheck, entry: TableReader, checker: FormChecker) -> None:
    checker.check_known(check.references(), entry)
    if check.kind in DATED_CHECKS:
        for ref in check.references():
            checker.check_kind(ref, ItemKind.DATE, check.kind, entry)
    elif check.kind is not CrossCheckKind.TOGETHER:
        checker.check_numbers(check.references(), check.kind, entry)
