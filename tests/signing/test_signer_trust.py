"""Who signed a workbook, judged offline: a table of certificates and what stands against each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories.pki import CHAIRMAN, NOW, YEAR, Pki
from xa_report.signing.reasons import VerificationReason
from xa_report.signing.signer_trust import reasons_against_signer
from xa_report.signing.signing_key import SigningKey
from xa_report.signing.trust import TrustStore

Case = Callable[[Pki], tuple[SigningKey, TrustStore]]
OLD_LIST = NOW - timedelta(days=60)


def revoked(pki: Pki) -> tuple[SigningKey, TrustStore]:
    key = pki.key(CHAIRMAN)
    return key, pki.trust([key])


CASES: dict[str, tuple[Case, tuple[VerificationReason, ...]]] = {
    "good": (lambda p: (p.key(CHAIRMAN), p.trust()), ()),
    "no roots": (lambda p: (p.key(CHAIRMAN), TrustStore()), (VerificationReason.NO_ROOTS,)),
    "foreign": (lambda p: (p.key(CHAIRMAN, p.rogue), p.trust()), (VerificationReason.FOREIGN,)),
    "revoked": (revoked, (VerificationReason.REVOKED,)),
    "expired": (
        lambda p: (p.key(CHAIRMAN, since=NOW - 2 * YEAR, lifetime=YEAR), p.trust()),
        (VerificationReason.EXPIRED,),
    ),
    "of tomorrow": (
        lambda p: (p.key(CHAIRMAN, since=NOW + timedelta(days=1)), p.trust()),
        (VerificationReason.EXPIRED,),
    ),
    "no list": (
        lambda p: (p.key(CHAIRMAN), TrustStore((p.authority.certificate,))),
        (VerificationReason.REVOCATION_UNKNOWN,),
    ),
    "stale list": (
        lambda p: (p.key(CHAIRMAN), p.trust(since=OLD_LIST, lifetime=timedelta(days=30))),
        (VerificationReason.REVOCATION_UNKNOWN,),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_stands_against_a_certificate(pki: Pki, name: str) -> None:
    make, expected = CASES[name]
    key, trust = make(pki)
    certificate = key.certificate.public_bytes(Encoding.DER)
    assert reasons_against_signer(certificate, (), trust, NOW) == expected
