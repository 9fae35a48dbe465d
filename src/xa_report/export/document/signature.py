"""The foot of the report: nơi nhận on the left; authority, room to sign and name on the right."""

from collections.abc import Callable
from dataclasses import dataclass

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from xa_report.domain.report import Letterhead
from xa_report.export.document.block import Block
from xa_report.export.document.paper import BODY
from xa_report.export.document.wrapping import wrap
from xa_report.export.fonts import Face, one_line, printable

SIGN_ROOM = 36 * mm
"""Between position and name: a signature and a seal of 36 mm."""
LIST_SIZE = 11.0
LINE = BODY * 1.2
PLACE = "Phần ký và nơi nhận"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the signature belongs: page from 1, and left, bottom, width, height in points."""

    page: int
    box: tuple[float, float, float, float]


class SignatureBlock(Block):
    """Recipients and signature side by side; never broken across pages."""

    def __init__(self, head: Letterhead, tell: Callable[[Spot], None]) -> None:
        super().__init__()
        self.head = head
        self.tell = tell

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The size in points."""
        half = width / 2
        self.copies = _copies(self.head.copies, half - 6 * mm)
        self.titles = [
            line
            for title in (self.head.authority, self.head.position)
            if title.strip()
            for line in wrap(printable(title, PLACE), Face.BOLD, BODY, half)
        ]
        self.names = wrap(one_line(self.head.signer, PLACE), Face.BOLD, BODY, half)
        right = (len(self.titles) + len(self.names)) * LINE + SIGN_ROOM
        left = LINE + len(self.copies) * LIST_SIZE * 1.25
        self.width, self.height = width, max(left, right) + 4
        return self.width, self.height

    def draw(self) -> None:
        """Draw the recipients, then the signature's words, and tell where the signature goes."""
        canvas: Canvas = self.canv
        canvas.setFillColor(black)
        self._recipients(canvas)
        half, middle = self.width / 2, self.width * 0.75
        canvas.setFont(Face.BOLD.value, BODY)
        y = _centred(canvas, self.titles, middle, self.height - BODY)
        self._tell(canvas, half, y + LINE - 4 - SIGN_ROOM)
        _centred(canvas, self.names, middle, y - SIGN_ROOM)

    def _recipients(self, canvas: Canvas) -> None:
        y = self.height - BODY
        canvas.setFont(Face.BOLD_ITALIC.value, 12)
        canvas.drawString(0, y, "Nơi nhận:")
        canvas.setFont(Face.REGULAR.value, LIST_SIZE)
        for line in self.copies:
            y -= LIST_SIZE * 1.25
            canvas.drawString(0, y, line)

    def _tell(self, canvas: Canvas, left: float, bottom: float) -> None:
        x, y = canvas.absolutePosition(left, bottom)
        self.tell(Spot(canvas.getPageNumber(), (x, y, self.width / 2, SIGN_ROOM)))


def _copies(copies: tuple[str, ...], room: float) -> list[str]:
    """Lines `- Như trên;` … `- Lưu: VT.`"""
    named = [one_line(copy, PLACE).strip("-;. ") for copy in copies]
    named = [copy for copy in named if copy]
    ends = [";"] * (len(named) - 1) + ["."]
    return [
        line
        for copy, end in zip(named, ends, strict=False)
        for line in wrap(f"- {copy}{end}", Face.REGULAR, LIST_SIZE, room)
    ]


def _centred(canvas: Canvas, lines: tuple[str, ...] | list[str], middle: float, y: float) -> float:
    for line in lines:
        canvas.drawCentredString(middle, y, line)
        y -= LINE
    return y
