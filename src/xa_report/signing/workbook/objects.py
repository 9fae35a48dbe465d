"""The three things that a workbook's signature signs: the parts, the look, the properties."""

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from xa_report.signing.workbook.algorithms import sha256
from xa_report.signing.workbook.elements import (
    OFFICE_ID,
    PACKAGE_ID,
    PROPERTIES_ID,
    SIGNATURE_ID,
    D,
    M,
    O,
    X,
    reference,
    text,
)
from xa_report.signing.workbook.markup import Node, canonical
from xa_report.signing.workbook.parts import Package
from xa_report.signing.workbook.relationships import transformed
from xa_report.signing.workbook.vocabulary import C14N, RELATIONSHIP_TRANSFORM, SHA256

_OFFICE_VERSION = "16.0"
_NO_PROVIDER = "{00000000-0000-0000-0000-000000000000}"


def package_object(package: Package, moment: datetime) -> bytes:
    """Return the canonical list of every part and every relationship."""
    time = M.SignatureTime(
        M.Format("YYYY-MM-DDThh:mm:ssTZD"), M.Value(f"{moment:%Y-%m-%dT%H:%M:%SZ}")
    )
    signed = D.SignatureProperties(
        D.SignatureProperty(time, Id="idSignatureTime", Target=f"#{SIGNATURE_ID}")
    )
    return canonical(D.Object(D.Manifest(*_references(package)), signed, Id=PACKAGE_ID))


def _references(package: Package) -> Iterator[Node]:
    for part in sorted(package.parts):
        found = package.relationships.get(part)
        if found is None:
            yield reference(package.reference(part), sha256(package.parts[part]))
            continue
        ids = sorted(one.id for one in found)
        chosen = D.Transform(
            *(M.RelationshipReference(SourceId=ref) for ref in ids),
            Algorithm=RELATIONSHIP_TRANSFORM,
        )
        digest = sha256(transformed(found, ids))
        yield reference(package.reference(part), digest, chosen, D.Transform(Algorithm=C14N))


def office_object() -> bytes:
    """Return the canonical details that Excel asks for: a signature without a drawn line."""
    details = O.SignatureInfoV1(
        O.SetupID(), O.SignatureText(), O.SignatureImage(), O.SignatureComments(),
        O.WindowsVersion("10.0"), O.OfficeVersion(_OFFICE_VERSION),
        O.ApplicationVersion(_OFFICE_VERSION), O.Monitors("1"),
        O.HorizontalResolution("1366"), O.VerticalResolution("768"), O.ColorDepth("32"),
        O.SignatureProviderId(_NO_PROVIDER), O.SignatureProviderUrl(),
        O.SignatureProviderDetails("9"), O.SignatureType("1"),
    )  # fmt: skip
    one = D.SignatureProperty(details, Id="idOfficeV1Details", Target=f"#{SIGNATURE_ID}")
    return canonical(D.Object(D.SignatureProperties(one), Id=OFFICE_ID))


def signed_properties(certificate: x509.Certificate, moment: datetime) -> bytes:
    """Return the canonical XAdES properties: when, and with which certificate."""
    known = D.DigestValue(text(certificate.fingerprint(hashes.SHA256())))
    digest = X.CertDigest(D.DigestMethod(Algorithm=SHA256), known)
    issuer = X.IssuerSerial(
        D.X509IssuerName(certificate.issuer.rfc4514_string()),
        D.X509SerialNumber(str(certificate.serial_number)),
    )
    signature = X.SignedSignatureProperties(
        X.SigningTime(f"{moment:%Y-%m-%dT%H:%M:%SZ}"),
        X.SigningCertificate(X.Cert(digest, issuer)),
        X.SignaturePolicyIdentifier(X.SignaturePolicyImplied()),
    )
    return canonical(X.SignedProperties(signature, Id=PROPERTIES_ID))
