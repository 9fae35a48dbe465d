"""Lists of revoked certificates of every kind: only whole, fresh, understood ones clear anybody.

Both eyes, ours and pyHanko's, look at each list; the stricter one counts.
"""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256

from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR, Pki
from tests.factories.signed_pdfs import signed_pdf
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.revocation import RevocationStatus, revocation_status
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import verify_pdf

Extensions = Sequence[tuple[x509.ExtensionType, bool]]
STRANGE = x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4.5"), b"\x05\x00")
DELTA = x509.DeltaCRLIndicator(5)
HELD, REMOVED = x509.ReasonFlags.certificate_hold, x509.ReasonFlags.remove_from_crl
OTHER, OWN = 999, 0
"""Serials of entries; the second stands for the chairman's."""


def point(**more: object) -> x509.IssuingDistributionPoint:
    flags = {"only_contains_user_certs", "only_contains_ca_certs", "indirect_crl",
             "only_contains_attribute_certs"}  # fmt: skip
    nothing = {"full_name": None, "relative_name": None, "only_some_reasons": None}
    return x509.IssuingDistributionPoint(**{**dict.fromkeys(flags, False), **nothing, **more})  # type: ignore[arg-type]


def entry(serial: int, extensions: Extensions) -> x509.RevokedCertificate:
    built = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(NOW - YEAR / 2)
    for value, critical in extensions:
        built = built.add_extension(value, critical)
    return built.build()


def crl(
    pki: Pki, serial: int, of_list: Extensions = (), of_entry: Extensions | None = None
) -> x509.CertificateRevocationList:
    """A fresh list; it names nobody where `of_entry` is None."""
    start = NOW - timedelta(hours=1)
    built = x509.CertificateRevocationListBuilder().issuer_name(pki.authority.certificate.subject)
    built = built.last_update(start).next_update(NOW + YEAR)
    for value, critical in of_list:
        built = built.add_extension(value, critical)
    if of_entry is not None:
        built = built.add_revoked_certificate(entry(serial, of_entry))
    return built.sign(pki.authority.key, SHA256())


CLEARS_NOBODY: dict[str, tuple[Extensions, int, Extensions | None]] = {
    "users alone": ([(point(only_contains_user_certs=True), True)], OTHER, None),
    "authorities alone": ([(point(only_contains_ca_certs=True), True)], OTHER, None),
    "attributes alone": ([(point(only_contains_attribute_certs=True), True)], OTHER, None),
    "some reasons": ([(point(only_some_reasons=frozenset([HELD])), True)], OTHER, None),
    "indirect": ([(point(indirect_crl=True), True)], OTHER, None),
    "delta": ([(DELTA, True)], OTHER, None),
    "critical and unknown": ([(STRANGE, True)], OTHER, None),
    "critical and unknown in another's entry": ([], OTHER, [(STRANGE, True)]),
}
REVOKES: dict[str, tuple[Extensions, int, Extensions | None]] = {
    "plain": ([], OWN, []),
    "on hold": ([], OWN, [(x509.CRLReason(HELD), False)]),
    "removed": ([], OWN, [(x509.CRLReason(REMOVED), False)]),
    "by a delta": ([(DELTA, True)], OWN, []),
    "by a list nobody understands": ([(STRANGE, True)], OWN, [(STRANGE, True)]),
}


def judged(pki: Pki, serial: int, shape: tuple[Extensions, int, Extensions | None], *more):
    of_list, number, of_entry = shape
    lists = (crl(pki, number or serial, of_list, of_entry), *more)
    return lists, TrustStore((pki.authority.certificate,), (), lists)


@pytest.mark.parametrize("shape", CLEARS_NOBODY.values(), ids=list(CLEARS_NOBODY))
def test_a_list_of_a_part_or_of_the_unknown_clears_nobody(
    pki: Pki, valid_pdf: bytes, shape
) -> None:
    _, trust = judged(pki, 1, shape)
    verification = verify_pdf(valid_pdf, trust, ExpectedSignatures(UNIT), NOW)
    assert (verification.verdict, verification.all_reasons) == (
        Verdict.INCONCLUSIVE,
        (VerificationReason.REVOCATION_UNKNOWN,),
    )
    assert {one.revocation for one in verification.signatures} == {RevocationStatus.UNKNOWN}
    _, trust = judged(pki, 1, shape, crl(pki, OTHER))
    assert verify_pdf(valid_pdf, trust, ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID


@pytest.mark.parametrize("shape", REVOKES.values(), ids=list(REVOKES))
def test_any_list_that_names_the_signer_is_enough(pki: Pki, shape) -> None:
    chairman = pki.key(CHAIRMAN)
    data, serial = signed_pdf(chairman, pki.key(SEAL)), chairman.certificate.serial_number
    lists, trust = judged(pki, serial, shape, crl(pki, OTHER))
    for order in (lists, lists[::-1]):
        store = TrustStore(trust.roots, (), order)
        verification = verify_pdf(data, store, ExpectedSignatures(UNIT), NOW)
        assert (verification.verdict, verification.all_reasons[0]) == (
            Verdict.INVALID,
            VerificationReason.REVOKED,
        )
        assert revocation_status(chairman.certificate, (), store, NOW) is RevocationStatus.REVOKED


def test_what_is_strange_but_not_critical_does_no_harm(pki: Pki, valid_pdf: bytes) -> None:
    lists = (crl(pki, OTHER, [(STRANGE, False)], [(STRANGE, False)]),)
    trust = TrustStore((pki.authority.certificate,), (), lists)
    assert verify_pdf(valid_pdf, trust, ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID
