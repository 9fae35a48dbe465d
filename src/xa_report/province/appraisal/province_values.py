"""Figures that only the province has: survey results by commune, and its own for plan targets."""

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
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.entry_validation import points_faults
from xa_report.province.appraisal.state_machine import next_state
from xa_report.province.appraisal.summary import recompute_case
from xa_report.province.database import appraisal, cases
from xa_report.province.database.appraisal import WHOLE_PROVINCE, ProvinceValue
from xa_report.province.register import Register

POINTS_KIND = ItemKind.DECIMAL


@dataclass(frozen=True, slots=True)
class ProvinceInputs:
    """What a form wants from the province for each commune."""

    form: Form
    items: dict[str, Item]
    """Items that only the province fills, by id."""

    def item(self, ref: str) -> Item | None:
        """An item of the province, or the points of a survey's criterion; None for neither."""
        surveyed = {one.code: one for one in self.form.leaves() if one.survey}
        if ref in surveyed and ref not in self.items:
            return Item(ref, surveyed[ref].title, POINTS_KIND, "điểm", filled_by=FilledBy.PROVINCE)
        return self.items.get(ref)


def required_province_inputs(form: Form, plans: Sequence[Plan], year: int) -> ProvinceInputs:
    """What a form and its plans want from the province."""
    items = requested_items(form, plans, year)[0]
    own = {ref: one for ref, one in items.items() if one.filled_by is FilledBy.PROVINCE}
    return ProvinceInputs(form, own)


def required_inputs_of_unit(
    register: Register, connection: Connection, unit: str, period: Period
) -> ProvinceInputs:
    """What a commune's form wants; before it has sent, that of the newest form of the period."""
    key = CaseKey(unit, period)
    if cases.find_case(connection, key) is not None:
        found = load_case_detail(register, connection, key)
        return required_province_inputs(found.form, found.plans, period.year)
    forms = [
        one for one in register.known_definitions().forms.values() if one.period is period.kind
    ]
    if not forms:
        raise UsageError(f"Sổ chưa có bộ tiêu chí cho {period.label}. Hãy nạp bộ tiêu chí trước.")
    return required_province_inputs(forms[-1], (), period.year)


def set_province_values(register: Register, period: Period, values: Sequence[ProvinceValue]) -> int:
    """Put figures of the province in place, all or none; return how many are new or changed.

    Raise UsageError for what no form wants from the province, and for a closed case.
    """
    with register.database.write() as connection:
        there = appraisal.province_values_of_period(connection, period)
        kinds = list(_checked_kinds(register, connection, period, values))
        fresh = [pair for pair in zip(values, kinds, strict=True) if _is_new_value(pair[0], there)]
        for one, kind in fresh:
            now = there.get(one.unit, {}).get(one.ref)
            row = replace(one, period=period, version=now.version if now else 0)
            called = f"số liệu tỉnh chấm “{one.ref}” của {one.unit or 'tỉnh'}"
            appraisal.save_province_value(register.database, connection, row, kind, called)
        for unit in sorted({one.unit for one, _ in fresh} - {WHOLE_PROVINCE}):
            key = CaseKey(unit, period)
            if cases.find_case(connection, key) is not None:
                recompute_case(register, connection, key)
        return len(fresh)


def _is_new_value(
    province_value: ProvinceValue, existing_values: dict[str, dict[str, ProvinceValue]]
) -> bool:
    now = existing_values.get(province_value.unit, {}).get(province_value.ref)
    return (now.value if now else None) != province_value.value


def _checked_kinds(
    register: Register, connection: Connection, period: Period, values: Sequence[ProvinceValue]
) -> Iterator[ItemKind]:
    """The kind of each figure; raise UsageError for one that may not be put."""
    known: dict[str, ProvinceInputs] = {}
    seen: set[tuple[str, str]] = set()
    for one in values:
        if (one.unit, one.ref) in seen:
            raise UsageError(f"Số liệu “{one.ref}” của {one.unit or 'tỉnh'} được nêu hai lần.")
        seen.add((one.unit, one.ref))
        if one.unit == WHOLE_PROVINCE:
            yield find_province_item(register, one.ref).kind
            continue
        if one.unit not in known:
            known[one.unit] = _inputs_of_open_case(register, connection, one.unit, period)
        yield _checked_kind(known[one.unit], one)


def _inputs_of_open_case(
    register: Register, connection: Connection, code: str, period: Period
) -> ProvinceInputs:
    unit = register.unit(code)
    case = cases.find_case(connection, CaseKey(code, period))
    if case is not None:
        next_state(case.state, CaseAction.APPRAISE, unit.name)
    return required_inputs_of_unit(register, connection, code, period)


def _checked_kind(province_inputs: ProvinceInputs, province_value: ProvinceValue) -> ItemKind:
    item = province_inputs.item(province_value.ref)
    if item is None:
        raise UsageError(
            f"“{province_value.ref}” không phải số liệu tỉnh chấm của bộ tiêu chí {province_inputs.form.id}. Số liệu "
            "của xã thì sửa khi thẩm định."
        )
    value = province_value.value.value if province_value.value else None
    if province_value.ref not in province_inputs.items and isinstance(value, Decimal):
        for told in points_faults(province_inputs.form, province_value.ref, value):
            raise UsageError(f"{province_value.unit}, {province_value.ref}: {told}")
    return item.kind


def find_province_item(register: Register, ref: str) -> Item:
    """A figure as a plan or a form defines it; raise UsageError when none does."""
    known = register.known_definitions()
    owners: tuple[Form | Plan, ...] = (*known.plans.values(), *known.forms.values())
    for owner in owners:
        if ref in owner.items:
            return owner.items[ref]
    raise UsageError(f"Không kế hoạch hay bộ tiêu chí nào của sổ có số liệu “{ref}”.")
