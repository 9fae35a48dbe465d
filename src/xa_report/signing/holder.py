"""Whom a certificate names: the person or agency, the unit's code and the role."""

import re
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from xa_report.signing.roles import Role

_URN = re.compile(r"urn:xa-report:unit:([0-9A-Za-z.]{1,35}):role:([a-z]+)")


@dataclass(frozen=True, slots=True)
class Holder:
    """The holder of a certificate."""

    name: str
    """The common name: a person, or an agency for a seal."""
    agency: str = ""
    unit: str = ""
    """The code of the unit; empty when the certificate does not say."""
    role: Role | None = None

    @property
    def urn(self) -> str:
        """Unit and role as the certificate carries them, a URI of the alternative names."""
        return f"urn:xa-report:unit:{self.unit}:role:{self.role}"

    @property
    def words(self) -> str:
        """The holder in one line: `Nguyễn Văn An (UBND xã Tân Hội)`."""
        return f"{self.name} ({self.agency})" if self.agency not in {"", self.name} else self.name


def holder_of(certificate: x509.Certificate | x509.CertificateSigningRequest) -> Holder:
    """Read the holder; a certificate that names several units or roles names none."""
    unit, role = _unit_and_role(certificate)
    subject = certificate.subject
    return Holder(
        _text(subject, NameOID.COMMON_NAME), _text(subject, NameOID.ORGANIZATION_NAME), unit, role
    )


def _unit_and_role(
    certificate: x509.Certificate | x509.CertificateSigningRequest,
) -> tuple[str, Role | None]:
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return "", None
    uris = names.get_values_for_type(x509.UniformResourceIdentifier)
    found = [match for uri in uris if (match := _URN.fullmatch(uri))]
    if len(found) != 1 or found[0][2] not in set(Role):
        return "", None
    return found[0][1], Role(found[0][2])


def _text(name: x509.Name, oid: ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""
