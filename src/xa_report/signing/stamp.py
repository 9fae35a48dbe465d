"""Visible signature stamp after Decree 30: layout, font fitting and the signer's image."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO

from PIL import Image, UnidentifiedImageError
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
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from xa_report.domain.drawable_text import plain_text
from xa_report.errors import UnprintableError
from xa_report.paths import resources_dir
from xa_report.signing.identity import SignerRole
from xa_report.signing.signature_fields import IMAGE_WIDTH, SEAL_SIZE, TEXT_HEIGHT

SIGNATURE_FONT = "xa-report-signature"
MAX_FONT_SIZE, MIN_FONT_SIZE, FONT_SIZE_STEP = 8.0, 2.0, 0.25
"""Points."""
MAX_IMAGE_BYTES = 4_000_000
"""Bytes of a picture; each signature carries its own."""
MAX_IMAGE_PIXELS = 4000
"""Pixels of its longer side."""
IMAGE_TOO_LARGE_TEXT = (
    f"Ảnh chữ ký hoặc con dấu quá lớn (tối đa {MAX_IMAGE_PIXELS} điểm ảnh mỗi chiều và "
    f"{MAX_IMAGE_BYTES // 1_000_000} MB); hãy thu nhỏ ảnh rồi ký lại."
)
# No scaling: the page is drawn in the field's own size, so that a seal keeps its real size.
FILL_LAYOUT = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins(), InnerScaling.NO_SCALING
)
IMAGE_GAP = 2.0
"""Points between the seal and the words."""
LINE_LEADING = 1.2


@dataclass(frozen=True, slots=True)
class SignerAppearance:
    """Name and image of a signer as the page shows them."""

    signer: str
    """Name of the person, or of the agency for a seal."""
    image: bytes | None = None
    """Transparent PNG: the blue signature, or the red seal in real size."""


@dataclass(frozen=True, slots=True)
class FieldSize:
    """Width and height of a signature field in points."""

    width: float
    height: float


@cache
def register_font() -> None:
    """Make the font known to reportlab under a name of our own."""
    path = resources_dir() / "fonts" / "LiberationSerif-Regular.ttf"
    pdfmetrics.registerFont(TTFont(SIGNATURE_FONT, path))


def fit_text(texts: Sequence[str], width: float, height: float) -> tuple[float, list[str]]:
    """Return the largest font size in points that fits, and the wrapped lines.

    The longest text is cut where even the smallest size does not fit: its signer has the whole name
    in the certificate. Raise UnprintableError when the font lacks a character.
    """
    tidy = [_printable_line(text) for text in texts]
    while True:
        size = MAX_FONT_SIZE
        while size >= MIN_FONT_SIZE:
            lines = [
                part for text in tidy for part in simpleSplit(text, SIGNATURE_FONT, size, width)
            ]
            widest = max(pdfmetrics.stringWidth(line, SIGNATURE_FONT, size) for line in lines)
            if widest <= width and len(lines) * size <= height:
                return size, lines
            size -= FONT_SIZE_STEP
        longest = max(range(len(tidy)), key=lambda at: len(tidy[at]))
        tidy[longest] = tidy[longest][: len(tidy[longest]) * 3 // 4].rstrip() + "…"


def _printable_line(text: str) -> str:
    """Return a text on one line as documents draw it; raise UnprintableError for what they cannot.

    As in the report itself: what its check lets pass is signed.
    """
    register_font()
    tidy = re.sub(r"\s+", " ", plain_text(text)).strip()
    # Glyph 0 is .notdef.
    glyphs = pdfmetrics.getFont(SIGNATURE_FONT).face.charToGlyph
    strange = [letter for letter in tidy if not glyphs.get(ord(letter))]
    if strange:
        raise UnprintableError(
            f"Tên “{tidy}” có ký tự “{strange[0]}” mà phông chữ không có; hãy sửa tên rồi ký lại."
        )
    return tidy


def load_signature_image(data: bytes) -> ImageReader:
    """Open a PNG for drawing; raise UnprintableError when it is none or too large."""
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            fits = len(data) <= MAX_IMAGE_BYTES and max(image.size) <= MAX_IMAGE_PIXELS
            if fits:
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnprintableError(
            "Ảnh chữ ký hoặc con dấu không đọc được; hãy chọn tệp PNG nền trong suốt."
        ) from error
    except Image.DecompressionBombError as error:
        raise UnprintableError(IMAGE_TOO_LARGE_TEXT) from error
    if not fits:
        raise UnprintableError(IMAGE_TOO_LARGE_TEXT)
    return ImageReader(BytesIO(data))


class StampPage(PdfContent):
    """One-page PDF as the content of a stamp."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.page = page

    def render(self) -> bytes:
        """Import the page into the signed file as a form; return the command to draw it."""
        writer = self._ensure_writer  # pyHanko's own contents take their writer from it, too
        form = writer.import_page_as_xobject(PdfFileReader(BytesIO(self.page)))
        self.resources.xobject["/Stamp"] = form
        _, _, width, height = form.get_object()["/BBox"]
        self.box = BoxConstraints(width=width, height=height)
        return b"/Stamp Do"


def build_stamp_style(
    role: SignerRole, appearance: SignerAppearance, moment: datetime, size: FieldSize
) -> StaticStampStyle:
    """Build a stamp of the appearance that fills a field of that size."""
    page = draw_appearance(role, appearance, moment, size)
    return StaticStampStyle(
        background=StampPage(page), background_layout=FILL_LAYOUT, border_width=0
    )


def draw_appearance(
    role: SignerRole, appearance: SignerAppearance, moment: datetime, size: FieldSize
) -> bytes:
    """Draw a PDF page of the size of the field: the image, and the words at the lower right."""
    register_font()
    out = BytesIO()
    page_size = (size.width, size.height)
    # Invariant: without the time of drawing the same appearance gives the same bytes.
    canvas = Canvas(out, pagesize=page_size, invariant=1, initialFontName=SIGNATURE_FONT)
    _draw_image(canvas, role, appearance.image, size)
    _draw_lines(canvas, signature_lines(role, appearance.signer, moment), size)
    canvas.save()
    return out.getvalue()


def signature_lines(role: SignerRole, signer: str, moment: datetime) -> tuple[str, str]:
    """Return a line with the signer and a line with the time in ISO 8601, with its zone."""
    label = "Người ký" if role is SignerRole.CHAIRMAN else "Cơ quan"
    return f"{label}: {signer}", f"Thời gian ký: {moment.isoformat(timespec='seconds')}"


def _draw_image(canvas: Canvas, role: SignerRole, image: bytes | None, size: FieldSize) -> None:
    if image is None:
        return
    width, height = size.width, size.height
    if role is SignerRole.SEAL:
        side = min(SEAL_SIZE, width, height)
        box = (0.0, (height - side) / 2, side, side)
    else:
        box = (0.0, TEXT_HEIGHT, min(IMAGE_WIDTH, width), height - TEXT_HEIGHT)
    canvas.drawImage(
        load_signature_image(image), *box, mask="auto", preserveAspectRatio=True, anchor="c"
    )


def _draw_lines(canvas: Canvas, texts: Sequence[str], size: FieldSize) -> None:
    """Draw to the right of the seal, or over the whole field where it is too narrow for both."""
    width = min(IMAGE_WIDTH, size.width) - IMAGE_GAP
    height = min(TEXT_HEIGHT, size.height)
    points, lines = fit_text(texts, width, height / LINE_LEADING)
    canvas.setFont(SIGNATURE_FONT, points)
    y = height - points
    for line in lines:
        canvas.drawString(size.width - width, y, line)
        y -= points * LINE_LEADING
