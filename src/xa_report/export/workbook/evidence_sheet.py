"""The sheet “Tài liệu kiểm chứng”: every document and the criterion that it proves."""

from xa_report.domain.form import Form
from xa_report.domain.report import Report
from xa_report.export.workbook import styles
from xa_report.export.workbook.pen import Pen, columns

SHEET = "Tài liệu kiểm chứng"
HEADS = columns(
    ("STT", 6), ("Mã tiêu chí", 8), ("Tiêu chí", 24), ("Số, ký hiệu", 14), ("Ngày", 12),
    ("Cơ quan ban hành", 18), ("Trích yếu", 28), ("Trang", 7), ("Nội dung chứng minh", 22),
    ("Tên tệp", 20), ("Dung lượng (byte)", 11), ("SHA-256", 33),
)  # fmt: skip
HEAD_ROW = 4


def codes(report: Report) -> str:
    """The cells that hold the criterion codes, as other sheets write them."""
    last = HEAD_ROW + max(1, len(report.evidence))
    return f"'{SHEET}'!$B${HEAD_ROW + 1}:$B${last}"


def write_evidence(pen: Pen, form: Form, report: Report, subtitle: str) -> None:
    """One row for each use of a document."""
    pen.titles("Danh mục tài liệu kiểm chứng", subtitle)
    pen.heads(HEAD_ROW, HEADS)
    pen.widths(HEADS)
    titles = {criterion.code: criterion.title for criterion in form.leaves()}
    for at, link in enumerate(report.evidence, start=1):
        row, file, document = HEAD_ROW + at, link.file, link.file.document
        pen.number(f"A{row}", at, styles.WHOLE, styles.CENTRE)
        pen.text(f"B{row}", link.criterion, styles.CENTRE)
        pen.text(f"C{row}", titles.get(link.criterion, ""))
        pen.text(f"D{row}", document.number)
        pen.date(f"E{row}", document.dated)
        pen.text(f"F{row}", document.issuer)
        pen.text(f"G{row}", document.title)
        pen.text(f"H{row}", link.page, styles.CENTRE)
        pen.text(f"I{row}", link.quote)
        pen.text(f"J{row}", file.name)
        pen.number(f"K{row}", file.size, styles.WHOLE)
        pen.text(f"L{row}", file.sha256, styles.QUIET)
    if not report.evidence:
        pen.text(f"C{HEAD_ROW + 1}", "Chưa có tài liệu nào.", styles.QUIET)
    pen.page(HEAD_ROW, f"C{HEAD_ROW + 1}")
