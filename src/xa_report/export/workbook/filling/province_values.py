"""The values of a whole province, and a row of them for every commune."""

from fractions import Fraction

from xa_report.assess.assessment import assess_report, requested_items
from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.domain.workbook_values import EMPTY_VALUE, FillValue, FillValues, ProvinceValues
from xa_report.export.workbook.filling.sums import summed
from xa_report.export.workbook.filling.values import (
    commune_values,
    every_part,
    named,
    number,
    points_of,
)

NOT_SENT = "Chưa nộp"


def province_values(found: Consolidation) -> ProvinceValues:
    """All values of a consolidation; the rows are all communes in the order of their codes.

    Points and numbers are the appraised ones. A commune that has not sent has its row, which says
    so and is empty otherwise.
    """
    ranks = {one.contestant.unit.code: one.rank for one in found.ranking.placed}
    sent = {one.unit.code: one for one in found.standings}
    units = sorted(
        (*(one.unit for one in found.standings), *found.not_sent), key=lambda unit: unit.code
    )
    names = frozenset(_empty_row(found))
    rows = []
    for at, unit in enumerate(units, start=1):
        standing = sent.get(unit.code)
        row = _row(found, standing) if standing else dict.fromkeys(names, EMPTY_VALUE)
        rows.append({**row, **_place(found, unit, at, standing, ranks.get(unit.code))})
    return ProvinceValues(_whole(found, len(units)), names, tuple(rows))


def _row(found: Consolidation, standing: CommuneResult) -> FillValues:
    own = {f"diem_tu_cham:{r.code}": points_of(r) for r in every_part(standing.sent)}
    own["tu_cham"] = number(standing.sent.result)
    return commune_values(standing.report, found.form, found.plans, standing.appraised, own).values


def _empty_row(found: Consolidation) -> FillValues:
    """A row of a commune that has answered nothing; only its names are of use."""
    report = Report(found.province, found.period)
    own = assess_report(report, found.form, found.plans)
    values = commune_values(report, found.form, found.plans, own).values
    codes = [result.code for result in every_part(own)]
    further = ("tu_cham", "stt", "hang", "trang_thai", *(f"diem_tu_cham:{c}" for c in codes))
    return {**values, **dict.fromkeys(further, EMPTY_VALUE)}


def _place(
    found: Consolidation, unit: Unit, at: int, standing: CommuneResult | None, rank: int | None
) -> FillValues:
    return {
        **named(unit, found.period),
        "tinh": FillValue(found.province.name),
        "stt": FillValue(Fraction(at)),
        "hang": number(rank),
        "trang_thai": FillValue(CASE_STATE_LABELS[standing.state] if standing else NOT_SENT),
    }


def _whole(found: Consolidation, communes: int) -> FillValues:
    items, indicators = requested_items(found.form, found.plans, found.period.year)
    return {
        **named(found.province, found.period),
        **{f"diem_toi_da:{area.code}": number(area.max) for area in found.form.areas},
        **{f"diem_toi_da:{one.code}": number(one.max) for one in found.form.every()},
        "co_quan": FillValue(found.agency or None),
        "so_xa": number(communes),
        "so_xa_da_nop": number(len(found.standings)),
        "so_xa_chua_nop": number(len(found.not_sent)),
        **summed(items, indicators, [one.appraised.figures for one in found.standings]),
    }
