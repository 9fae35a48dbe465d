"""Usable private key with its certificate, and the states in which a key cannot be used."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum

from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.signers import Signer

from xa_report.errors import KeyUnavailableError
from xa_report.signing.identity import CertificateHolder, read_holder

SIGNATURE_DIGEST = "sha256"


@dataclass(frozen=True, slots=True)
class SigningKey(AbstractContextManager["SigningKey", None]):
    """Private key that can be used now, from a file or on a token."""

    signer: Signer
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()
    """Certificates of the authorities above, as far as they came with the key."""
    close: Callable[[], None] = lambda: None
    """Log out of the token; does nothing for a key in memory."""

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def holder(self) -> CertificateHolder:
        """Holder that the certificate names."""
        return read_holder(self.certificate)

    def sign_data(self, data: bytes) -> bytes:
        """Sign bytes with SHA-256: RSA as PKCS#1 v1.5, ECDSA as the DER of r and s."""
        return asyncio.run(self.signer.async_sign_raw(data, SIGNATURE_DIGEST))


def to_asn1_certificate(certificate: x509.Certificate) -> asn1.Certificate:
    """Convert a certificate to the type of asn1crypto, which pyHanko uses."""
    return asn1.Certificate.load(certificate.public_bytes(Encoding.DER))


class KeyState(Enum):
    """Reason why a key cannot be used; `{}` stands for the file, library, token or label."""

    NO_DRIVER = (
        "Không nạp được trình điều khiển của thiết bị ký ({}).",
        "Cài phần mềm đi kèm thiết bị ký (đúng loại 64-bit) rồi chọn lại tệp thư viện.",
    )
    NO_TOKEN = (
        "Không thấy thiết bị ký ({}).",
        "Cắm thiết bị ký vào máy, chờ đèn sáng rồi thử lại.",
    )
    LOCKED = (
        "Thiết bị ký đã bị khóa do nhập sai mã PIN nhiều lần ({}).",
        "Liên hệ đơn vị cấp thiết bị để mở khóa; không nhập thêm mã PIN.",
    )
    WRONG_PIN = (
        "Mã PIN không đúng ({}).",
        "Hỏi lại người giữ thiết bị rồi nhập lại; chương trình không tự thử lại mã PIN.",
    )
    LAST_TRY = (
        "Mã PIN không đúng ({}) và chỉ còn một lần nhập trước khi thiết bị bị khóa.",
        "Dừng lại, kiểm tra mã PIN với người giữ thiết bị trước khi nhập lần cuối.",
    )
    PIN_NOT_SET = (
        "Thiết bị ký chưa được đặt mã PIN ({}).",
        "Đặt mã PIN bằng phần mềm đi kèm thiết bị rồi thử lại.",
    )
    NO_CERTIFICATE = (
        "Trên thiết bị ký không có chứng thư nào tên “{}”.",
        "Xem tên chứng thư bằng lệnh `xa-report keys show` rồi chọn lại.",
    )
    NO_KEY = (
        "Có chứng thư “{}” nhưng không có khóa bí mật đi cùng.",
        "Chọn đúng thiết bị hoặc tệp chứa khóa của chứng thư này.",
    )
    KEY_WITHOUT_CERTIFICATE = (
        "Có khóa bí mật “{}” nhưng không có chứng thư đi cùng.",
        "Đề nghị đơn vị cấp nạp chứng thư vào thiết bị hoặc tệp khóa rồi thử lại.",
    )
    EXPIRED = (
        "Chứng thư đã hết hạn hoặc chưa có hiệu lực ({}).",
        "Kiểm tra ngày giờ của máy; nếu đúng, đề nghị đơn vị cấp gia hạn chứng thư.",
    )
    REMOVED = (
        "Thiết bị ký bị rút ra hoặc mất kết nối khi đang ký ({}); tài liệu chưa được ký.",
        "Cắm lại thiết bị rồi ký lại từ đầu.",
    )
    DEVICE_FAILED = (
        "Thiết bị ký báo lỗi {} nên tài liệu chưa được ký.",
        "Rút ra, cắm lại rồi ký lại; nếu vẫn lỗi, liên hệ đơn vị cấp thiết bị.",
    )
    WRONG_PASSWORD = (
        "Mật khẩu của tệp khóa {} không đúng.",
        "Nhập lại mật khẩu đã đặt khi tạo tệp khóa.",
    )
    UNREADABLE_FILE = (
        "Không đọc được tệp khóa {}.",
        "Chọn đúng tệp .p12 hoặc .pfx có khóa và chứng thư.",
    )

    def sentence(self, subject: str) -> str:
        """Return what happened to the subject and what to do, in Vietnamese."""
        happened, step = self.value
        return f"{happened.format(subject)} {step}"

    def unavailable_error(self, subject: str) -> KeyUnavailableError:
        """Build the error of this state, to be raised."""
        return KeyUnavailableError(self.sentence(subject), self)
