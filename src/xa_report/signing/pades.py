"""PAdES signatures on a prepared PDF, the chairman's first and the office seal's after."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from xa_report.errors import SigningError
from xa_report.signing.appending_writer import AppendingWriter
from xa_report.signing.identity import BOTH_ROLES, SignerRole
from xa_report.signing.signer_requirements import is_in_date, requirement_violations, validity_text
from xa_report.signing.signing_key import SIGNATURE_DIGEST, KeyState, SigningKey
from xa_report.signing.stamp import FieldSize, SignerAppearance, build_stamp_style

HANOI_ZONE = timezone(timedelta(hours=7))  # no daylight saving, so no zone database is needed


class _PadesSigner(PdfSigner):
    """Signer with a clock of ours, which keeps the file a PDF/A."""

    moment: datetime

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """Declare nothing: PDF/A-3 allows no extension, and readers do without."""

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        """Give the session our clock's time instead of the machine's."""
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.moment
        return session


def sign_pdf(
    data: bytes,
    role: SignerRole,
    key: SigningKey,
    appearance: SignerAppearance,
    clock: Callable[[], datetime],
) -> bytes:
    """Sign in the empty field of a role; return the file with the signature appended.

    The signing time is the clock's in whole seconds, in the zone of Hanoi. Raise SigningError when
    it is not that role's turn or the certificate is for other uses, and KeyUnavailableError when it
    is out of date or the token fails.
    """
    moment = clock().astimezone(HANOI_ZONE).replace(microsecond=0)
    if not is_in_date(key.certificate, moment):
        raise KeyState.EXPIRED.unavailable_error(validity_text(key.certificate))
    violations = requirement_violations(key.certificate, moment)
    if violations:
        raise SigningError("\n".join(violations))
    writer = AppendingWriter(BytesIO(data))
    size = _field_size(writer, role)
    metadata = PdfSignatureMetadata(
        role.field, subfilter=SigSeedSubFilter.PADES, md_algorithm=SIGNATURE_DIGEST
    )
    signer = _PadesSigner(
        metadata, key.signer, stamp_style=build_stamp_style(role, appearance, moment, size)
    )
    signer.moment = moment
    out = BytesIO()
    signer.sign_pdf(writer, existing_fields_only=True, output=out)
    return out.getvalue()


def _field_size(writer: IncrementalPdfFileWriter, role: SignerRole) -> FieldSize:
    """Return the size of a role's empty field; raise SigningError when it is not its turn."""
    fields = {name: (value, field) for name, value, field in enumerate_sig_fields(writer.prev)}
    turns = [other for other in BOTH_ROLES if other.field in fields]
    if role not in turns:
        raise SigningError(f"Tệp PDF chưa có chỗ ký của {role.label}; hãy xuất lại rồi ký.")
    signed = [other for other in turns if fields[other.field][0] is not None]
    if role in signed:
        raise SigningError(
            f"Báo cáo đã có chữ ký của {role.label}; nếu phải sửa nội dung, hãy xuất lại và ký lại."
        )
    if signed != turns[: turns.index(role)]:
        raise SigningError("Chưa có chữ ký của chủ tịch; chủ tịch ký trước, con dấu đóng sau.")
    left, bottom, right, top = fields[role.field][1].get_object()["/Rect"]
    return FieldSize(float(right - left), float(top - bottom))
