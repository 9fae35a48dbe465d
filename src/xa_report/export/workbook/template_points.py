"""The template's sheet of criteria: typed points and explanations."""

from xa_report.domain.form import Criterion, Form
from xa_report.domain.numbers import show_number
from xa_report.domain.report import Report
from xa_report.domain.rules.manual import ManualRule
from xa_report.export.workbook import styles
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.pen import Pen
from xa_report.export.workbook.template_cells import write_plain
from xa_report.export.workbook.template_lists import Lists


def write_points(pen: Pen, form: Form, report: Report, lists: Lists) -> None:
    """One row a criterion; points only where the form asks a person to score."""
    pen.titles(
        "Điểm tự chấm và giải trình", f"{report.unit.agency} · {report.period.label} · {form.title}"
    )
    pen.heads(layout.HEAD_ROW, layout.POINT_HEADS)
    pen.widths(layout.POINT_HEADS)
    places = form.decimals
    for row, criterion in enumerate(layout.explained_criteria(form), start=layout.FIRST_ROW):
        pen.text(f"A{row}", criterion.code, styles.QUIET)
        pen.text(f"B{row}", criterion.title)
        pen.number(f"C{row}", criterion.max, styles.decimals(places))
        _typed(pen, row, criterion, report, lists)
        explanation = report.explanations.get(criterion.code, "")
        write_plain(pen, f"{layout.EXPLAINED}{row}", explanation, styles.TEXT)
        pen.text(f"F{row}", _asked(criterion), styles.QUIET)
    lists.attach(pen.sheet)
    pen.page(layout.HEAD_ROW, f"C{layout.FIRST_ROW}")


def _typed(pen: Pen, row: int, criterion: Criterion, report: Report, lists: Lists) -> None:
    place = f"{layout.TYPED}{row}"
    if not layout.scored_by_hand(criterion):
        pen.text(place, "", styles.QUIET)
        return
    points = report.manual.get(criterion.code, "")
    write_plain(pen, place, points, "General")
    lists.check_number(place, "decimal")


def _asked(criterion: Criterion) -> str:
    parts = []
    if isinstance(criterion.rule, ManualRule):
        parts.append(f"Chấm theo bước {show_number(criterion.rule.step)} điểm.")
    if criterion.explain_below is not None:
        parts.append(f"Dưới {show_number(criterion.explain_below)} điểm thì cần giải trình.")
    if criterion.evidence.required and criterion.evidence.or_explain:
        parts.append("Thiếu tài liệu kiểm chứng thì cần giải trình.")
    return " ".join(parts)
