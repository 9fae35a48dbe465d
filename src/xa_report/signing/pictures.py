"""Pictures of signatures and seals: PNG of a sensible size, or a sentence why not."""

from io import BytesIO

from PIL import Image, UnidentifiedImageError
from reportlab.lib.utils import ImageReader

from xa_report.errors import UnprintableError

LARGEST = 4_000_000
"""Bytes of a picture; each signature carries its own."""
WIDEST = 4000
"""Pixels of its longer side."""


def read_picture(data: bytes) -> ImageReader:
    """Open a PNG for drawing; raise UnprintableError when it is none or too large."""
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            fits = len(data) <= LARGEST and max(image.size) <= WIDEST
            if fits:
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnprintableError(
            "Ảnh chữ ký hoặc con dấu không đọc được; hãy chọn tệp PNG nền trong suốt."
        ) from error
    except Image.DecompressionBombError as error:
        raise UnprintableError(TOO_LARGE) from error
    if not fits:
        raise UnprintableError(TOO_LARGE)
    return ImageReader(BytesIO(data))


TOO_LARGE = (
    f"Ảnh chữ ký hoặc con dấu quá lớn (tối đa {WIDEST} điểm ảnh mỗi chiều và "
    f"{LARGEST // 1_000_000} MB); hãy thu nhỏ ảnh rồi ký lại."
)
