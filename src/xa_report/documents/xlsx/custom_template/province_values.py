"""The values of a whole province: sums over communes, and a row for every commune."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from xa_report.assess.assessment import assess_report, requested_items
from xa_report.assess.figures import figure_unit
from xa_report.documents.xlsx.custom_template.commune_values import (
    all_results,
    build_commune_values,
    figure_value,
    identity_values,
    number_value,
    points_value,
)
from xa_report.domain.indicator import Figure, Indicator, IndicatorKind
from xa_report.domain.item import NUMBER_KINDS, Item, ItemKind
from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.domain.province.consolidation import CommuneResult, Consolidation
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.domain.workbook_values import EMPTY_VALUE, FillValue, FillValues, ProvinceValues

FiguresById = Mapping[str, Figure]
_NOT_ADDED = frozenset({ItemKind.PERCENT, ItemKind.EXTERNAL})
"""Shares and scores: their sum over communes says nothing."""
NOT_SENT = "Chưa nộp"


def province_totals(
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    communes: Sequence[FiguresById],
) -> FillValues:
    """Return `tong:` of all that can be added, and `tinh:` of that and of ratios.

    A ratio is that of the sums over the communes that have both its parts.
    """
    return {
        **dict(_added_values(items, indicators, communes)),
        **{
            f"tinh:{ref}": figure_value(
                _figure_ratio([one[ref] for one in communes if ref in one]),
                percent=figure_unit(ref, items, indicators) == "%",
            )
            for ref, indicator in indicators.items()
            if indicator.kind is IndicatorKind.RATIO
        },
    }


def _added_values(
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    communes: Sequence[FiguresById],
) -> Iterator[tuple[str, FillValue]]:
    counted = [r for r, item in items.items() if item.kind in NUMBER_KINDS - _NOT_ADDED]
    added = [ref for ref, indicator in indicators.items() if not indicator.percent]
    for ref in (*counted, *added):
        value = figure_value(_figure_sum([one[ref] for one in communes if ref in one]))
        yield f"tong:{ref}", value
        yield f"tinh:{ref}", value


def _figure_sum(figures: Sequence[Figure]) -> Figure:
    known = [one.value for one in figures if one.value is not None]
    return Figure(value=sum(known, Fraction(0))) if known else _empty_figure(figures)


def _figure_ratio(figures: Sequence[Figure]) -> Figure:
    parts = [one.parts for one in figures if one.parts is not None]
    whole = sum((bottom for _, bottom in parts), Fraction(0))
    if not whole:
        return _empty_figure(figures)
    return Figure(value=100 * sum((top for top, _ in parts), Fraction(0)) / whole)


def _empty_figure(figures: Sequence[Figure]) -> Figure:
    reasons = [one.not_arisen for one in figures]
    return Figure(not_arisen=reasons[0]) if reasons and None not in reasons else Figure()


def build_province_values(consolidation: Consolidation) -> ProvinceValues:
    """Build all values of a consolidation; the rows are all communes by code.

    Points and numbers are the appraised ones. The row of a commune that has not sent says so and is
    empty otherwise; that of a commune by another form has the figures, no points and no rank.
    """
    ranks = {one.candidate.unit.code: one.rank for one in consolidation.ranking.ranked}
    own = {one.unit.code: one for one in consolidation.results}
    sent = {**own, **{one.unit.code: one for one in consolidation.other_results}}
    units = sorted(
        (*(one.unit for one in sent.values()), *consolidation.not_sent),
        key=lambda unit: unit.code,
    )
    names = frozenset(_empty_row(consolidation))
    rows = []
    for at, unit in enumerate(units, start=1):
        commune_result = sent.get(unit.code)
        row = dict.fromkeys(names, EMPTY_VALUE)
        if commune_result and unit.code in own:
            row = dict(_commune_row(consolidation, commune_result))
        elif commune_result:
            row |= _shared_figures(consolidation, commune_result)
        rows.append(
            {**row, **_row_identity(consolidation, unit, at, commune_result, ranks.get(unit.code))}
        )
    return ProvinceValues(_province_wide_values(consolidation, len(units)), names, tuple(rows))


def _commune_row(consolidation: Consolidation, commune_result: CommuneResult) -> FillValues:
    own = {f"diem_tu_cham:{r.code}": points_value(r) for r in all_results(commune_result.sent)}
    own["tu_cham"] = number_value(commune_result.sent.result)
    return build_commune_values(
        commune_result.report,
        consolidation.form,
        consolidation.plans,
        commune_result.appraised,
        own,
    ).values


def _shared_figures(consolidation: Consolidation, commune_result: CommuneResult) -> FillValues:
    """Return the figures of a commune by another form that the form or the plans ask for, too."""
    items, indicators = requested_items(
        consolidation.form, consolidation.plans, consolidation.period.year
    )
    form = next(
        other.form for other in consolidation.other_forms if commune_result in other.results
    )
    values = build_commune_values(
        commune_result.report, form, consolidation.plans, commune_result.appraised, {}
    ).values
    return {ref: values[ref] for ref in (*items, *indicators) if ref in values}


def _empty_row(consolidation: Consolidation) -> FillValues:
    """Return the row of a commune without any answer; only its names are of use."""
    report = Report(consolidation.province, consolidation.period)
    own = assess_report(report, consolidation.form, consolidation.plans)
    values = build_commune_values(report, consolidation.form, consolidation.plans, own).values
    codes = [result.code for result in all_results(own)]
    further = ("tu_cham", "stt", "hang", "trang_thai", *(f"diem_tu_cham:{c}" for c in codes))
    return {**values, **dict.fromkeys(further, EMPTY_VALUE)}


def _row_identity(
    consolidation: Consolidation,
    unit: Unit,
    at: int,
    commune_result: CommuneResult | None,
    rank: int | None,
) -> FillValues:
    return {
        **identity_values(unit, consolidation.period),
        "tinh": FillValue(consolidation.province.name),
        "stt": FillValue(Fraction(at)),
        "hang": number_value(rank),
        "trang_thai": FillValue(
            CASE_STATE_LABELS[commune_result.state] if commune_result else NOT_SENT
        ),
    }


def _province_wide_values(consolidation: Consolidation, communes: int) -> FillValues:
    items, indicators = requested_items(
        consolidation.form, consolidation.plans, consolidation.period.year
    )
    return {
        **identity_values(consolidation.province, consolidation.period),
        **{f"diem_toi_da:{area.code}": number_value(area.max) for area in consolidation.form.areas},
        **{
            f"diem_toi_da:{criterion.code}": number_value(criterion.max)
            for criterion in consolidation.form.all_criteria()
        },
        "co_quan": FillValue(consolidation.agency or None),
        "so_xa": number_value(communes),
        "so_xa_da_nop": number_value(consolidation.sent_count),
        "so_xa_chua_nop": number_value(len(consolidation.not_sent)),
        **province_totals(
            items,
            indicators,
            [
                result.appraised.figures
                for result in (*consolidation.results, *consolidation.other_results)
            ],
        ),
    }
