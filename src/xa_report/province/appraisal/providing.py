"""Figures that only the province has: survey results by commune, and its own for targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.assess.assessment import requested_items
from xa_report.domain.form import Form
from xa_report.domain.item import FilledBy, Item, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import CaseAction, CaseKey
from xa_report.errors import UsageError
from xa_report.province.appraisal.fitting import points_faults
from xa_report.province.appraisal.loading import load
from xa_report.province.appraisal.machine import after
from xa_report.province.appraisal.refreshing import refresh
from xa_report.province.desk import Desk
from xa_report.province.register import cases, provided
from xa_report.province.register.provided import ALL, Provided

POINTS = ItemKind.DECIMAL


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a form wants from the province for each commune."""

    form: Form
    items: dict[str, Item]
    """Items that only the province fills, by id."""

    def item(self, ref: str) -> Item | None:
        """An item of the province, or the points of a survey's criterion; None for neither."""
        surveyed = {one.code: one for one in self.form.leaves() if one.survey}
        if ref in surveyed and ref not in self.items:
            return Item(ref, surveyed[ref].title, POINTS, "điểm", filled_by=FilledBy.PROVINCE)
        return self.items.get(ref)


def wanted(form: Form, plans: Sequence[Plan], year: int) -> Wanted:
    """What a form and its plans want from the province."""
    items = requested_items(form, plans, year)[0]
    own = {ref: one for ref, one in items.items() if one.filled_by is FilledBy.PROVINCE}
    return Wanted(form, own)


def wanted_for(desk: Desk, connection: Connection, unit: str, period: Period) -> Wanted:
    """What a commune's form wants; before it has sent, that of the newest form of the period."""
    key = CaseKey(unit, period)
    if cases.find(connection, key) is not None:
        found = load(desk, connection, key)
        return wanted(found.form, found.plans, period.year)
    forms = [one for one in desk.known().forms.values() if one.period is period.kind]
    if not forms:
        raise UsageError(f"Sổ chưa có bộ tiêu chí cho {period.label}. Hãy nạp bộ tiêu chí trước.")
    return wanted(forms[-1], (), period.year)


def provide(desk: Desk, period: Period, given: Sequence[Provided]) -> int:
    """Put figures of the province in place, all or none; return how many are new or changed.

    Raise UsageError for what no form wants from the province, and for a closed case.
    """
    with desk.register.write() as connection:
        there = provided.of_period(connection, period)
        kinds = list(_kinds(desk, connection, period, given))
        fresh = [pair for pair in zip(given, kinds, strict=True) if _is_new(pair[0], there)]
        for one, kind in fresh:
            now = there.get(one.unit, {}).get(one.ref)
            row = replace(one, period=period, version=now.version if now else 0)
            called = f"số liệu tỉnh chấm “{one.ref}” của {one.unit or 'tỉnh'}"
            provided.save(desk.register, connection, row, kind, called)
        for unit in sorted({one.unit for one, _ in fresh} - {ALL}):
            key = CaseKey(unit, period)
            if cases.find(connection, key) is not None:
                refresh(desk, connection, key)
        return len(fresh)


def _is_new(one: Provided, there: dict[str, dict[str, Provided]]) -> bool:
    now = there.get(one.unit, {}).get(one.ref)
    return (now.value if now else None) != one.value


def _kinds(
    desk: Desk, connection: Connection, period: Period, given: Sequence[Provided]
) -> Iterator[ItemKind]:
    """The kind of each figure; raise UsageError for one that may not be put."""
    known: dict[str, Wanted] = {}
    seen: set[tuple[str, str]] = set()
    for one in given:
        if (one.unit, one.ref) in seen:
            raise UsageError(f"Số liệu “{one.ref}” của {one.unit or 'tỉnh'} được nêu hai lần.")
        seen.add((one.unit, one.ref))
        if one.unit == ALL:
            yield item_of_province(desk, one.ref).kind
            continue
        if one.unit not in known:
            known[one.unit] = _open_for(desk, connection, one.unit, period)
        yield _fit(known[one.unit], one)


def _open_for(desk: Desk, connection: Connection, code: str, period: Period) -> Wanted:
    unit = desk.unit(code)
    case = cases.find(connection, CaseKey(code, period))
    if case is not None:
        after(case.state, CaseAction.APPRAISE, unit.name)
    return wanted_for(desk, connection, code, period)


def _fit(found: Wanted, one: Provided) -> ItemKind:
    item = found.item(one.ref)
    if item is None:
        raise UsageError(
            f"“{one.ref}” không phải số liệu tỉnh chấm của bộ tiêu chí {found.form.id}. Số liệu "
            "của xã thì sửa khi thẩm định."
        )
    value = one.value.value if one.value else None
    if one.ref not in found.items and isinstance(value, Decimal):
        for told in points_faults(found.form, one.ref, value):
            raise UsageError(f"{one.unit}, {one.ref}: {told}")
    return item.kind


def item_of_province(desk: Desk, ref: str) -> Item:
    """A figure as a plan or a form defines it; raise UsageError when none does."""
    known = desk.known()
    owners: tuple[Form | Plan, ...] = (*known.plans.values(), *known.forms.values())
    for owner in owners:
        if ref in owner.items:
            return owner.items[ref]
    raise UsageError(f"Không kế hoạch hay bộ tiêu chí nào của sổ có số liệu “{ref}”.")
