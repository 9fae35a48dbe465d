"""Reader of a plan and its targets."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from xa_report.definitions.canonical_toml import canonical_bytes, content_sha256
from xa_report.definitions.catalogue import DefinitionCatalogue, read_entries, reference_closure
from xa_report.definitions.source import DefinitionSource, FaultCollector
from xa_report.definitions.table_reader import (
    DEFINITION_ID_PATTERN,
    TableReader,
    check_known_tables,
    suggestion_text,
)
from xa_report.domain.fault import FaultCode
from xa_report.domain.indicator import IndicatorKind
from xa_report.domain.item import NUMBER_KINDS, FilledBy, ItemKind
from xa_report.domain.plan import Plan, PlanTarget, TargetAggregate, TargetLevel, TargetOp

PLAN_TABLES = frozenset({"plan", "item", "indicator", "target"})
YearSpan = tuple[int, int]
"""First and last year, both inclusive."""

_DATE_KINDS = frozenset({ItemKind.DATE})
_FACT_KINDS = frozenset({ItemKind.YES_NO})


def read_plan_tables(
    source: DefinitionSource, catalogue: DefinitionCatalogue, collector: FaultCollector
) -> Plan:
    """Read the plan of a source; it is sound only when no fault was collected."""
    check_known_tables(source, PLAN_TABLES, collector)
    head = TableReader(source, source.section_place("plan"), source.data.get("plan", {}), collector)
    years: YearSpan = head.read_required("years", YearSpan, (2000, 2100))
    _check_years(head, years, None)
    plan = Plan(
        id=head.read_required_id(DEFINITION_ID_PATTERN),
        title=head.read_required("title", str, ""),
        province=head.read_optional("province", str, ""),
        decision=head.read_optional("decision", str, ""),
        source=head.read_optional("source", str, ""),
        years=years,
        items=catalogue.items,
        indicators=catalogue.indicators,
        targets=tuple(
            _read_target(entry, years, catalogue)
            for entry in read_entries(source, "target", "id", collector)
        ),
        dated=head.read_date("date"),
    )
    # `referenced_files` has read it.
    head.seen.add("uses")
    head.check_all_read()
    _check_unique_targets(source, collector)
    return plan


def _check_unique_targets(source: DefinitionSource, collector: FaultCollector) -> None:
    seen: set[str] = set()
    for entry in read_entries(source, "target", "id", collector):
        ident = str(entry.raw.get("id", ""))
        if ident in seen:
            entry.add_fault(FaultCode.DUPLICATE, id=ident, where="")
        seen.add(ident)


def _check_years(entry: TableReader, years: YearSpan, within: YearSpan | None) -> None:
    wrong = years[0] > years[1] or years[0] < 2000 or years[1] > 2100
    outside = within is not None and (years[0] < within[0] or years[1] > within[1])
    if wrong or outside:
        entry.add_fault(FaultCode.BAD_YEARS, years=list(years))


def _read_target(entry: TableReader, years: YearSpan, catalogue: DefinitionCatalogue) -> PlanTarget:
    keys = [key for key in ("indicator", "item") if entry.has(key)]
    if len(keys) != 1:
        entry.add_fault(FaultCode.ONE_OF, keys="indicator, item")
    refs = {key: entry.read_optional(key, str, "") for key in ("indicator", "item")}
    target = PlanTarget(
        id=entry.read_required_id(),
        reference=refs["indicator"] or refs["item"],
        level=entry.read_required("level", TargetLevel, TargetLevel.COMMUNE),
        op=entry.read_required("op", TargetOp, TargetOp.AT_LEAST),
        value=_read_target_value(entry),
        years=entry.read_optional("years", YearSpan, years),
        wording=entry.read_optional("words", str, ""),
        exclusion=entry.read_optional("except", str, ""),
        aggregate=entry.read_optional("aggregate", TargetAggregate | None, None),
        area=entry.read_optional("area", str, ""),
        superseded=entry.read_optional("superseded", str, ""),
    )
    entry.check_all_read()
    _check_years(entry, target.years, years)
    if target.level is TargetLevel.PROVINCE and target.aggregate is None:
        target = replace(target, aggregate=_default_aggregate(target.reference, catalogue))
    _check_target(target, entry, catalogue)
    return target


def _read_target_value(entry: TableReader) -> Decimal | date | None:
    raw = entry.raw_value("value")
    if isinstance(raw, date) and not isinstance(raw, datetime):
        entry.check_date("value", raw)
        return raw
    return entry.read_optional("value", Decimal | None, None)


def _check_target(target: PlanTarget, entry: TableReader, catalogue: DefinitionCatalogue) -> None:
    ref = target.reference
    if ref and ref not in catalogue:
        hint = suggestion_text(ref, catalogue.ids())
        entry.add_fault(FaultCode.UNKNOWN_REFERENCE, ref=ref, hint=hint)
    wants = {TargetOp.FROM: (date, "một ngày"), TargetOp.YES: (type(None), "không có value")}
    kind, want = wants.get(target.op, (Decimal, "một con số"))
    if not isinstance(target.value, kind):
        entry.add_fault(FaultCode.TARGET_VALUE, op=target.op, want=want)
    _check_kind(target, entry, catalogue)
    if target.level is TargetLevel.COMMUNE and target.aggregate is not None:
        entry.add_fault(FaultCode.AGGREGATE, why="chỉ tiêu cấp xã không có aggregate")
    if target.level is TargetLevel.PROVINCE and ref in catalogue:
        _check_aggregate(target, entry, catalogue)


def _check_kind(target: PlanTarget, entry: TableReader, catalogue: DefinitionCatalogue) -> None:
    """Add a fault unless `from` has a date, `yes` a yes/no item, all else a number."""
    item, indicator = catalogue.item(target.reference), catalogue.indicator(target.reference)
    wants = {
        TargetOp.FROM: (_DATE_KINDS, "số liệu ngày"),
        TargetOp.YES: (_FACT_KINDS, "số liệu có/không"),
    }
    kinds, want = wants.get(target.op, (NUMBER_KINDS, "một con số"))
    wrong = indicator is not None and target.op is TargetOp.FROM
    if wrong or (item is not None and item.kind not in kinds):
        have = item.kind if item else "chỉ số"
        entry.add_fault(FaultCode.WRONG_KIND, ref=target.reference, have=have, want=want)


def _default_aggregate(ref: str, catalogue: DefinitionCatalogue) -> TargetAggregate:
    """Return the aggregate of a province's target where the plan does not say."""
    indicator, item = catalogue.indicator(ref), catalogue.item(ref)
    if indicator is not None:
        return (
            TargetAggregate.RATIO if indicator.kind is IndicatorKind.RATIO else TargetAggregate.SUM
        )
    if item is None or item.filled_by is FilledBy.PROVINCE:
        return TargetAggregate.ENTERED
    return TargetAggregate.SHARE if item.kind is ItemKind.YES_NO else TargetAggregate.SUM


def _check_aggregate(
    target: PlanTarget, entry: TableReader, catalogue: DefinitionCatalogue
) -> None:
    indicator, item = catalogue.indicator(target.reference), catalogue.item(target.reference)
    if target.aggregate is TargetAggregate.RATIO and (
        indicator is None or indicator.kind is not IndicatorKind.RATIO
    ):
        entry.add_fault(FaultCode.AGGREGATE, why="aggregate = ratio cần một chỉ số tỷ lệ")
    if target.aggregate is TargetAggregate.SHARE and (
        item is None or item.kind is not ItemKind.YES_NO
    ):
        entry.add_fault(FaultCode.AGGREGATE, why="aggregate = share cần một số liệu có/không")


def resolve_plan(plan: Plan, source: DefinitionSource, catalogue: DefinitionCatalogue) -> Plan:
    """Return the plan with only the items it uses, sorted, with its canonical text."""
    own = sorted(
        str(entry.get("id"))
        for table in ("item", "indicator")
        for entry in source.data.get(table, [])
    )
    targets = tuple(sorted(plan.targets, key=lambda target: target.id))
    used = reference_closure([*(t.reference for t in targets), *own], catalogue)
    canonical = canonical_bytes(source.data, catalogue, used)
    return replace(
        plan,
        targets=targets,
        items={ref: catalogue.items[ref] for ref in used if ref in catalogue.items},
        indicators={ref: catalogue.indicators[ref] for ref in used if ref in catalogue.indicators},
        canonical=canonical,
        sha256=content_sha256(canonical),
    )
