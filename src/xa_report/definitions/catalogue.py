"""Items and indicators of a definition and the files it uses: reading, references, cycles."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from xa_report.definitions.source import DefinitionSource, FaultCollector, TomlTable
from xa_report.definitions.table_reader import TableReader, suggestion_text
from xa_report.domain.fault import FaultCode
from xa_report.domain.indicator import (
    PREVIOUS_PERIOD,
    BetterDirection,
    Indicator,
    IndicatorKind,
    Operand,
)
from xa_report.domain.item import FilledBy, Item, ItemKind
from xa_report.domain.rules.figure_rules import number_faults

COLUMN_KINDS = frozenset({"text", "date", "count", "decimal", "money", "percent"})
OPTION_KINDS = frozenset({ItemKind.CHOICE, ItemKind.CHECKLIST})


@dataclass(slots=True)
class DefinitionCatalogue:
    """All items and indicators that can be referred to, each with the entry that defines it."""

    items: dict[str, Item] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    raw: dict[str, TomlTable] = field(default_factory=dict)
    entries: dict[str, TableReader] = field(default_factory=dict)

    def item(self, ref: str) -> Item | None:
        """Return the item of an id; None when it is none."""
        return self.items.get(ref)

    def indicator(self, ref: str) -> Indicator | None:
        """Return the indicator of an id; None when it is none."""
        return self.indicators.get(ref)

    def __contains__(self, ref: object) -> bool:
        return ref in self.items or ref in self.indicators

    def ids(self) -> set[str]:
        """Return the ids of all items and indicators."""
        return set(self.items) | set(self.indicators)

    def add_source(self, source: DefinitionSource, collector: FaultCollector) -> None:
        """Add the items and indicators of a file; an id that is there already is a fault."""
        for entry in read_entries(source, "item", "id", collector):
            item = read_item(entry)
            if self._is_new(item.id, entry):
                self.items[item.id] = item
        for entry in read_entries(source, "indicator", "id", collector):
            indicator = read_indicator(entry)
            if self._is_new(indicator.id, entry):
                self.indicators[indicator.id] = indicator

    def _is_new(self, ref: str, entry: TableReader) -> bool:
        if ref in self.entries:
            first = self.entries[ref]
            other = first.source.name
            where = f" (đã có ở {other}, {first.place})"
            entry.add_fault(FaultCode.DUPLICATE, id=ref, where=where)
            return False
        self.entries[ref] = entry
        self.raw[ref] = entry.raw
        return bool(ref)


def read_entries(
    source: DefinitionSource, table: str, name: str, collector: FaultCollector
) -> list[TableReader]:
    """Return the entries of an array of tables; `name` is the key that labels one in faults."""
    rows = source.data.get(table, [])
    if not isinstance(rows, list):
        entry = TableReader(source, source.section_place(table), {}, collector)
        entry.add_fault(FaultCode.WRONG_TYPE, key=table, why=f"ghi là [[{table}]]")
        return []
    return [
        TableReader(
            source, source.entry_place(table, index, _entry_label(row, name)), row, collector
        )
        for index, row in enumerate(rows)
    ]


def _entry_label(row: object, name: str) -> str:
    return str(row.get(name, "")) if isinstance(row, dict) else ""


def read_item(entry: TableReader) -> Item:
    """Read one `[[item]]`."""
    item = Item(
        id=entry.read_required_id(),
        label=entry.read_required("label", str, ""),
        kind=entry.read_required("kind", ItemKind, ItemKind.COUNT),
        unit=entry.read_optional("unit", str, ""),
        source=entry.read_optional("source", str, ""),
        accumulates=entry.read_optional("accumulates", bool, False),
        minimum=entry.read_optional("minimum", Decimal | None, None),
        maximum=entry.read_optional("maximum", Decimal | None, None),
        required=entry.read_optional("required", bool, True),
        filled_by=entry.read_optional("filled_by", FilledBy, FilledBy.COMMUNE),
        note=entry.read_optional("note", str, ""),
        options=entry.read_optional("options", dict[str, str] | None, None),
        columns=entry.read_optional("columns", dict[str, str] | None, None),
    )
    entry.check_all_read()
    _check_item(item, entry)
    return item


def _check_item(item: Item, entry: TableReader) -> None:
    if item.kind in OPTION_KINDS and not item.options:
        entry.add_fault(FaultCode.NO_OPTIONS)
    if item.kind is ItemKind.TABLE and not item.columns:
        entry.add_fault(FaultCode.KEY_MISSING, key="columns")
    for column, kind in (item.columns or {}).items():
        if kind not in COLUMN_KINDS:
            entry.add_fault(FaultCode.COLUMNS, column=column, kind=kind)
    if item.minimum is not None and item.maximum is not None and item.minimum > item.maximum:
        entry.add_fault(FaultCode.RANGE, low=item.minimum, high=item.maximum)


def read_indicator(entry: TableReader) -> Indicator:
    """Read one `[[indicator]]`, which has exactly one key of IndicatorKind."""
    ident, label = entry.read_required_id(), entry.read_required("label", str, "")
    kinds = [kind for kind in IndicatorKind if entry.has(kind)]
    # All kinds: a second one is the fault ONE_OF, not an unknown key.
    entry.seen |= set(IndicatorKind)
    if len(kinds) != 1:
        entry.add_fault(FaultCode.ONE_OF, keys=", ".join(IndicatorKind))
    kind = kinds[0] if kinds else IndicatorKind.VALUE
    operands, against, as_percent = _read_operands(entry, kind) if kinds else ((), "", True)
    indicator = Indicator(
        id=ident,
        label=label,
        kind=kind,
        operands=operands,
        against=against,
        as_percent=as_percent,
        better=entry.read_optional("better", BetterDirection | None, None),
        unit=entry.read_optional("unit", str, ""),
        note=entry.read_optional("note", str, ""),
    )
    entry.check_all_read()
    if kind is IndicatorKind.RATIO and len(operands) == 2 and operands[0] == operands[1]:
        entry.add_fault(FaultCode.RATIO_SAME, id=ident)
    return indicator


def _read_operands(
    entry: TableReader, kind: IndicatorKind
) -> tuple[tuple[Operand, ...], str, bool]:
    if kind in (IndicatorKind.RATIO, IndicatorKind.DIFFERENCE):
        return entry.read_operands(kind, 2), "", True
    if kind is IndicatorKind.SUM:
        return entry.read_operands(kind), "", True
    if kind is IndicatorKind.VALUE:
        return (entry.read_operand(kind, entry.raw_value(kind)),), "", True
    change = entry.inner_reader(entry.raw_value(kind))
    operand = change.read_operand("change.of", change.raw_value("of"))
    against = change.read_required("against", str, PREVIOUS_PERIOD)
    shape = change.read_optional("as", str, "percent")
    if shape not in ("percent", "amount"):
        change.add_fault(FaultCode.WRONG_TYPE, key="change.as", why='cần "percent" hoặc "amount"')
    change.check_all_read("change")
    return (operand,), against, shape != "amount"


def reference_closure(refs: Iterable[str], catalogue: DefinitionCatalogue) -> tuple[str, ...]:
    """Return the ids with everything that they are made from, in the order of first use."""
    closed: dict[str, None] = {}
    # A stack: what an indicator is made from comes right behind it, before the next of `refs`.
    waiting = list(refs)[::-1]
    while waiting:
        ref = waiting.pop()
        if ref in closed or ref not in catalogue:
            continue
        closed[ref] = None
        indicator = catalogue.indicator(ref)
        if indicator is not None:
            waiting.extend(reversed(indicator.references()))
    return tuple(closed)


def check_indicators(catalogue: DefinitionCatalogue) -> None:
    """Add a fault for each unknown id and cycle, at the indicator that has it."""
    for ref, indicator in catalogue.indicators.items():
        entry = catalogue.entries[ref]
        for operand in indicator.references():
            if operand not in catalogue:
                few = entry.collector.wants_suggestions
                hint = suggestion_text(operand, catalogue.ids()) if few else ""
                entry.add_fault(FaultCode.UNKNOWN_REFERENCE, indicator.kind, ref=operand, hint=hint)
        for fault in number_faults(indicator.references(), indicator.kind, catalogue):
            entry.collector.add(entry.source.name, entry.place, fault)
        path = _find_cycle(ref, catalogue)
        if path:
            entry.add_fault(FaultCode.CYCLE, path=" → ".join(path))


def _find_cycle(start: str, catalogue: DefinitionCatalogue) -> tuple[str, ...]:
    """Return the ids on a path from an indicator back to itself; empty when there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        indicator = catalogue.indicator(path[-1])
        for ref in indicator.references() if indicator else ():
            if ref == start:
                return (*path, ref)
            if ref not in seen:
                seen.add(ref)
                waiting.append((*path, ref))
    return ()
