"""Composing the XML of a workbook's signature out of canonical pieces."""

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from xa_report.errors import UsageError
from xa_report.signing.workbook.algorithms import (
    for_xml,
    method_of,
    public_key,
    sha256,
    verifies,
)
from xa_report.signing.workbook.elements import (
    OFFICE_ID,
    PACKAGE_ID,
    PROPERTIES_ID,
    SIGNATURE_ID,
    D,
    X,
    reference,
    text,
)
from xa_report.signing.workbook.key import WorkbookKey
from xa_report.signing.workbook.markup import canonical
from xa_report.signing.workbook.objects import office_object, package_object, signed_properties
from xa_report.signing.workbook.parts import Package
from xa_report.signing.workbook.vocabulary import C14N, DS, OBJECT, SIGNED_PROPERTIES, XADES

_OPENING = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Signature xmlns="{DS}" Id="{SIGNATURE_ID}">""".encode()
_QUALIFYING = (
    f'<Object><xd:QualifyingProperties xmlns:xd="{XADES}" Target="#{SIGNATURE_ID}">'.encode()
)

_CLOSING = b"</xd:QualifyingProperties></Object>"


def compose(package: Package, key: WorkbookKey, moment: datetime) -> bytes:
    """Return the signature over a package; a key that does not fit its certificate is refused."""
    public = public_key(key.certificate)
    objects = package_object(package, moment), office_object()
    properties = signed_properties(key.certificate, moment)
    info = _signed_info(method_of(public), objects, properties)
    value = for_xml(public, key.sign_data(info))
    if not verifies(public, value, info):
        raise UsageError(
            "Không ký được bảng tính: khóa ký không khớp với chứng thư số đi kèm. "
            "Hãy chọn lại chứng thư số đúng với khóa."
        )
    # Canonical pieces stand in the file as they are: what was hashed is what is read.
    tail = (*objects, _qualifying(properties, key.chain), b"</Signature>")
    return b"".join((_OPENING, info, _value(value), _key_info(key.certificate), *tail))


def _signed_info(method: str, objects: tuple[bytes, bytes], properties: bytes) -> bytes:
    package, office = map(sha256, objects)
    transform = D.Transform(Algorithm=C14N)
    return canonical(
        D.SignedInfo(
            D.CanonicalizationMethod(Algorithm=C14N),
            D.SignatureMethod(Algorithm=method),
            reference(f"#{PACKAGE_ID}", package, Type=OBJECT),
            reference(f"#{OFFICE_ID}", office, Type=OBJECT),
            reference(f"#{PROPERTIES_ID}", sha256(properties), transform, Type=SIGNED_PROPERTIES),
        )
    )


def _value(value: bytes) -> bytes:
    return canonical(D.SignatureValue(text(value)))


def _key_info(signer: x509.Certificate) -> bytes:
    return canonical(D.KeyInfo(D.X509Data(D.X509Certificate(_der(signer)))))


def _qualifying(properties: bytes, chain: Sequence[x509.Certificate]) -> bytes:
    return b"".join((_QUALIFYING, properties, _sent_along(chain), _CLOSING))


def _sent_along(chain: Sequence[x509.Certificate]) -> bytes:
    if not chain:
        return b""
    values = X.CertificateValues(*(X.EncapsulatedX509Certificate(_der(one)) for one in chain))
    return canonical(X.UnsignedProperties(X.UnsignedSignatureProperties(values)))


def _der(certificate: x509.Certificate) -> str:
    return text(certificate.public_bytes(Encoding.DER))
