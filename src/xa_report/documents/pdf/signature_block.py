"""The foot of a document: recipients of copies on the left, room for the signature on the right."""

from collections.abc import Callable

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from xa_report.documents.fonts import FontFace, printable_text, single_line_text
from xa_report.documents.pdf.page_layout import TypedFlowable, wrap_lines
from xa_report.documents.pdf.styles import BODY_SIZE
from xa_report.domain.report import Letterhead
from xa_report.domain.signature_box import SignatureBox

SIGN_ROOM = 36 * mm
"""Between position and name: a signature and a seal of 36 mm."""
LIST_SIZE = 11.0
LINE_HEIGHT = BODY_SIZE * 1.2
LOCATION = "Phần ký và nơi nhận"


class SignatureBlock(TypedFlowable):
    """Recipients and signature side by side; never broken across pages."""

    def __init__(
        self, letterhead: Letterhead, on_box_drawn: Callable[[SignatureBox], None]
    ) -> None:
        super().__init__()
        self.letterhead = letterhead
        self.on_box_drawn = on_box_drawn

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size in points."""
        half = width / 2
        self.copies = _copy_lines(self.letterhead.copies, half - 6 * mm)
        self.titles = [
            line
            for title in (self.letterhead.authority, self.letterhead.position)
            if title.strip()
            for line in wrap_lines(printable_text(title, LOCATION), FontFace.BOLD, BODY_SIZE, half)
        ]
        self.names = wrap_lines(
            single_line_text(self.letterhead.signer, LOCATION), FontFace.BOLD, BODY_SIZE, half
        )
        right = (len(self.titles) + len(self.names)) * LINE_HEIGHT + SIGN_ROOM
        left = LINE_HEIGHT + len(self.copies) * LIST_SIZE * 1.25
        self.width, self.height = width, max(left, right) + 4
        return self.width, self.height

    def draw(self) -> None:
        """Draw the recipients, then the signer's words, and report the signature box."""
        canvas: Canvas = self.canv
        canvas.setFillColor(black)
        self._recipients(canvas)
        half, middle = self.width / 2, self.width * 0.75
        canvas.setFont(FontFace.BOLD.value, BODY_SIZE)
        y = _draw_centred(canvas, self.titles, middle, self.height - BODY_SIZE)
        self._announce_box(canvas, half, y + LINE_HEIGHT - 4 - SIGN_ROOM)
        _draw_centred(canvas, self.names, middle, y - SIGN_ROOM)

    def _recipients(self, canvas: Canvas) -> None:
        y = self.height - BODY_SIZE
        canvas.setFont(FontFace.BOLD_ITALIC.value, 12)
        canvas.drawString(0, y, "Nơi nhận:")
        canvas.setFont(FontFace.REGULAR.value, LIST_SIZE)
        for line in self.copies:
            y -= LIST_SIZE * 1.25
            canvas.drawString(0, y, line)

    def _announce_box(self, canvas: Canvas, left: float, bottom: float) -> None:
        # The canvas has moved to the flowable; a signature needs the place on the page.
        x, y = canvas.absolutePosition(left, bottom)
        self.on_box_drawn(SignatureBox(canvas.getPageNumber(), (x, y, self.width / 2, SIGN_ROOM)))


def _copy_lines(copies: tuple[str, ...], room: float) -> list[str]:
    """Return lines `- Như trên;` … `- Lưu: VT.`"""
    named = [single_line_text(copy, LOCATION).strip("-;. ") for copy in copies]
    named = [copy for copy in named if copy]
    ends = [";"] * (len(named) - 1) + ["."]
    return [
        line
        for copy, end in zip(named, ends, strict=False)
        for line in wrap_lines(f"- {copy}{end}", FontFace.REGULAR, LIST_SIZE, room)
    ]


def _draw_centred(
    canvas: Canvas, lines: tuple[str, ...] | list[str], middle: float, y: float
) -> float:
    for line in lines:
        canvas.drawCentredString(middle, y, line)
        y -= LINE_HEIGHT
    return y
