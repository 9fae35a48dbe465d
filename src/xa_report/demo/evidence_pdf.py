"""Made-up evidence documents of the demonstration, drawn as one-page PDF files."""

from datetime import datetime
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from xa_report.documents.fonts import FontFace, register_fonts
from xa_report.domain.dates import in_vietnam, show_date
from xa_report.domain.evidence import CitedDocument

NOTICE = "Tài liệu minh họa do chương trình tự tạo, không có giá trị pháp lý."


def write_evidence_pdf(document: CitedDocument, path: Path, created: datetime) -> None:
    """Draw one page that looks like the document; the same document gives the same bytes."""
    register_fonts()
    canvas = Canvas(
        str(path),
        pagesize=A4,
        # No time stamp and no random id: the same document has the same hash.
        invariant=1,
        # reportlab begins each page in its own Helvetica, which is not embedded.
        initialFontName=FontFace.REGULAR.value,
        lang="vi-VN",
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.issuer)
    canvas.setSubject(f"{NOTICE} {show_date(in_vietnam(created).date())}")
    middle, top = A4[0] / 2, A4[1] - 30 * mm
    canvas.setFont(FontFace.BOLD.value, 13)
    canvas.drawCentredString(middle, top, document.issuer.upper())
    canvas.setFont(FontFace.REGULAR.value, 13)
    dated = f", ngày {show_date(document.dated)}" if document.dated else ""
    canvas.drawCentredString(middle, top - 8 * mm, f"Số: {document.number}{dated}")
    canvas.setFont(FontFace.BOLD.value, 14)
    for index, line in enumerate(_title_lines(document.title)):
        canvas.drawCentredString(middle, top - (24 + 7 * index) * mm, line)
    canvas.setFont(FontFace.ITALIC.value, 12)
    canvas.drawCentredString(middle, 25 * mm, NOTICE)
    canvas.showPage()
    canvas.save()


def _title_lines(text: str, width: int = 58) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
