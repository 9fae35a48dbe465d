"""Who signed a workbook, judged offline: a table of certificates and what stands against each."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.signing.pki import CHAIRMAN, NOW, YEAR, Pki
from xa_report.signing.certificate import against_signing
from xa_report.signing.key import Key
from xa_report.signing.reasons import Reason
from xa_report.signing.trust import TrustStore

Case = Callable[[Pki], tuple[Key, TrustStore]]
OLD_LIST = NOW - timedelta(days=60)


def revoked(pki: Pki) -> tuple[Key, TrustStore]:
    key = pki.key(CHAIRMAN)
    return key, pki.trust([key])


CASES: dict[str, tuple[Case, tuple[Reason, ...]]] = {
    "good": (lambda p: (p.key(CHAIRMAN), p.trust()), ()),
    "no roots": (lambda p: (p.key(CHAIRMAN), TrustStore()), (Reason.NO_ROOTS,)),
    "foreign": (lambda p: (p.key(CHAIRMAN, p.rogue), p.trust()), (Reason.FOREIGN,)),
    "revoked": (revoked, (Reason.REVOKED,)),
    "expired": (
        lambda p: (p.key(CHAIRMAN, since=NOW - 2 * YEAR, lifetime=YEAR), p.trust()),
        (Reason.EXPIRED,),
    ),
    "of tomorrow": (
        lambda p: (p.key(CHAIRMAN, since=NOW + timedelta(days=1)), p.trust()),
        (Reason.EXPIRED,),
    ),
    "no list": (
        lambda p: (p.key(CHAIRMAN), TrustStore((p.authority.certificate,))),
        (Reason.REVOCATION_UNKNOWN,),
    ),
    "stale list": (
        lambda p: (p.key(CHAIRMAN), p.trust(since=OLD_LIST, lifetime=timedelta(days=30))),
        (Reason.REVOCATION_UNKNOWN,),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_stands_against_a_certificate(pki: Pki, name: str) -> None:
    make, expected = CASES[name]
    key, trust = make(pki)
    certificate = key.certificate.public_bytes(Encoding.DER)
    assert against_signing(certificate, (), trust, NOW) == expected
