"""A certificate request: made where the key stays, proved and compared where it is granted."""

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from xa_report.errors import SigningError
from xa_report.signing.holder import Holder, holder_of
from xa_report.signing.private_key import PrivateKey

LONGEST_NAME = 64
"""Of a name in a certificate, in characters."""


def make_request(key: PrivateKey, holder: Holder) -> bytes:
    """A PEM request for a holder whose unit and role are known."""
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(holder.urn)])
    builder = x509.CertificateSigningRequestBuilder().subject_name(subject_of(holder))
    request = builder.add_extension(names, critical=False).sign(key, SHA256())
    return request.public_bytes(Encoding.PEM)


def read_request(data: bytes) -> x509.CertificateSigningRequest:
    """Read a request; raise SigningError when it is damaged or does not own its key."""
    try:
        request = x509.load_pem_x509_csr(data)
        holder = holder_of(request)
        good = request.is_signature_valid and holder.role is not None
    except ValueError as error:
        raise SigningError(UNREADABLE) from error
    if not good:
        raise SigningError(UNREADABLE)
    return request


UNREADABLE = (
    "Tệp yêu cầu cấp chứng thư không đọc được, bị sửa hoặc không ghi đơn vị và vai trò; hãy tạo "
    "lại bằng lệnh `xa-report keys request` tại máy của đơn vị."
)


def subject_of(holder: Holder) -> x509.Name:
    """The holder as a certificate's subject; raise SigningError for names that do not fit."""
    for name in (holder.name, holder.agency):
        if not 0 < len(name) <= LONGEST_NAME:
            raise SigningError(
                f"Tên “{name}” trong chứng thư phải có từ 1 đến {LONGEST_NAME} ký tự; hãy viết "
                "gọn lại."
            )
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.agency),
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name),
        ]
    )
