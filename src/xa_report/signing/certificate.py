"""Whether the certificate behind a workbook's signature is to be trusted, offline."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    ExpiredError,
    NotYetValidError,
    PathError,
    RevokedError,
    ValidationError,
)

from xa_report.signing.examining import context
from xa_report.signing.holder import Holder
from xa_report.signing.key import asn1_of
from xa_report.signing.reasons import Reason
from xa_report.signing.revocation import Revocation, revocation, vouched
from xa_report.signing.trust import TrustStore


def holder_named(certificate: bytes, trust: TrustStore) -> Holder:
    """Whom a DER certificate names."""
    return trust.holder(x509.load_der_x509_certificate(certificate))


def against_signing(
    certificate: bytes, chain: Sequence[bytes], trust: TrustStore, moment: datetime
) -> tuple[Reason, ...]:
    """All that stands against a DER certificate that signed; empty when it is trusted now."""
    return tuple(_reasons(certificate, chain, trust, moment))


def _reasons(
    certificate: bytes, chain: Sequence[bytes], trust: TrustStore, moment: datetime
) -> Iterator[Reason]:
    own = x509.load_der_x509_certificate(certificate)
    sent = [x509.load_der_x509_certificate(one) for one in chain]
    known = vouched(trust, sent)
    if not trust.roots:
        yield Reason.NO_ROOTS
    elif revocation(own, sent, known, moment) is Revocation.REVOKED:
        yield Reason.REVOKED
    else:
        yield from _path_reasons(own, sent, known, moment)


def _path_reasons(
    own: x509.Certificate, sent: Sequence[x509.Certificate], trust: TrustStore, moment: datetime
) -> Iterator[Reason]:
    without_lists = _refused(own, sent, trust, moment, lists=False)
    if without_lists is not None:
        yield without_lists
    elif (
        _refused(own, sent, trust, moment, lists=True) is not None
        or revocation(own, sent, trust, moment) is not Revocation.GOOD
    ):
        yield Reason.REVOCATION_UNKNOWN


def _refused(
    own: x509.Certificate,
    sent: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
    *,
    lists: bool,
) -> Reason | None:
    """Why pyHanko finds no way to a root; None when it does."""
    try:
        validator = CertificateValidator(
            asn1_of(own),
            intermediate_certs=[asn1_of(one) for one in sent],
            validation_context=context(trust, moment, lists=lists),
        )
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))
    except RevokedError:
        return Reason.REVOKED
    except (ExpiredError, NotYetValidError):
        return Reason.EXPIRED
    except PathError:
        return Reason.FOREIGN
    except ValidationError:
        return Reason.UNFIT
    return None
