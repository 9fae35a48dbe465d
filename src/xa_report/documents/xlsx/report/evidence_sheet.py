"""The sheet “Tài liệu kiểm chứng”: every document and the criterion that it proves."""

from xa_report.documents.xlsx import cell_styles
from xa_report.documents.xlsx.sheet_writer import SheetWriter, sheet_columns
from xa_report.domain.form import Form
from xa_report.domain.report import Report

SHEET = "Tài liệu kiểm chứng"
HEADS = sheet_columns(
    ("STT", 6), ("Mã tiêu chí", 8), ("Tiêu chí", 24), ("Số, ký hiệu", 14), ("Ngày", 12),
    ("Cơ quan ban hành", 18), ("Trích yếu", 28), ("Trang", 7), ("Nội dung chứng minh", 22),
    ("Tên tệp", 20), ("Dung lượng (byte)", 11), ("SHA-256", 33),
)  # fmt: skip
HEAD_ROW = 4


def criterion_code_cells(report: Report) -> str:
    """Return the range of the criterion codes, as other sheets write it."""
    last = HEAD_ROW + max(1, len(report.evidence))
    return f"'{SHEET}'!$B${HEAD_ROW + 1}:$B${last}"


def write_evidence_sheet(writer: SheetWriter, form: Form, report: Report, subtitle: str) -> None:
    """Write one row for each use of a document."""
    writer.write_titles("Danh mục tài liệu kiểm chứng", subtitle)
    writer.write_heads(HEAD_ROW, HEADS)
    writer.set_widths(HEADS)
    titles = {criterion.code: criterion.title for criterion in form.leaves()}
    for at, link in enumerate(report.evidence, start=1):
        row, file, document = HEAD_ROW + at, link.file, link.file.document
        writer.number(f"A{row}", at, cell_styles.WHOLE_FORMAT, cell_styles.CENTRE)
        writer.text(f"B{row}", link.criterion, cell_styles.CENTRE)
        writer.text(f"C{row}", titles.get(link.criterion, ""))
        writer.text(f"D{row}", document.number)
        writer.date(f"E{row}", document.dated)
        writer.text(f"F{row}", document.issuer)
        writer.text(f"G{row}", document.title)
        writer.text(f"H{row}", link.page, cell_styles.CENTRE)
        writer.text(f"I{row}", link.quote)
        writer.text(f"J{row}", file.name)
        writer.number(f"K{row}", file.size, cell_styles.WHOLE_FORMAT)
        writer.text(f"L{row}", file.sha256, cell_styles.QUIET)
    if not report.evidence:
        writer.text(f"C{HEAD_ROW + 1}", "Chưa có tài liệu nào.", cell_styles.QUIET)
    writer.finish_page(HEAD_ROW, f"C{HEAD_ROW + 1}")
