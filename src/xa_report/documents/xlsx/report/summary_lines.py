"""The lines of the sheet “Tổng hợp”: identity, totals and rating with live formulas, reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xa_report.documents.xlsx.cell_text import quote_for_formula
from xa_report.documents.xlsx.report.cell_map import CellMap
from xa_report.documents.xlsx.report.criteria_sheet import (
    AREA,
    CONDITION_MARK,
    LEAF,
    LIVE_APPLICABLE,
    LIVE_POINTS,
    SCORE_STATE_LABELS,
    SHEET,
    STATE,
    CriteriaRows,
)
from xa_report.documents.xlsx.report.criterion_formulas import condition_formula
from xa_report.domain.assessment import Assessment, ScoreState
from xa_report.domain.form import Form, RatingBand
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import Report
from xa_report.domain.rules.formula import number_formula


@dataclass(frozen=True, slots=True)
class TotalCells:
    """Coordinates of the result and of the applicable maximum."""

    result: str
    applicable: str


def rating_formula(form: Form, cell_map: CellMap, rows: CriteriaRows, totals: TotalCells) -> str:
    """Return the name of the band, empty when the form has none or an event voids it."""
    if not form.bands:
        return '""'
    names = [band.name for band in form.bands]
    # Nested from the last band to the first: the best band is asked first.
    index = str(len(names) - 1)
    for at in range(len(names) - 1, -1, -1):
        index = f"IF({_band_condition(form.bands[at], rows, totals)},{at},{index})"
    lowered = [
        f"IF({condition_formula(limit.when, cell_map)},{names.index(limit.at_most)},0)"
        for limit in form.rating_limits
        if limit.at_most
    ]
    # Bands fall: a limit can only make the index higher.
    final = f"MAX({','.join([index, *lowered])})" if lowered else index
    name = f"CHOOSE(1+{final},{','.join(map(quote_for_formula, names))})"
    voids = [
        condition_formula(limit.when, cell_map) for limit in form.rating_limits if not limit.at_most
    ]
    empty = [f"{totals.applicable}=0", *voids]
    return f'IF(OR({",".join(empty)}),"",{name})'


def _band_condition(band: RatingBand, rows: CriteriaRows, totals: TotalCells) -> str:
    # Multiplied out: no division by zero; rounding removes binary noise.
    reached = f"100*{totals.result}-{number_formula(band.start)}*{totals.applicable}"
    conditions = [f"ROUND({reached},6)>=0"]
    points, most = rows.column(LIVE_POINTS), rows.column(LIVE_APPLICABLE)
    if band.no_zero:
        conditions.append(f"SUMPRODUCT({_counted_rows_formula(rows, LEAF)}*({points}=0))=0")
    if band.min_area is not None:
        short = f"(ROUND(100*{points}-{number_formula(band.min_area)}*{most},6)<0)"
        conditions.append(f"SUMPRODUCT({_counted_rows_formula(rows, AREA)}*{short})=0")
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _counted_rows_formula(rows: CriteriaRows, condition_mark: int) -> str:
    """Return the test of rows that conditions count: scored by the unit and applicable."""
    province = quote_for_formula(SCORE_STATE_LABELS[ScoreState.PROVINCE])
    return (
        f"({rows.column(CONDITION_MARK)}={condition_mark})*({rows.column(LIVE_APPLICABLE)}>0)"
        f"*({rows.column(STATE)}<>{province})"
    )


UNIT_CODE_LABEL = "Mã đơn vị"


@dataclass(frozen=True, slots=True)
class TotalLine:
    """One line of the totals; the name is that of the cell with its value."""

    name: str
    label: str
    value: Decimal | str | None
    live: str = ""


def identity_lines(
    form: Form, report: Report, plans: Sequence[Plan], state_label: str
) -> Iterator[tuple[str, str]]:
    """Yield label and text of unit, period, state, form and plans."""
    unit, cited = report.unit, [form.id, f"bản {form.version}", form.decision]
    yield "Đơn vị", ", ".join(part for part in (unit.name, unit.province_name) if part)
    yield UNIT_CODE_LABEL, unit.code
    yield "Kỳ báo cáo", report.period.label
    yield "Lần nộp", f"L{report.sequence}"
    yield "Tình trạng báo cáo", state_label
    yield "Bộ tiêu chí", f"{form.title} ({', '.join(part for part in cited if part)})"
    yield "Mã băm bộ tiêu chí (SHA-256)", form.sha256
    for plan in (plan for plan in plans if plan.of_year(report.period.year)):
        decision = f" ({plan.decision})" if plan.decision else ""
        yield "Kế hoạch đối chiếu", f"{plan.title}{decision}"


def reason_lines(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """Yield label and text of the rating's reason and of what still prevents submitting."""
    if assessment.rating.reason:
        yield "Căn cứ xếp loại", assessment.rating.reason
    waiting = sum(finding.is_open for finding in assessment.findings)
    if waiting:
        text = f"{waiting} nội dung."
        yield "Còn phải xử lý trước khi nộp", text


def total_lines(
    form: Form, cell_map: CellMap, rows: CriteriaRows, assessment: Assessment, first: int
) -> tuple[TotalLine, ...]:
    """Return the totals; the live formula of the n-th stands in cell C of row `first + n`."""
    limits = form.limits
    total, applicable, bonus, penalty, result = (f"$C${first + at}" for at in range(5))
    share = f"ROUND(ROUND(100*{result}/{applicable},10),{form.decimals})"
    more, less = (
        _label_with_limit("Điểm thưởng", limits.bonus),
        _label_with_limit("Điểm trừ", limits.penalty),
    )
    return (
        TotalLine("DIEM_TONG", "Tổng điểm các lĩnh vực", assessment.total,
                  _area_sum_formula(form, rows, LIVE_POINTS)),
        TotalLine("DIEM_TOI_DA_AP_DUNG", "Điểm tối đa áp dụng", assessment.applicable,
                  _area_sum_formula(form, rows, LIVE_APPLICABLE)),
        TotalLine("DIEM_THUONG", more, assessment.bonus,
                  _limited_sum_formula(rows.bonuses, limits.bonus)),
        TotalLine("DIEM_TRU", less, assessment.penalty,
                  _limited_sum_formula(rows.penalties, limits.penalty)),
        TotalLine("KET_QUA", "Kết quả (tổng + thưởng − trừ)", assessment.result,
                  f"ROUND({total}+{bonus}-{penalty},6)"),
        TotalLine("CHI_SO", "Chỉ số: kết quả so với tối đa áp dụng (%)", assessment.percent_shown,
                  f'IF({applicable}=0,"",{share})'),
        TotalLine("XEP_LOAI", "Xếp loại", assessment.rating.name,
                  rating_formula(form, cell_map, rows, TotalCells(result, applicable))),
        TotalLine("KET_LUAN", "Kết luận kiểm tra", assessment.conclusion.capitalize()),
    )  # fmt: skip


def _area_sum_formula(form: Form, rows: CriteriaRows, column: str) -> str:
    return _sum_formula([rows.at(column, area.code) for area in form.areas])


def _limited_sum_formula(rows: Sequence[int], limit: Decimal | None) -> str:
    cells = [f"'{SHEET}'!${LIVE_POINTS}${row}" for row in rows]
    added = _sum_formula(cells)
    return added if limit is None else f"MIN({number_formula(limit)},{added})"


def _sum_formula(cells: Sequence[str]) -> str:
    return f"SUM({','.join(cells)})" if cells else "0"


def _label_with_limit(label: str, limit: Decimal | None) -> str:
    return label if limit is None else f"{label} (tối đa {show_number(limit)})"
