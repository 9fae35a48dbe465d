"""The sheet “Tổng hợp”: who reports, what it adds up to, the rating and every area."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from openpyxl.workbook.defined_name import DefinedName

from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import STATE_LABELS, Report
from xa_report.domain.rules.formula import number
from xa_report.export.workbook import criteria_sheet, styles
from xa_report.export.workbook.criteria_sheet import Rows
from xa_report.export.workbook.pen import Pen, agree, columns
from xa_report.export.workbook.places import Places
from xa_report.export.workbook.rating_formula import live_rating

SHEET = "Tổng hợp"
WIDTHS = columns(("", 46), ("", 18), ("", 16), ("", 12), ("", 13), ("", 13), ("", 13))
TOTAL_HEADS = columns(("Nội dung", 0), ("Giá trị", 0), ("Tính lại", 0), ("Đối chiếu", 0))
AREA_HEADS = columns(
    ("Lĩnh vực", 0), ("Điểm", 0), ("Tính lại", 0), ("Đối chiếu", 0), ("Tối đa", 0),
    ("Áp dụng", 0), ("Tỷ lệ (%)", 0),
)  # fmt: skip
NAMES = (
    "DIEM_TONG", "DIEM_TOI_DA_AP_DUNG", "DIEM_THUONG", "DIEM_TRU", "KET_QUA", "CHI_SO",
    "XEP_LOAI", "KET_LUAN",
)  # fmt: skip
_INFO_LETTERS = 84


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the totals; the name is that of the cell with its value."""

    name: str
    label: str
    value: Decimal | str | None
    live: str = ""


@dataclass(frozen=True, slots=True)
class SummarySheet:
    """Writes the sheet."""

    pen: Pen
    form: Form
    places: Places
    rows: Rows

    def write(self, report: Report, plans: Sequence[Plan], assessment: Assessment) -> None:
        """Identity, totals, reasons and areas from top to bottom."""
        pen = self.pen
        pen.titles(self.form.title, f"{report.unit.agency} · {report.period.label}")
        pen.widths(WIDTHS)
        row = 4
        for label, text in self._identity(report, plans):
            self._info(row, label, text)
            row += 1
        head = row + 1
        pen.heads(head, TOTAL_HEADS)
        row = head + 1
        for line in self._lines(assessment, head + 1):
            self._line(row, line)
            row += 1
        for label, text in _reasons(assessment):
            self._info(row, label, text)
            row += 1
        self._areas(row + 1, assessment)
        pen.mark_differences(f"D1:D{pen.sheet.max_row}")
        pen.page(head, "A4")
        pen.sheet.print_title_rows = None  # its two tables have different heads
        pen.sheet.page_setup.fitToHeight = 1

    def _identity(self, report: Report, plans: Sequence[Plan]) -> Iterator[tuple[str, str]]:
        form, unit = self.form, report.unit
        yield "Đơn vị", ", ".join(part for part in (unit.name, unit.province_name) if part)
        yield "Mã đơn vị", unit.code
        yield "Kỳ báo cáo", report.period.label
        yield "Lần nộp", f"L{report.sequence}"
        yield "Tình trạng báo cáo", STATE_LABELS[report.state]
        version = f"{form.id}, bản {form.version}"
        yield (
            "Bộ tiêu chí",
            f"{form.title} ({version}{f', {form.decision}' if form.decision else ''})",
        )
        yield "Mã băm bộ tiêu chí (SHA-256)", form.sha256
        for plan in (plan for plan in plans if plan.of_year(report.period.year)):
            decision = f" ({plan.decision})" if plan.decision else ""
            yield "Kế hoạch đối chiếu", f"{plan.title}{decision}"

    def _info(self, row: int, label: str, text: str) -> None:
        sheet = self.pen.sheet
        self.pen.text(f"A{row}", label, styles.QUIET)
        self.pen.text(f"B{row}", text)
        for letter in "CDEFG":
            sheet[f"{letter}{row}"].style = styles.PLAIN
        sheet.merge_cells(f"B{row}:G{row}")
        lines = sum(1 + len(part) // _INFO_LETTERS for part in text.split("\n"))
        sheet.row_dimensions[row].height = 15.5 * min(lines, 26)

    def _lines(self, found: Assessment, first: int) -> Iterator[Line]:
        rows, limits = self.rows, self.form.limits
        points = [rows.at(criteria_sheet.LIVE_POINTS, area.code) for area in self.form.areas]
        most = [rows.at(criteria_sheet.LIVE_APPLICABLE, area.code) for area in self.form.areas]
        total, applicable, bonus, penalty = (f"$C${first + at}" for at in range(4))
        result = f"ROUND({total}+{bonus}-{penalty},6)"
        share = f"ROUND(100*$C${first + 4}/{applicable},10)"
        percent = f'IF({applicable}=0,"",ROUND({share},{self.form.decimals}))'
        yield Line(NAMES[0], "Tổng điểm các lĩnh vực", found.total, _added(points))
        yield Line(NAMES[1], "Điểm tối đa áp dụng", found.applicable, _added(most))
        yield Line(NAMES[2], _limited("Điểm thưởng", limits.bonus), found.bonus,
                   self._outside(rows.bonuses, limits.bonus))  # fmt: skip
        yield Line(NAMES[3], _limited("Điểm trừ", limits.penalty), found.penalty,
                   self._outside(rows.penalties, limits.penalty))  # fmt: skip
        yield Line(NAMES[4], "Kết quả (tổng + thưởng − trừ)", found.result, result)
        yield Line(
            NAMES[5], "Chỉ số: kết quả so với tối đa áp dụng (%)", found.percent_shown, percent
        )
        rating = live_rating(self.form, self.places, self.rows, (f"$C${first + 4}", applicable))
        yield Line(NAMES[6], "Xếp loại", found.rating.name, rating)
        yield Line(NAMES[7], "Kết luận kiểm tra", found.verdict)

    def _outside(self, rows: Sequence[int], limit: Decimal | None) -> str:
        cells = [f"'{criteria_sheet.SHEET}'!${criteria_sheet.LIVE_POINTS}${row}" for row in rows]
        added = _added(cells)
        return added if limit is None else f"MIN({number(limit)},{added})"

    def _line(self, row: int, line: Line) -> None:
        pen, shape = self.pen, styles.decimals(self.form.decimals)
        pen.text(f"A{row}", line.label)
        text = isinstance(line.value, str)
        if isinstance(line.value, str):
            pen.text(f"B{row}", line.value, styles.STRONG)
        else:
            pen.number(f"B{row}", line.value, shape, styles.STRONG)
        if line.live:
            pen.formula(f"C{row}", line.live, shape)
            same = f"EXACT(B{row},C{row})" if text else agree(f"B{row}", f"C{row}")
            pen.check(f"D{row}", same if text else f'IF(B{row}="",C{row}="",{same})')
        else:
            pen.text(f"C{row}", "")
            pen.text(f"D{row}", "")
        self.pen.sheet.parent.defined_names[line.name] = DefinedName(
            line.name, attr_text=f"'{SHEET}'!$B${row}"
        )

    def _areas(self, head: int, found: Assessment) -> None:
        pen, shape = self.pen, styles.decimals(self.form.decimals)
        pen.heads(head, AREA_HEADS)
        for row, area in enumerate(found.areas, start=head + 1):
            pen.text(f"A{row}", f"{area.code}. {area.title}")
            pen.number(f"B{row}", area.points, shape, styles.STRONG)
            pen.formula(f"C{row}", self.rows.at(criteria_sheet.LIVE_POINTS, area.code), shape)
            pen.check(f"D{row}", agree(f"B{row}", f"C{row}"))
            pen.number(f"E{row}", area.max, shape)
            pen.number(f"F{row}", area.applicable, shape)
            pen.number(f"G{row}", area.percent, styles.decimals(self.form.decimals))


def _reasons(found: Assessment) -> Iterator[tuple[str, str]]:
    if found.rating.reason:
        yield "Căn cứ xếp loại", found.rating.reason
    open_ = sum(finding.open for finding in found.findings)
    if open_:
        yield "Còn phải xử lý trước khi nộp", f"{open_} mục; xem phần kiểm tra trong chương trình."


def _added(cells: Sequence[str]) -> str:
    return f"SUM({','.join(cells)})" if cells else "0"


def _limited(label: str, limit: Decimal | None) -> str:
    return label if limit is None else f"{label} (tối đa {show_number(limit)})"
