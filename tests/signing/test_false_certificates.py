"""Certificates that are not what they claim: self-made, made by a signer, weak, for other uses."""

import pytest
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA224, SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR
from tests.factories.signed_pdfs import pdf_with_fields, sign_outside
from xa_report.signing.authority.certificates import (
    build_key_usage,
    certificate_builder,
    subject_name,
)
from xa_report.signing.identity import CertificateHolder, SignerRole, read_holder
from xa_report.signing.pkcs12 import MemorySigner
from xa_report.signing.private_keys import KeyKind
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.signer_requirements import requirement_violations
from xa_report.signing.signer_trust import reasons_against_signer
from xa_report.signing.signing_key import to_asn1_certificate
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.verification import verify_pdf

START, END = NOW - YEAR, NOW + YEAR
BOTH_USES = ("digital_signature", "content_commitment")


def made(
    private, issued_by, *, uses=BOTH_USES, uris=(CHAIRMAN.urn,), ca=False, more=(), digest=None
):
    """A certificate for the chairman as somebody wants it."""
    issuer, signing_key = issued_by
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])
    builder = certificate_builder(
        subject_name(CHAIRMAN), private.public_key(), issuer, start=START, end=END
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    builder = builder.add_extension(build_key_usage(*uses), critical=True)
    for extension, critical in more:
        builder = builder.add_extension(extension, critical=critical)
    return builder.add_extension(names, critical=False).sign(signing_key, digest or SHA256())


def judged(private, certificate, pki, *above):
    # Outside: our own signing refuses such a certificate before its key is used.
    signer = MemorySigner(private, certificate, above)
    data = sign_outside(pdf_with_fields(), SignerRole.CHAIRMAN.field, signer)
    return verify_pdf(
        data, pki.trust(), ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,)), NOW
    ).verdict


def test_what_the_authority_makes_is_valid(pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    certificate = made(private, (authority.certificate.subject, authority.key))
    assert judged(private, certificate, pki) is Verdict.VALID


@pytest.mark.parametrize(
    "private",
    [
        rsa.generate_private_key(65537, 1024),  # noqa: S505 - that is the test
        rsa.generate_private_key(65537, 1536),  # noqa: S505
        ec.generate_private_key(ec.SECP192R1()),
        ec.generate_private_key(ec.SECP224R1()),
    ],
    ids=["RSA 1024", "RSA 1536", "P-192", "P-224"],
)
def test_a_weak_key_is_unfit_whoever_certified_it(private, pki):
    certificate = made(private, (pki.authority.certificate.subject, pki.authority.key))
    assert judged(private, certificate, pki) is Verdict.INVALID


def test_a_self_made_certificate_is_not(pki):
    private = pki.kinds[KeyKind.P_256]
    for ca in (False, True):
        certificate = made(private, (subject_name(CHAIRMAN), private), ca=ca)
        assert judged(private, certificate, pki) is Verdict.INVALID


def test_a_signer_cannot_make_further_signers(pki):
    seal, private = pki.key(SEAL), pki.kinds[KeyKind.P_256]
    certificate = made(private, (seal.certificate.subject, pki.private[SignerRole.SEAL]))
    assert judged(private, certificate, pki, seal.certificate) is Verdict.INVALID


def test_a_certificate_for_other_uses_neither_signs_nor_counts(pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    by = (authority.certificate.subject, authority.key)
    certificate = made(private, by, uses=("key_encipherment",))
    assert len(requirement_violations(certificate, NOW)) == 1
    signer = MemorySigner(private, certificate, ())
    data = sign_outside(pdf_with_fields(), SignerRole.CHAIRMAN.field, signer)
    verification = verify_pdf(
        data, pki.trust(), ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,)), NOW
    )
    assert (verification.verdict, verification.all_reasons) == (
        Verdict.INVALID,
        (VerificationReason.UNFIT,),
    )


@pytest.mark.parametrize(
    "uris",
    [
        (CHAIRMAN.urn, SEAL.urn),
        ("urn:xa-report:unit:25525:role:mayor",),
        (f"{CHAIRMAN.urn}:more",),
        (f"x{CHAIRMAN.urn}",),
        ("urn:xa-report:unit:25525",),
        ("urn:xa-report:unit::role:seal",),
    ],
)
def test_a_certificate_with_doubtful_names_names_nobody(uris, pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    certificate = made(private, (authority.certificate.subject, authority.key), uris=uris)
    assert read_holder(certificate) == CertificateHolder(CHAIRMAN.name, CHAIRMAN.agency)
    assert judged(private, certificate, pki) is Verdict.INCONCLUSIVE


def extended(*uses):
    return x509.ExtendedKeyUsage([x509.ObjectIdentifier(use) for use in uses])


TIMES, SERVERS, CLIENTS = (f"1.3.6.1.5.5.7.3.{number}" for number in (8, 1, 2))
MAIL, DOCUMENTS, ANY = "1.3.6.1.5.5.7.3.4", "1.3.6.1.5.5.7.3.36", "2.5.29.37.0"
BELOW = x509.NameConstraints([x509.DNSName("example.org")], None)
STRANGE = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")


@pytest.mark.parametrize("critical", [True, False])
@pytest.mark.parametrize(
    ("uses", "verdict"),
    [
        ((TIMES,), Verdict.INVALID),
        ((SERVERS, CLIENTS), Verdict.INVALID),
        ((MAIL,), Verdict.VALID),
        ((CLIENTS, MAIL), Verdict.VALID),
        ((DOCUMENTS,), Verdict.VALID),
        ((ANY,), Verdict.VALID),
    ],
)
def test_an_extended_use_must_allow_documents(uses, verdict, critical, pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    by = (authority.certificate.subject, authority.key)
    certificate = made(private, by, more=[(extended(*uses), critical)])
    signer = MemorySigner(private, certificate, ())
    data = sign_outside(pdf_with_fields(), SignerRole.CHAIRMAN.field, signer)
    expected = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    verification = verify_pdf(data, pki.trust(), expected, NOW)
    assert verification.verdict is verdict
    assert bool(requirement_violations(certificate, NOW)) is (verdict is Verdict.INVALID)


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"ca": True}, "nơi cấp, không phải của người ký"),
        ({"ca": True, "uses": (*BOTH_USES, "key_cert_sign")}, "nơi cấp, không phải của người ký"),
        ({"uses": (*BOTH_USES, "key_cert_sign")}, "có quyền cấp chứng thư khác"),
        ({"more": [(BELOW, True)]}, "có giới hạn tên"),
        ({"digest": SHA224()}, "thuật toán băm yếu (sha224)"),
        ({"more": [(STRANGE, True)]}, ""),
    ],
)
def test_what_no_signer_has_makes_a_certificate_unfit(how, words, pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    certificate = made(private, (authority.certificate.subject, authority.key), **how)
    assert words in "\n".join(requirement_violations(certificate, NOW))
    signer = MemorySigner(private, certificate, ())
    data = sign_outside(pdf_with_fields(), SignerRole.CHAIRMAN.field, signer)
    expected = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    verification = verify_pdf(data, pki.trust(), expected, NOW)
    assert (verification.verdict, verification.all_reasons) == (
        Verdict.INVALID,
        (VerificationReason.UNFIT,),
    )
    der = certificate.public_bytes(Encoding.DER)
    assert reasons_against_signer(der, (), pki.trust(), NOW) == (VerificationReason.UNFIT,)


@pytest.mark.parametrize("digest", ["sha1", "sha224", "sha256"])
def test_a_weak_digest_of_the_signature_is_unfit(digest, pki):
    key = pki.key(CHAIRMAN)
    plain = pki.private[SignerRole.CHAIRMAN].private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    signer = SimpleSigner(
        to_asn1_certificate(key.certificate),
        asn1_keys.PrivateKeyInfo.load(plain),
        SimpleCertificateStore(),
    )
    data = sign_outside(pdf_with_fields(), SignerRole.CHAIRMAN.field, signer, digest)
    expected = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    reasons = verify_pdf(data, pki.trust(), expected, NOW).all_reasons
    assert reasons == (() if digest == "sha256" else (VerificationReason.UNFIT,))
