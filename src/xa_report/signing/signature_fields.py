"""Signature fields of a PDF; all are made before the first signature."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from xa_report.errors import SigningError
from xa_report.signing.identity import BOTH_ROLES, SignerRole

POINTS_PER_MM = 72 / 25.4
SEAL_SIZE = 36 * POINTS_PER_MM
"""Of an office seal in real size."""
IMAGE_WIDTH, TEXT_HEIGHT = 44 * POINTS_PER_MM, 6 * POINTS_PER_MM
"""Of the image of a signature; of the words of each signer."""


@dataclass(frozen=True, slots=True)
class SignatureBox:
    """Where a signature is seen: page from 1, and left, bottom, width, height in points."""

    page: int
    box: tuple[float, float, float, float]


def split_signature_area(area: SignatureBox) -> dict[SignerRole, SignatureBox]:
    """Part the room between position and name, after Decree 30.

    The signature stands in the middle, the seal over the left third of its image; to the right of
    the seal the words of both signers stand one above the other.
    """
    left, bottom, width, height = area.box
    middle = left + (width - IMAGE_WIDTH) / 2
    right = left + width
    signature = (middle, bottom + TEXT_HEIGHT, right - middle, height - TEXT_HEIGHT)
    return {
        SignerRole.CHAIRMAN: SignatureBox(area.page, signature),
        SignerRole.SEAL: SignatureBox(area.page, (left, bottom, width, height)),
    }


def add_signature_fields(data: bytes, boxes: Mapping[SignerRole, SignatureBox]) -> bytes:
    """Add an empty signature field for each role that has a spot, in the order of signing.

    Raise SigningError when the file has signature fields already.
    """
    writer = IncrementalPdfFileWriter(BytesIO(data))
    if any(True for _ in enumerate_sig_fields(writer.prev)):
        raise SigningError("Tệp PDF đã có chỗ ký; hãy dùng báo cáo vừa xuất, chưa ký.")
    for role in (role for role in BOTH_ROLES if role in boxes):
        spot = boxes[role]
        left, bottom, width, height = spot.box
        corners = (round(left), round(bottom), round(left + width), round(bottom + height))
        append_signature_field(writer, SigFieldSpec(role.field, on_page=spot.page - 1, box=corners))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
