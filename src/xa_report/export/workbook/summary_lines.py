"""What the sheet “Tổng hợp” says: identity, totals with their live formulas, and reasons."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import REPORT_STATE_LABELS, Report
from xa_report.domain.rules.formula import number_formula
from xa_report.export.workbook.criteria_sheet import LIVE_APPLICABLE, LIVE_POINTS, SHEET, Rows
from xa_report.export.workbook.places import Places
from xa_report.export.workbook.rating_formula import live_rating


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the totals; the name is that of the cell with its value."""

    name: str
    label: str
    value: Decimal | str | None
    live: str = ""


def identity_lines(form: Form, report: Report, plans: Sequence[Plan]) -> Iterator[tuple[str, str]]:
    """Who reports what, against which form and plans."""
    unit, cited = report.unit, [form.id, f"bản {form.version}", form.decision]
    yield "Đơn vị", ", ".join(part for part in (unit.name, unit.province_name) if part)
    yield "Mã đơn vị", unit.code
    yield "Kỳ báo cáo", report.period.label
    yield "Lần nộp", f"L{report.sequence}"
    yield "Tình trạng báo cáo", REPORT_STATE_LABELS[report.state]
    yield "Bộ tiêu chí", f"{form.title} ({', '.join(part for part in cited if part)})"
    yield "Mã băm bộ tiêu chí (SHA-256)", form.sha256
    for plan in (plan for plan in plans if plan.of_year(report.period.year)):
        decision = f" ({plan.decision})" if plan.decision else ""
        yield "Kế hoạch đối chiếu", f"{plan.title}{decision}"


def reason_lines(found: Assessment) -> Iterator[tuple[str, str]]:
    """Why the rating is what it is, and what still stands in the way of submitting."""
    if found.rating.reason:
        yield "Căn cứ xếp loại", found.rating.reason
    waiting = sum(finding.open for finding in found.findings)
    if waiting:
        told = f"{waiting} mục; xem phần kiểm tra trong chương trình."
        yield "Còn phải xử lý trước khi nộp", told


def total_lines(
    form: Form, places: Places, rows: Rows, found: Assessment, first: int
) -> tuple[Line, ...]:
    """The totals; the live formula of the n-th stands in cell C of row `first + n`."""
    limits = form.limits
    total, applicable, bonus, penalty, result = (f"$C${first + at}" for at in range(5))
    share = f"ROUND(ROUND(100*{result}/{applicable},10),{form.decimals})"
    more, less = _limited("Điểm thưởng", limits.bonus), _limited("Điểm trừ", limits.penalty)
    return (
        Line("DIEM_TONG", "Tổng điểm các lĩnh vực", found.total, _areas(form, rows, LIVE_POINTS)),
        Line("DIEM_TOI_DA_AP_DUNG", "Điểm tối đa áp dụng", found.applicable,
             _areas(form, rows, LIVE_APPLICABLE)),
        Line("DIEM_THUONG", more, found.bonus, _outside(rows.bonuses, limits.bonus)),
        Line("DIEM_TRU", less, found.penalty, _outside(rows.penalties, limits.penalty)),
        Line("KET_QUA", "Kết quả (tổng + thưởng − trừ)", found.result,
             f"ROUND({total}+{bonus}-{penalty},6)"),
        Line("CHI_SO", "Chỉ số: kết quả so với tối đa áp dụng (%)", found.percent_shown,
             f'IF({applicable}=0,"",{share})'),
        Line("XEP_LOAI", "Xếp loại", found.rating.name,
             live_rating(form, places, rows, (result, applicable))),
        Line("KET_LUAN", "Kết luận kiểm tra", found.verdict),
    )  # fmt: skip


def _areas(form: Form, rows: Rows, column: str) -> str:
    return _added([rows.at(column, area.code) for area in form.areas])


def _outside(rows: Sequence[int], limit: Decimal | None) -> str:
    cells = [f"'{SHEET}'!${LIVE_POINTS}${row}" for row in rows]
    added = _added(cells)
    return added if limit is None else f"MIN({number_formula(limit)},{added})"


def _added(cells: Sequence[str]) -> str:
    return f"SUM({','.join(cells)})" if cells else "0"


def _limited(label: str, limit: Decimal | None) -> str:
    return label if limit is None else f"{label} (tối đa {show_number(limit)})"
