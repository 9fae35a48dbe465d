"""Figures that only the province has: survey results, and its own figures for plan targets."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.assess.assessment import requested_items
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.form import Form
from xa_report.domain.item import FilledBy, Item, ItemKind
from xa_report.domain.item_values import POINTS_UNIT
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import CaseAction, CaseKey
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import load_case_detail
from xa_report.province.appraisal.entry_validation import points_faults
from xa_report.province.appraisal.state_machine import next_case_state
from xa_report.province.appraisal.summary import recompute_case
from xa_report.province.database import appraisal, cases
from xa_report.province.database.appraisal import WHOLE_PROVINCE, ProvinceValue
from xa_report.province.register import Register

POINTS_KIND = ItemKind.DECIMAL


@dataclass(frozen=True, slots=True)
class ProvinceInputs:
    """Inputs that a form requires from the province for each commune."""

    form: Form
    items: dict[str, Item]
    """Items that only the province fills, by id."""

    def item(self, ref: str) -> Item | None:
        """Return an item of the province, one for the points of a survey's criterion, or None."""
        surveyed = {one.code: one for one in self.form.leaves() if one.survey}
        if ref in surveyed and ref not in self.items:
            return Item(
                ref, surveyed[ref].title, POINTS_KIND, POINTS_UNIT, filled_by=FilledBy.PROVINCE
            )
        return self.items.get(ref)


def required_province_inputs(form: Form, plans: Sequence[Plan], year: int) -> ProvinceInputs:
    """Return the inputs that a form and its plans require from the province in a year."""
    items = requested_items(form, plans, year)[0]
    own = {ref: item for ref, item in items.items() if item.filled_by is FilledBy.PROVINCE}
    return ProvinceInputs(form, own)


def required_inputs_of_unit(
    register: Register, connection: Connection, unit: str, period: Period
) -> ProvinceInputs:
    """Return the inputs for a commune by its form; before it has sent, by the newest form.

    Raise UsageError when the register has no form for such a period.
    """
    key = CaseKey(unit, period)
    if cases.find_case(connection, key) is not None:
        case = load_case_detail(register, connection, key)
        return required_province_inputs(case.form, case.plans, period.year)
    forms = [
        form for form in register.known_definitions().forms.values() if form.period is period.kind
    ]
    if not forms:
        raise UsageError(f"Sổ chưa có bộ tiêu chí cho {period.label}. Hãy nạp bộ tiêu chí trước.")
    return required_province_inputs(forms[-1], (), period.year)


def set_province_values(register: Register, period: Period, values: Sequence[ProvinceValue]) -> int:
    """Save figures of the province, all or none; return the number of new or changed ones.

    Raise UsageError for a figure that no form requires from the province, for one that is named
    twice, and for a case whose state allows no entry.
    """
    with register.database.write() as connection:
        stored = appraisal.province_values_of_period(connection, period)
        kinds = list(_checked_kinds(register, connection, period, values))
        fresh = [
            (value, kind)
            for value, kind in zip(values, kinds, strict=True)
            if _is_new_value(value, stored)
        ]
        for value, kind in fresh:
            now = stored.get(value.unit, {}).get(value.ref)
            row = replace(value, period=period, version=now.version if now else 0)
            label = f"số liệu tỉnh chấm “{value.ref}” của {value.unit or 'tỉnh'}"
            appraisal.save_province_value(register.database, connection, row, kind, label)
        for unit in sorted({value.unit for value, _ in fresh} - {WHOLE_PROVINCE}):
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
    """Yield the kind of each figure; raise UsageError for one that is not allowed."""
    known: dict[str, ProvinceInputs] = {}
    seen: set[tuple[str, str]] = set()
    for value in values:
        unit, ref = value.unit, value.ref
        if (unit, ref) in seen:
            raise UsageError(f"Số liệu “{ref}” của {unit or 'tỉnh'} được nêu hai lần.")
        seen.add((unit, ref))
        if unit == WHOLE_PROVINCE:
            yield _checked_own_kind(find_province_item(register, ref), value)
            continue
        if unit not in known:
            known[unit] = _inputs_of_open_case(register, connection, unit, period)
        yield _checked_kind(known[unit], value)


def _checked_own_kind(item: Item, province_value: ProvinceValue) -> ItemKind:
    if province_value.value is not None:
        for fault in answer_faults(item, province_value.value, FilledBy.PROVINCE):
            raise UsageError(f"{item.label}: {fault}.")
    return item.kind


def _inputs_of_open_case(
    register: Register, connection: Connection, code: str, period: Period
) -> ProvinceInputs:
    unit = register.unit(code)
    case = cases.find_case(connection, CaseKey(code, period))
    if case is not None:
        next_case_state(case.state, CaseAction.APPRAISE, unit.name)
    return required_inputs_of_unit(register, connection, code, period)


def _checked_kind(province_inputs: ProvinceInputs, province_value: ProvinceValue) -> ItemKind:
    item = province_inputs.item(province_value.ref)
    if item is None:
        raise UsageError(
            f"“{province_value.ref}” không phải số liệu tỉnh chấm của bộ tiêu chí "
            f"{province_inputs.form.id}. Số liệu của xã thì sửa khi thẩm định."
        )
    if province_value.value is not None:
        for fault in answer_faults(item, province_value.value, FilledBy.PROVINCE):
            raise UsageError(f"{province_value.unit}, {item.label}: {fault}.")
    value = province_value.value.value if province_value.value else None
    if province_value.ref not in province_inputs.items and isinstance(value, Decimal):
        for fault in points_faults(province_inputs.form, province_value.ref, value):
            raise UsageError(f"{province_value.unit}, {province_value.ref}: {fault}")
    return item.kind


def find_province_item(register: Register, ref: str) -> Item:
    """Return an item as a plan or form defines it; raise UsageError when none does."""
    # Plans first: the province's own figures are mostly those of plan targets.
    known = register.known_definitions()
    owners: tuple[Form | Plan, ...] = (*known.plans.values(), *known.forms.values())
    for owner in owners:
        if ref in owner.items:
            return owner.items[ref]
    raise UsageError(f"Không kế hoạch hay bộ tiêu chí nào của sổ có số liệu “{ref}”.")
