"""Kính gửi: one recipient on the same line, several as a list below."""

from reportlab.pdfgen.canvas import Canvas

from xa_report.documents.fonts import FontFace, single_line_text, text_width
from xa_report.documents.pdf.page_layout import TypedFlowable, wrap_lines
from xa_report.documents.pdf.styles import BODY_SIZE

LEAD = "Kính gửi: "
LINE_HEIGHT = BODY_SIZE * 1.25
LOCATION = "Kính gửi"


class RecipientsFlowable(TypedFlowable):
    """The addressees; several are separated by semicolons in the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        named = [part.strip(" .-") for part in single_line_text(text, LOCATION).split(";")]
        self.names = [part for part in named if part]
        self.spaceAfter = 10

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """Return the size in points; nothing when nobody is named."""
        self.indent = available * 0.22
        room = available - self.indent - text_width(LEAD, FontFace.REGULAR, BODY_SIZE)
        several = len(self.names) > 1
        # Decree 30/2020: semicolons between recipients, a full stop after the last.
        ends = [";"] * (len(self.names) - 1) + ["."] if several else [""]
        self.lines = [
            line
            for name, end in zip(self.names, ends, strict=False)
            for line in wrap_lines(
                f"- {name}{end}" if several else name, FontFace.REGULAR, BODY_SIZE, room
            )
        ]
        # A list begins on the line below `Kính gửi:`.
        self.height = LINE_HEIGHT * (len(self.lines) + several)
        return available, self.height

    def draw(self) -> None:
        """Draw the lead and the names under one another."""
        if not self.lines:
            return
        canvas: Canvas = self.canv
        canvas.setFont(FontFace.REGULAR.value, BODY_SIZE)
        y = self.height - BODY_SIZE
        canvas.drawString(self.indent, y, LEAD.strip())
        y -= LINE_HEIGHT * (len(self.names) > 1)
        for line in self.lines:
            canvas.drawString(self.indent + text_width(LEAD, FontFace.REGULAR, BODY_SIZE), y, line)
            y -= LINE_HEIGHT
