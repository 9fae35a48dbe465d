"""Certificates that are not what they claim: self-made, made by a signer, weak, for other uses."""

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from tests.signing.papers import prepared, signed_outside
from tests.signing.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR
from xa_report.signing.appearance import Appearance
from xa_report.signing.authority.keyfiles import KeyKind
from xa_report.signing.authority.requests import subject_of
from xa_report.signing.authority.root import begin, usage
from xa_report.signing.fitness import unfitness
from xa_report.signing.holder import Holder, holder_of
from xa_report.signing.key import Key
from xa_report.signing.pades import sign
from xa_report.signing.pkcs12 import MemorySigner
from xa_report.signing.reasons import Reason, Verdict
from xa_report.signing.roles import Role
from xa_report.signing.status import Expected
from xa_report.signing.verification import verify_pdf

SPAN = (NOW - YEAR, NOW + YEAR)
BOTH_USES = ("digital_signature", "content_commitment")


def made(private, issued_by, *, uses=BOTH_USES, uris=(CHAIRMAN.urn,), ca=False):
    """A certificate for the chairman as somebody wants it."""
    issuer, signing_key = issued_by
    names = x509.SubjectAlternativeName([x509.UniformResourceIdentifier(uri) for uri in uris])
    builder = begin(subject_of(CHAIRMAN), private.public_key(), issuer, SPAN)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
    builder = builder.add_extension(usage(*uses), critical=True)
    return builder.add_extension(names, critical=False).sign(signing_key, SHA256())


def judged(private, certificate, pki, *above):
    key = Key(MemorySigner(private, certificate, above), certificate, above)
    data = sign(prepared(), Role.CHAIRMAN, key, Appearance("A"), lambda: NOW)
    return verify_pdf(data, pki.trust(), Expected(UNIT, (Role.CHAIRMAN,)), NOW).verdict


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
        certificate = made(private, (subject_of(CHAIRMAN), private), ca=ca)
        assert judged(private, certificate, pki) is Verdict.INVALID


def test_a_signer_cannot_make_further_signers(pki):
    seal, private = pki.key(SEAL), pki.kinds[KeyKind.P_256]
    certificate = made(private, (seal.certificate.subject, pki.private[Role.SEAL]))
    assert judged(private, certificate, pki, seal.certificate) is Verdict.INVALID


def test_a_certificate_for_other_uses_neither_signs_nor_counts(pki):
    private, authority = pki.kinds[KeyKind.P_256], pki.authority
    by = (authority.certificate.subject, authority.key)
    certificate = made(private, by, uses=("key_encipherment",))
    assert len(unfitness(certificate, NOW)) == 1
    signer = MemorySigner(private, certificate, ())
    data = signed_outside(prepared(), Role.CHAIRMAN.field, signer)
    found = verify_pdf(data, pki.trust(), Expected(UNIT, (Role.CHAIRMAN,)), NOW)
    assert (found.verdict, found.all_reasons) == (Verdict.INVALID, (Reason.UNFIT,))


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
    assert holder_of(certificate) == Holder(CHAIRMAN.name, CHAIRMAN.agency)
    assert judged(private, certificate, pki) is Verdict.INCONCLUSIVE
