"""From the facts of one signature to the reasons against it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from xa_report.signing.examining import Examined
from xa_report.signing.holder import Holder
from xa_report.signing.reasons import Reason
from xa_report.signing.revocation import Revocation
from xa_report.signing.roles import Role
from xa_report.signing.status import Chain, Expected

CHAINS = {
    Chain.FOREIGN: Reason.FOREIGN,
    Chain.EXPIRED: Reason.EXPIRED,
    Chain.UNFIT: Reason.UNFIT,
    Chain.UNKNOWN: Reason.NO_ROOTS,
}
SHORTEST_CURVE = 256
"""Bits: as strong as 3072 of RSA."""
CLOCKS_APART = timedelta(days=1)


def against_bytes(found: Examined, *, last: bool) -> Iterator[Reason]:
    """What stands against the signed bytes; the last signature must cover the whole file."""
    if not found.intact:
        yield Reason.NOT_INTACT
    if found.changed_after:
        yield Reason.CHANGED_AFTER
    if last and not found.covers_whole_file:
        yield Reason.NOT_COVERED


def against_certificate(found: Examined, revocation: Revocation) -> Iterator[Reason]:
    """What stands against the certificate; where two eyes disagree, the stricter one counts."""
    taken_back = revocation is Revocation.REVOKED or found.chain is Chain.REVOKED
    if taken_back:
        yield Reason.REVOKED
    elif found.chain is not Chain.TRUSTED:
        yield CHAINS[found.chain]
    elif revocation is Revocation.UNKNOWN or not found.cleared:
        yield Reason.REVOCATION_UNKNOWN
    if found.expired_since:
        yield Reason.EXPIRED_SINCE


def against_key(certificate: x509.Certificate) -> Iterator[Reason]:
    """What stands against the key; pyHanko looks at the length of RSA and DSA keys alone."""
    key = certificate.public_key()
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < SHORTEST_CURVE:
        yield Reason.UNFIT


def against_signer(signer: Holder, role: Role | None, expected: Expected) -> Iterator[Reason]:
    """What stands against this holder signing for the unit in this turn."""
    if role is None:
        return
    if expected.unit and signer.unit not in {"", expected.unit}:
        yield Reason.OTHER_UNIT
    if signer.role not in {None, role}:
        yield Reason.OTHER_ROLE
    if signer.role is None or not signer.unit:
        yield Reason.UNIT_UNKNOWN


def against_time(
    claimed: datetime | None, moment: datetime, span: tuple[datetime, datetime]
) -> Iterator[Reason]:
    """What stands against the claimed time; `span` is when the certificate holds."""
    if claimed is None or not span[0] <= claimed <= min(span[1], moment + CLOCKS_APART):
        yield Reason.TIME_DOUBTFUL
