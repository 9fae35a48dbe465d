"""The check code and its QR code in the bottom margin of every page of a signed report."""

from dataclasses import dataclass

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from xa_report.documents.fonts import FontFace
from xa_report.documents.pdf.styles import LEFT

CODE_SIZE, CODE_RISE = 8, 10 * mm
QR_SIDE, QR_RISE = 16 * mm, 2.5 * mm
QR_FORM = "qr"


@dataclass(frozen=True, slots=True)
class PageCheckCode:
    """The words of the check code and the text of the QR code; an empty text draws none."""

    words: str
    qr: str = ""

    def draw(self, canvas: Canvas, right: float) -> None:
        """Draw on the current page; `right` is where the words end, in points from the left."""
        canvas.setFont(FontFace.REGULAR.value, CODE_SIZE)
        canvas.drawRightString(right, CODE_RISE, self.words)
        if self.qr:
            # One form for all pages, or the file would hold the code once a page.
            if not canvas.hasForm(QR_FORM):
                _draw_qr_form(canvas, self.qr)
            canvas.saveState()
            canvas.translate(LEFT, QR_RISE)
            canvas.doForm(QR_FORM)
            canvas.restoreState()


def _draw_qr_form(canvas: Canvas, text: str) -> None:
    """Draw the modules once, a rectangle for each run of dark ones; pages only refer to it."""
    # Level M survives the loss of 15 %: photocopies stay readable.
    code = QrCodeWidget(text, barLevel="M")
    code.qr.make()
    count = code.qr.getModuleCount()
    side = QR_SIDE / count
    canvas.beginForm(QR_FORM, 0, 0, QR_SIDE, QR_SIDE)
    path = canvas.beginPath()
    for row in range(count):
        dark = [code.qr.isDark(row, column) for column in range(count)]
        for start, length in _dark_runs(dark):
            path.rect(start * side, QR_SIDE - (row + 1) * side, length * side, side)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.endForm()


def _dark_runs(dark: list[bool]) -> list[tuple[int, int]]:
    """Return start and length of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    for index, is_dark in enumerate(dark):
        if is_dark and index and dark[index - 1]:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif is_dark:
            runs.append((index, 1))
    return runs
