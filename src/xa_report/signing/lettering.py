"""Text of signatures: our font, and the largest size at which the words fit their room."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from xa_report.errors import UnprintableError
from xa_report.paths import resources_dir

FONT = "xa-report-signature"
LARGEST, SMALLEST, STEP = 8.0, 2.0, 0.25


@cache
def register() -> None:
    """Make the font known to reportlab under a name of our own."""
    path = resources_dir() / "fonts" / "LiberationSerif-Regular.ttf"
    pdfmetrics.registerFont(TTFont(FONT, path))


def fit(texts: Sequence[str], width: float, height: float) -> tuple[float, list[str]]:
    """The size in points and the lines that fit; raise UnprintableError when nothing does."""
    tidy = [_printable(text) for text in texts]
    size = LARGEST
    while size >= SMALLEST:
        lines = [line for text in tidy for line in simpleSplit(text, FONT, size, width)]
        widest = max(pdfmetrics.stringWidth(line, FONT, size) for line in lines)
        if widest <= width and len(lines) * size <= height:
            return size, lines
        size -= STEP
    raise UnprintableError(
        f"Tên “{texts[0]}” quá dài so với chỗ ký trên báo cáo; hãy viết gọn tên người ký."
    )


def _printable(text: str) -> str:
    """NFC on one line; raise UnprintableError for what the font cannot draw."""
    register()
    tidy = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()
    known = pdfmetrics.getFont(FONT).face.charToGlyph
    strange = [letter for letter in tidy if ord(letter) not in known]
    if strange:
        raise UnprintableError(
            f"Tên “{tidy}” có ký tự “{strange[0]}” mà phông chữ không có; hãy sửa tên rồi ký lại."
        )
    return tidy
