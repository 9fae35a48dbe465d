"""Reader of a form: all tables together, then resolved to what it uses."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xa_report.definitions.canonical_toml import canonical_bytes, code_sort_key, content_sha256
from xa_report.definitions.catalogue import DefinitionCatalogue, read_entries, reference_closure
from xa_report.definitions.form_parts import (
    read_area,
    read_band,
    read_check,
    read_criterion,
    read_example,
    read_limits,
    read_rating_limit,
)
from xa_report.definitions.source import DefinitionSource, FaultCollector
from xa_report.definitions.table_reader import (
    DEFINITION_ID_PATTERN,
    TableReader,
    check_known_tables,
)
from xa_report.domain.comparison import condition_references
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import (
    Area,
    CalendarStage,
    Criterion,
    Form,
    Part,
    PointLimits,
    SurveyMode,
)
from xa_report.domain.period import OPEN_WINDOW, DayWindow, PeriodKind
from xa_report.domain.plan import TargetLevel

FORM_TABLES = frozenset({
    "form", "item", "indicator", "area", "criterion", "bonus", "penalty", "limits", "band",
    "rating_limit", "check", "test",
})  # fmt: skip
MAX_DECIMALS = 6
"""Decimals of points, inclusive."""
STAGE_NAMES = ("self_assessment", "appraisal", "explanation", "publication")
EXAMPLE_PERIODS = {
    PeriodKind.YEAR: "2026",
    PeriodKind.HALF: "2026-H1",
    PeriodKind.NINE_MONTHS: "2026-9M",
    PeriodKind.QUARTER: "2026-Q1",
}


def read_form_tables(
    source: DefinitionSource, catalogue: DefinitionCatalogue, collector: FaultCollector
) -> Form:
    """Read the form of a source; it is sound only when no fault was collected."""
    check_known_tables(source, FORM_TABLES, collector)
    head = TableReader(source, source.section_place("form"), source.data.get("form", {}), collector)
    kind = head.read_optional("period", PeriodKind, PeriodKind.YEAR)

    def entries(table: str, name: str = "code") -> list[TableReader]:
        return read_entries(source, table, name, collector)

    inside = _read_part(entries("criterion"), catalogue, Part.TOTAL)
    form = Form(
        id=head.read_required_id(DEFINITION_ID_PATTERN),
        version=head.read_required("version", str, ""),
        title=head.read_required("title", str, ""),
        decision=head.read_optional("decision", str, ""),
        level=head.read_optional("level", TargetLevel, TargetLevel.COMMUNE),
        period=kind,
        total=head.read_optional("total", Decimal, Decimal(100)),
        decimals=_read_decimals(head),
        survey=head.read_optional("survey", SurveyMode, SurveyMode.INCLUDE),
        template=head.read_optional("template", bool, False),
        items=catalogue.items,
        indicators=catalogue.indicators,
        areas=tuple(sorted(map(read_area, entries("area")), key=_code_order)),
        criteria=tuple(sorted(inside, key=_code_order)),
        bonuses=_read_part(entries("bonus"), catalogue, Part.BONUS),
        penalties=_read_part(entries("penalty"), catalogue, Part.PENALTY),
        limits=_read_point_limits(source, collector),
        bands=tuple(map(read_band, entries("band", "name"))),
        rating_limits=tuple(map(read_rating_limit, entries("rating_limit", "at_most"))),
        checks=tuple(map(read_check, entries("check", "id"))),
        tie_break=head.read_optional("tie_break", tuple[str, ...], ()),
        cut_off=_read_cut_off(head),
        stages=_read_stages(head),
        examples=tuple(read_example(e, EXAMPLE_PERIODS[kind]) for e in entries("test", "name")),
    )
    head.seen.add("uses")  # `referenced_files` has read it
    head.check_all_read()
    return form


def _read_part(
    entries: list[TableReader], catalogue: DefinitionCatalogue, part: Part
) -> tuple[Criterion, ...]:
    return tuple(read_criterion(entry, catalogue, part) for entry in entries)


def _read_cut_off(head: TableReader) -> DayWindow:
    if not head.has("cut_off"):
        return OPEN_WINDOW
    return head.read_window("cut_off", head.raw_value("cut_off"))


def _code_order(coded: Area | Criterion) -> tuple[int, ...]:
    return code_sort_key(coded.code)


def _read_point_limits(source: DefinitionSource, collector: FaultCollector) -> PointLimits:
    if "limits" not in source.data:
        return PointLimits()
    return read_limits(
        TableReader(source, source.section_place("limits"), source.data["limits"], collector)
    )


def _read_decimals(head: TableReader) -> int:
    decimals = head.read_optional("decimals", int, 2)
    if 0 <= decimals <= MAX_DECIMALS:
        return decimals
    why = f"cần số nguyên từ 0 đến {MAX_DECIMALS}"
    head.add_fault(FaultCode.WRONG_TYPE, key="decimals", why=why)
    return 2


def _read_stages(head: TableReader) -> tuple[CalendarStage, ...]:
    raw = head.raw_value("stages")
    if raw is None:
        return ()
    table = head.inner_reader(raw)
    table.seen |= set(STAGE_NAMES)
    table.check_all_read("stages")
    return tuple(
        CalendarStage(name, table.read_window(f"stages.{name}", table.raw[name]))
        for name in STAGE_NAMES
        if table.has(name)
    )


def form_references(form: Form) -> Iterable[str]:
    """Yield every id in the form's tables, once or more: area by area, then checks and limits."""
    for area in form.areas:
        yield from area.items
        for criterion in form.criteria:
            if criterion.code.split(".")[0] == area.code:
                yield from criterion.references()
    for criterion in form.all_criteria():
        yield from criterion.references()
    for check in form.checks:
        yield from check.references()
    for limit in form.rating_limits:
        yield from condition_references(limit.when)
    codes = {area.code for area in form.areas} | {c.code for c in form.criteria}
    yield from (ref for ref in form.tie_break if ref not in codes)


def names_own_items(form: Form) -> bool:
    """Return whether the form has criteria, or areas with lists of items."""
    return bool(form.criteria) or any(area.items for area in form.areas)


def resolve_form(form: Form, source: DefinitionSource, catalogue: DefinitionCatalogue) -> Form:
    """Return the form with only the items it uses, in canonical order, with its canonical text."""
    own = sorted(
        str(entry.get("id"))
        for table in ("item", "indicator")
        for entry in source.data.get(table, [])
    )
    # Neither has an order of its own; sorted, files that mean the same give equal forms.
    ordered = replace(
        form,
        checks=tuple(sorted(form.checks, key=lambda check: check.id)),
        examples=tuple(sorted(form.examples, key=lambda example: example.name)),
    )
    answered = [ref for e in ordered.examples for ref in (*e.answers, *e.previous)]
    used = reference_closure([*form_references(ordered), *own, *answered], catalogue)
    if not names_own_items(form):
        # A form of statistics without lists of its own asks for all that its files hold.
        used = reference_closure(
            [*used, *sorted(catalogue.items), *sorted(catalogue.indicators)], catalogue
        )
    canonical = canonical_bytes(source.data, catalogue, used)
    return replace(
        ordered,
        items={ref: catalogue.items[ref] for ref in used if ref in catalogue.items},
        indicators={ref: catalogue.indicators[ref] for ref in used if ref in catalogue.indicators},
        canonical=canonical,
        sha256=content_sha256(canonical),
    )
