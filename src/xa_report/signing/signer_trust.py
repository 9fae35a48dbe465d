"""Offline trust in the certificate behind a workbook's signature."""

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

from xa_report.signing.certificate_fitness import fitness_violations
from xa_report.signing.identity import CertificateHolder
from xa_report.signing.reasons import VerificationReason
from xa_report.signing.revocation import RevocationStatus, revocation_status, verifiable_crls
from xa_report.signing.signature_examination import validation_context
from xa_report.signing.signing_key import to_asn1_certificate
from xa_report.signing.trust import TrustStore


def certificate_holder(certificate: bytes, trust: TrustStore) -> CertificateHolder:
    """Return the holder of a DER certificate, after the signers of the trust."""
    return trust.holder(x509.load_der_x509_certificate(certificate))


def reasons_against_signer(
    certificate: bytes, chain: Sequence[bytes], trust: TrustStore, moment: datetime
) -> tuple[VerificationReason, ...]:
    """Return the reasons against a DER certificate that signed; empty when it is trusted now.

    `chain` are the certificates that came with it, DER. Raise ValueError when one is none.
    """
    return tuple(_signer_reasons(certificate, chain, trust, moment))


def _signer_reasons(
    certificate: bytes, chain: Sequence[bytes], trust: TrustStore, moment: datetime
) -> Iterator[VerificationReason]:
    own = x509.load_der_x509_certificate(certificate)
    sent = [x509.load_der_x509_certificate(one) for one in chain]
    known = verifiable_crls(trust, sent)
    if not trust.roots:
        yield VerificationReason.NO_ROOTS
    elif revocation_status(own, sent, known, moment) is RevocationStatus.REVOKED:
        yield VerificationReason.REVOKED
    elif any(fitness_violations(own)):
        yield VerificationReason.UNFIT
    else:
        yield from _path_reasons(own, sent, known, moment)


def _path_reasons(
    certificate: x509.Certificate,
    embedded: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
) -> Iterator[VerificationReason]:
    # First without lists: else a missing list would hide that the path itself is refused.
    without_lists = _path_refusal(certificate, embedded, trust, moment, lists=False)
    if without_lists is not None:
        yield without_lists
    elif (
        _path_refusal(certificate, embedded, trust, moment, lists=True) is not None
        or revocation_status(certificate, embedded, trust, moment) is not RevocationStatus.GOOD
    ):
        yield VerificationReason.REVOCATION_UNKNOWN


def _path_refusal(
    certificate: x509.Certificate,
    embedded: Sequence[x509.Certificate],
    trust: TrustStore,
    moment: datetime,
    *,
    lists: bool,
) -> VerificationReason | None:
    """Return the reason for which pyHanko finds no path to a root; None when it finds one."""
    try:
        validator = CertificateValidator(
            to_asn1_certificate(certificate),
            intermediate_certs=[to_asn1_certificate(one) for one in embedded],
            validation_context=validation_context(trust, moment, lists=lists),
        )
        asyncio.run(validator.async_validate_usage({"non_repudiation"}))
    except RevokedError:
        return VerificationReason.REVOKED
    except (ExpiredError, NotYetValidError):
        return VerificationReason.EXPIRED
    except PathError:
        return VerificationReason.FOREIGN
    except ValidationError:
        return VerificationReason.UNFIT
    return None
