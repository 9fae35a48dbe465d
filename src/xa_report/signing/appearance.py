"""What a signature looks like on the page, after Decree 30, drawn with the program's own font."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    InnerScaling,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle
from reportlab.pdfgen.canvas import Canvas

from xa_report.signing.fields import IMAGE_WIDTH, SEAL_SIZE, TEXT_HEIGHT
from xa_report.signing.lettering import FONT, fit, register
from xa_report.signing.pictures import read_picture
from xa_report.signing.roles import Role

FILLING = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(), InnerScaling.NO_SCALING
)
"""The page is drawn in the field's own size: a seal keeps its real size."""
GAP = 2.0
LEADING = 1.2


@dataclass(frozen=True, slots=True)
class Appearance:
    """What the page shows of a signer."""

    signer: str
    """The person, or the agency for a seal."""
    image: bytes | None = None
    """A transparent PNG: the blue signature, or the red seal in real size."""


class DrawnPage(PdfContent):
    """The one page of a drawn PDF, as the content of a stamp."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        """Take the page into the signed file as a form of its own."""
        writer = self._ensure_writer
        form = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.page)))
        self.resources.xobject["/Stamp"] = form
        _, _, width, height = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=width, height=height)
        return b"/Stamp Do"


def stamp(
    role: Role, appearance: Appearance, moment: datetime, size: tuple[float, float]
) -> StaticStampStyle:
    """The appearance as a stamp that fills a field of that width and height in points."""
    page = draw(role, appearance, moment, size)
    return StaticStampStyle(background=DrawnPage(page), background_layout=FILLING, border_width=0)


def draw(role: Role, appearance: Appearance, moment: datetime, size: tuple[float, float]) -> bytes:
    """A PDF page of the size of the field: the image, and the words at the lower right."""
    register()
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1, initialFontName=FONT)
    _image(canvas, role, appearance.image, size)
    _words(canvas, words(role, appearance.signer, moment), size)
    canvas.save()
    return out.getvalue()


def words(role: Role, signer: str, moment: datetime) -> tuple[str, str]:
    """Who signed and when, with the zone."""
    who = "Người ký" if role is Role.CHAIRMAN else "Cơ quan"
    return f"{who}: {signer}", f"Thời gian ký: {moment.isoformat(timespec='seconds')}"


def _image(canvas: Canvas, role: Role, image: bytes | None, size: tuple[float, float]) -> None:
    if image is None:
        return
    width, height = size
    if role is Role.SEAL:
        side = min(SEAL_SIZE, width, height)
        box = (0.0, (height - side) / 2, side, side)
    else:
        box = (0.0, TEXT_HEIGHT, min(IMAGE_WIDTH, width), height - TEXT_HEIGHT)
    canvas.drawImage(read_picture(image), *box, mask="auto", preserveAspectRatio=True, anchor="c")


def _words(canvas: Canvas, texts: Sequence[str], size: tuple[float, float]) -> None:
    """Draw to the right of the seal, or all over a field that is too narrow for one."""
    room = min(IMAGE_WIDTH, size[0]) - GAP
    height = min(TEXT_HEIGHT, size[1])
    points, lines = fit(texts, room, height / LEADING)
    canvas.setFont(FONT, points)
    y = height - points
    for line in lines:
        canvas.drawString(size[0] - room, y, line)
        y -= points * LEADING
