"""A small PDF/A-3 with a data file inside, to be signed and attacked."""

from functools import cache
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from reportlab.pdfgen.canvas import Canvas

from tests.factories.pki import NOW
from xa_report.documents.fonts import FontFace, register_fonts
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.domain.signature_box import SignatureBox
from xa_report.signing.identity import SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.signature_fields import (
    add_signature_fields,
    split_signature_area,
)
from xa_report.signing.signing_key import SigningKey
from xa_report.signing.stamp import SignerAppearance

ROOM = SignatureBox(2, (310.0, 400.0, 230.0, 102.0))
DATA = b'{"total": "73.71"}'
SIGNED_TEXT = "Tổng số điểm tự đánh giá: 73,71"


@cache
def pdf_with_data() -> bytes:
    """Two pages, not prepared for signing."""
    register_fonts()
    out = BytesIO()
    canvas = Canvas(out, invariant=1, initialFontName=FontFace.REGULAR.value, lang="vi-VN")
    for page in (1, 2):
        canvas.setFont(FontFace.REGULAR.value, 14)
        canvas.drawString(90, 700, f"{SIGNED_TEXT} (trang {page})")
        canvas.showPage()
    canvas.save()
    properties = PdfProperties("Báo cáo thử", "UBND xã Tân Hội", NOW)
    attached = PdfAttachment("report.json", DATA, "application/json", "Số liệu của báo cáo")
    return to_pdfa(out.getvalue(), properties, [attached])


def pdf_with_fields() -> bytes:
    return add_signature_fields(pdf_with_data(), split_signature_area(ROOM))


def sign_as(data: bytes, role: SignerRole, key: SigningKey) -> bytes:
    """Sign with the name that the certificate bears, at the time of the made world."""
    return sign_pdf(data, role, key, SignerAppearance(key.holder.name), lambda: NOW)


def signed_pdf(chairman: SigningKey, seal: SigningKey) -> bytes:
    return sign_as(sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, chairman), SignerRole.SEAL, seal)


class OutsideSigner(PdfSigner):
    """pyHanko as it comes, at the time of the made world."""

    def init_signing_session(self, pdf_out, existing_fields_only=False):
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = NOW
        return session


def sign_outside(data: bytes, name: str, signer: Signer, digest: str = "sha256") -> bytes:
    """Sign as a tool outside does: in Adobe's format, in a field that it makes when need be."""
    metadata = PdfSignatureMetadata(
        name, subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED, md_algorithm=digest
    )
    empty = name in {role.field for role in SignerRole}
    field = None if empty else SigFieldSpec(name, on_page=-1, box=(300, 300, 400, 350))
    out = BytesIO()
    writer = IncrementalPdfFileWriter(BytesIO(data))
    OutsideSigner(metadata, signer, new_field_spec=field).sign_pdf(writer, output=out)
    return out.getvalue()
