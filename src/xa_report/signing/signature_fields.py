"""Signature fields of a PDF, all of which are added before the first signature."""

from collections.abc import Mapping
from io import BytesIO

from pyhanko.sign.fields import SigFieldSpec, append_signature_field, enumerate_sig_fields

from xa_report.domain.signature_box import SignatureBox
from xa_report.errors import SigningError
from xa_report.signing.appending_writer import AppendingWriter
from xa_report.signing.identity import BOTH_ROLES, SignerRole

POINTS_PER_MM = 72 / 25.4
SEAL_SIZE = 36 * POINTS_PER_MM
"""Width and height of an office seal in real size, in points."""
IMAGE_WIDTH, TEXT_HEIGHT = 44 * POINTS_PER_MM, 6 * POINTS_PER_MM
"""Width of the image of a signature, and height of each signer's words, in points."""


def split_signature_area(area: SignatureBox) -> dict[SignerRole, SignatureBox]:
    """Divide the area between position and name among the signers, after Decree 30.

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
    """Add an empty signature field for each role that has a box, in the order of signing.

    Raise SigningError when the file has signature fields already.
    """
    writer = AppendingWriter(BytesIO(data))
    if any(True for _ in enumerate_sig_fields(writer.prev)):
        raise SigningError("Tệp PDF đã có chỗ ký; hãy dùng báo cáo vừa xuất, chưa ký.")
    # All at once: a field that is added after a signature counts as a change of what was signed.
    for role in (role for role in BOTH_ROLES if role in boxes):
        area = boxes[role]
        left, bottom, width, height = area.box
        corners = (round(left), round(bottom), round(left + width), round(bottom + height))
        append_signature_field(writer, SigFieldSpec(role.field, on_page=area.page - 1, box=corners))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko left it untyped
    return out.getvalue()
