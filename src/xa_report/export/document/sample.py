"""Draws the made-up documents that the demonstration attaches as evidence."""

from datetime import datetime
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from xa_report.domain.evidence import CitedDocument
from xa_report.export.fonts import Face, register

NOTICE = "Tài liệu minh họa do chương trình tự tạo, không có giá trị pháp lý."


def write_sample(document: CitedDocument, path: Path, made: datetime) -> None:
    """Draw one page that looks like the document; the same document gives the same bytes."""
    register()
    canvas = Canvas(
        str(path),
        pagesize=A4,
        invariant=1,
        initialFontName=Face.REGULAR.value,
        lang="vi-VN",
    )
    canvas.setTitle(document.title)
    canvas.setAuthor(document.issuer)
    canvas.setSubject(f"{NOTICE} {made:%d/%m/%Y}")
    middle, top = A4[0] / 2, A4[1] - 30 * mm
    canvas.setFont(Face.BOLD.value, 13)
    canvas.drawCentredString(middle, top, document.issuer.upper())
    canvas.setFont(Face.REGULAR.value, 13)
    dated = f", ngày {document.dated:%d/%m/%Y}" if document.dated else ""
    canvas.drawCentredString(middle, top - 8 * mm, f"Số: {document.number}{dated}")
    canvas.setFont(Face.BOLD.value, 14)
    for index, line in enumerate(_lines(document.title)):
        canvas.drawCentredString(middle, top - (24 + 7 * index) * mm, line)
    canvas.setFont(Face.ITALIC.value, 12)
    canvas.drawCentredString(middle, 25 * mm, NOTICE)
    canvas.showPage()
    canvas.save()


def _lines(text: str, width: int = 58) -> list[str]:
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
