"""Kính gửi: one recipient on the same line, several as a list below."""

from reportlab.pdfgen.canvas import Canvas

from xa_report.export.document.block import Block
from xa_report.export.document.paper import BODY
from xa_report.export.document.wrapping import wrap
from xa_report.export.fonts import Face, one_line, width

LEAD = "Kính gửi: "
LINE = BODY * 1.25
PLACE = "Kính gửi"


class Recipients(Block):
    """The addressees; several are separated by semicolons in the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        named = [part.strip(" .-") for part in one_line(text, PLACE).split(";")]
        self.named = [part for part in named if part]
        self.spaceAfter = 10

    def wrap(self, available: float, _height: float) -> tuple[float, float]:
        """The size in points; nothing when nobody is named."""
        self.indent = available * 0.22
        room = available - self.indent - width(LEAD, Face.REGULAR, BODY)
        several = len(self.named) > 1
        ends = [";"] * (len(self.named) - 1) + ["."] if several else [""]
        self.lines = [
            line
            for name, end in zip(self.named, ends, strict=False)
            for line in wrap(f"- {name}{end}" if several else name, Face.REGULAR, BODY, room)
        ]
        # A list begins on the line below `Kính gửi:`.
        self.height = LINE * (len(self.lines) + several)
        return available, self.height

    def draw(self) -> None:
        """Draw the lead and the names under one another."""
        if not self.lines:
            return
        canvas: Canvas = self.canv
        canvas.setFont(Face.REGULAR.value, BODY)
        y = self.height - BODY
        canvas.drawString(self.indent, y, LEAD.strip())
        y -= LINE * (len(self.named) > 1)
        for line in self.lines:
            canvas.drawString(self.indent + width(LEAD, Face.REGULAR, BODY), y, line)
            y -= LINE
