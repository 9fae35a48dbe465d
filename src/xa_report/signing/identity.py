"""Identity of signers: role, certificate holder, public key fingerprint."""

import re
from base64 import b32encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier


class SignerRole(StrEnum):
    """Role of a signer; the order of the members is the order of signing."""

    CHAIRMAN = "chairman"
    SEAL = "seal"

    @property
    def field(self) -> str:
        """Name of the signature field in the PDF."""
        return _FIELDS[self]

    @property
    def label(self) -> str:
        """Vietnamese name of the role for the middle of a sentence."""
        return _LABELS[self]


_FIELDS = {SignerRole.CHAIRMAN: "ChuTich", SignerRole.SEAL: "ConDau"}
_LABELS = {SignerRole.CHAIRMAN: "chủ tịch", SignerRole.SEAL: "con dấu cơ quan"}
BOTH_ROLES = (SignerRole.CHAIRMAN, SignerRole.SEAL)
# Codes of agencies have at most 35 characters, in groups with points (20/2020/QĐ-TTg).
_URN_PATTERN = re.compile(r"urn:xa-report:unit:([0-9A-Za-z.]{1,35}):role:([a-z]+)")
FINGERPRINT_GROUPS, FINGERPRINT_GROUP_LENGTH = 4, 4


@dataclass(frozen=True, slots=True)
class CertificateHolder:
    """Holder of a certificate: names, unit and role."""

    name: str
    """Common name: a person, or an agency for a seal."""
    agency: str = ""
    unit: str = ""
    """Code of the unit; empty when the certificate names none."""
    role: SignerRole | None = None

    @property
    def urn(self) -> str:
        """Unit and role as a URI of the certificate's alternative names."""
        return f"urn:xa-report:unit:{self.unit}:role:{self.role}"

    @property
    def description(self) -> str:
        """Name and agency in one line: `Nguyễn Văn An (UBND xã Tân Hội)`."""
        return f"{self.name} ({self.agency})" if self.agency not in {"", self.name} else self.name


def read_holder(
    certificate: x509.Certificate | x509.CertificateSigningRequest,
) -> CertificateHolder:
    """Read the holder; unit and role are empty unless the certificate names exactly one."""
    unit, role = _unit_and_role(certificate)
    subject = certificate.subject
    return CertificateHolder(
        _name_text(subject, NameOID.COMMON_NAME),
        _name_text(subject, NameOID.ORGANIZATION_NAME),
        unit,
        role,
    )


def _unit_and_role(
    certificate: x509.Certificate | x509.CertificateSigningRequest,
) -> tuple[str, SignerRole | None]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return "", None
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    matches = [match for uri in uris if (match := _URN_PATTERN.fullmatch(uri))]
    if len(matches) != 1 or matches[0][2] not in set(SignerRole):
        return "", None
    return matches[0][1], SignerRole(matches[0][2])


def _name_text(name: x509.Name, oid: ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def key_fingerprint(key: PublicKeyTypes) -> str:
    """Return 80 bits of the key's SHA-256 in base 32, as four groups of four: `K7QD-…`.

    A request and its certificate have the same one.
    """
    public = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    text = b32encode(sha256(public).digest()).decode()[
        : FINGERPRINT_GROUPS * FINGERPRINT_GROUP_LENGTH
    ]
    return "-".join(
        text[i : i + FINGERPRINT_GROUP_LENGTH]
        for i in range(0, len(text), FINGERPRINT_GROUP_LENGTH)
    )


def fingerprints_match(typed: str, expected: str) -> bool:
    """Return whether a typed fingerprint is the expected one; case and separators do not count."""
    return "".join(filter(str.isalnum, typed)).upper() == expected.replace("-", "")
