"""The values of one commune's report by the names that placeholders use."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from xa_report.assess.assessment import requested_items
from xa_report.assess.figures import figure_unit
from xa_report.domain.assessment import Assessment, CriterionResult, ScoreState
from xa_report.domain.form import Form
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.item import Answer, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.domain.workbook_values import (
    EMPTY_VALUE,
    NOT_ARISEN_TEXT,
    CommuneValues,
    FillValue,
    FillValues,
)

_NUMBERS = frozenset(
    {ItemKind.COUNT, ItemKind.DECIMAL, ItemKind.MONEY, ItemKind.PERCENT, ItemKind.EXTERNAL}
)
_YES_NO = {Fraction(1): "Có", Fraction(0): "Không"}


def build_commune_values(
    report: Report,
    form: Form,
    plans: Sequence[Plan],
    assessment: Assessment,
    extras: FillValues | None = None,
) -> CommuneValues:
    """Build all values of a report; `extras` win over others of the same name."""
    items, indicators = requested_items(form, plans, report.period.year)
    own = dict(_figure_values(items, indicators, report, assessment))
    return CommuneValues(
        {
            **own,
            **{f"so_lieu:{ref}": value for ref, value in own.items()},
            # Later entries win: fixed names over ids of items, `extras` over all.
            **identity_values(report.unit, report.period),
            **_total_values(assessment),
            **_result_values(report, assessment),
            **(extras or {}),
        }
    )


def identity_values(unit: Unit, period: Period) -> FillValues:
    """Return the values of unit and period."""
    return {
        "don_vi": FillValue(unit.name),
        "ma_don_vi": FillValue(unit.code),
        "tinh": FillValue(unit.province_name or unit.name),
        "ky": FillValue(period.label),
        "nam": FillValue(Fraction(period.year)),
    }


def number_value(value: Decimal | Fraction | int | None, *, percent: bool = False) -> FillValue:
    """Return a number as a value; None stays empty."""
    return EMPTY_VALUE if value is None else FillValue(Fraction(value), percent)


def figure_value(figure: Figure, *, percent: bool = False) -> FillValue:
    """Return a figure as a value: the exact number, that nothing arose, or nothing."""
    if figure.not_arisen is not None:
        return FillValue(NOT_ARISEN_TEXT)
    return number_value(figure.value, percent=percent)


def all_results(assessment: Assessment) -> Iterator[CriterionResult]:
    """Yield areas, criteria, bonuses and penalties."""
    yield from assessment.areas
    yield from assessment.criteria
    yield from assessment.bonuses
    yield from assessment.penalties


def points_value(result: CriterionResult) -> FillValue:
    """Return the points, or nothing where only the province can give them and has not."""
    waits = result.leaf and result.state is ScoreState.PROVINCE
    return EMPTY_VALUE if waits else number_value(result.points)


def _figure_values(
    items: Mapping[str, Item],
    indicators: Mapping[str, Indicator],
    report: Report,
    assessment: Assessment,
) -> Iterator[tuple[str, FillValue]]:
    for ref in indicators:
        percent = figure_unit(ref, items, indicators) == "%"
        yield ref, figure_value(assessment.figures.get(ref, Figure()), percent=percent)
    for ref, item in items.items():
        if item.kind in _NUMBERS:
            percent = item.kind is ItemKind.PERCENT
            yield ref, figure_value(assessment.figures.get(ref, Figure()), percent=percent)
        elif item.kind is ItemKind.YES_NO:
            yield ref, _yes_no_value(assessment.figures.get(ref, Figure()))
        else:
            yield ref, _answer_value(report.answers.get(ref), item)


def _yes_no_value(figure: Figure) -> FillValue:
    answer = figure_value(figure)
    return FillValue(_YES_NO[answer.value]) if isinstance(answer.value, Fraction) else answer


def _answer_value(answer: Answer | None, item: Item) -> FillValue:
    if answer is None:
        return EMPTY_VALUE
    if answer.not_arisen is not None:
        return FillValue(NOT_ARISEN_TEXT)
    if answer.value is None:
        return EMPTY_VALUE
    if isinstance(answer.value, date):
        return FillValue(answer.value)
    return FillValue(format_value(answer.value, item))


def _total_values(assessment: Assessment) -> FillValues:
    return {
        "tong_diem": number_value(assessment.total),
        "ket_qua": number_value(assessment.result),
        "diem_thuong": number_value(assessment.bonus),
        "diem_tru": number_value(assessment.penalty),
        "ty_le_phan_tram": number_value(assessment.percent_shown, percent=True),
        "xep_loai": FillValue(assessment.rating.name or None),
    }


def _result_values(report: Report, assessment: Assessment) -> FillValues:
    values: dict[str, FillValue] = {}
    for result in all_results(assessment):
        values[f"diem:{result.code}"] = points_value(result)
        values[f"diem_toi_da:{result.code}"] = number_value(result.max)
        explanation = report.explanations.get(result.code, "").strip()
        values[f"giai_trinh:{result.code}"] = FillValue(explanation or None)
    return values
