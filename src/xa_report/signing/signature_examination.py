"""Examination of one PDF signature by pyHanko: integrity, coverage and certificate chain.

Imports `pdf_reader.asn1_patch`, which patches asn1crypto for the whole process.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from asn1crypto import cms
from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate, AdESSubIndic
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, async_validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from xa_report.signing.pdf_reader import asn1_patch  # noqa: F401 - patches on import
from xa_report.signing.status import ChainStatus
from xa_report.signing.trust import TrustStore

for logger in ("pyhanko", "pyhanko_certvalidator"):
    # What they find becomes facts and sentences; the log of an attack helps nobody.
    logging.getLogger(logger).setLevel(logging.CRITICAL)

# "Content commitment" of today: a signature for the record, not one for logging in.
REQUIRED_KEY_USAGE = KeyUsageConstraints(key_usage={"non_repudiation"})
OUT_OF_DATE_INDICATIONS = {
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
}
REVOKED_INDICATIONS = {
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
    AdESFailure.REVOKED,
}


@dataclass(frozen=True, slots=True)
class SignatureExamination:
    """Facts that pyHanko finds about one signature."""

    intact: bool
    covers_whole_file: bool
    changed_after: bool
    chain: ChainStatus
    is_cleared: bool
    """True when the chain is trusted and fresh revocation lists clear all of it."""
    expired_since: bool


def examine_signature(
    signature: EmbeddedPdfSignature, trust: TrustStore, moment: datetime
) -> SignatureExamination:
    """Validate at a moment; when only the dates fail, once more at the time that the signer claims.

    Then `expired_since` is true: the certificate was valid, if the claimed time is true.
    """
    status, at, past = _validate(signature, validation_context(trust, moment)), moment, False
    claimed = signature.self_reported_timestamp
    # A time to come is not tried: with it a certificate of tomorrow would pass today.
    if (
        status.trust_problem_indic in OUT_OF_DATE_INDICATIONS
        and claimed is not None
        and claimed <= moment
    ):
        # The lists are younger than the claimed time, so they are allowed to speak about the past.
        status = _validate(signature, validation_context(trust, claimed, retroactive=True))
        at, past = claimed, True
    chain = _chain_status(status.trust_problem_indic, trust)
    if chain in {ChainStatus.UNFIT, ChainStatus.FOREIGN} and _leads_to_root(signature, trust, at):
        chain = ChainStatus.TRUSTED  # nothing is missing but an answer on revocation
    if chain is ChainStatus.UNFIT and signature.signer_cert.not_valid_before > at:
        chain = ChainStatus.EXPIRED  # pyHanko has no indication of its own for this
    return SignatureExamination(
        status.intact and status.valid and _has_zero_padding(signature.pkcs7_content),
        status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        _is_changed_after(status),
        chain,
        status.trusted,
        past and chain is ChainStatus.TRUSTED,
    )


def _leads_to_root(signature: EmbeddedPdfSignature, trust: TrustStore, moment: datetime) -> bool:
    return _validate(signature, validation_context(trust, moment, lists=False)).trusted


def _validate(signature: EmbeddedPdfSignature, validation: ValidationContext) -> PdfSignatureStatus:
    # Run by hand: with nothing to fetch it never waits, so no event loop has to be started for it.
    coroutine = async_validate_pdf_signature(
        signature, validation, key_usage_settings=REQUIRED_KEY_USAGE
    )
    try:
        coroutine.send(None)
    except StopIteration as result:
        status: PdfSignatureStatus = result.value
        return status
    coroutine.close()
    raise RuntimeError("validation waits for something")


def validation_context(
    trust: TrustStore, moment: datetime, *, retroactive: bool = False, lists: bool = True
) -> ValidationContext:
    """Build a context with our roots alone and, unless `lists` is false, our revocation lists.

    `retroactive` lets lists that are younger than the moment speak about it.
    """
    return ValidationContext(
        trust_roots=[_asn1_certificate(_der_bytes(one)) for one in trust.roots],
        other_certs=[_asn1_certificate(_der_bytes(one)) for one in trust.intermediates],
        crls=[_asn1_list(_der_bytes(one)) for one in trust.crls] if lists else [],
        allow_fetching=False,
        # Any milder mode would also pass over lists that were given.
        revocation_mode="require" if lists else "soft-fail",
        moment=moment,
        retroactive_revinfo=retroactive,
    )


# Cached by all bytes: one object cannot be taken for another.
@lru_cache(maxsize=64)
def _asn1_certificate(data: bytes) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(data)


@lru_cache(maxsize=64)
def _asn1_list(data: bytes) -> asn1_crl.CertificateList:
    return asn1_crl.CertificateList.load(data)


def _der_bytes(certificate_or_crl: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return certificate_or_crl.public_bytes(Encoding.DER)


def _has_zero_padding(content: bytes) -> bool:
    """Return whether only zeros follow the signature in its space, which no signature covers."""
    used = len(cms.ContentInfo.load(content).dump())
    return not any(content[used:])


def _is_changed_after(status: PdfSignatureStatus) -> bool:
    """Return whether more was changed later than the form filling that a signature is."""
    level = status.modification_level
    return status.docmdp_ok is False or level is None or level > ModificationLevel.FORM_FILLING


def _chain_status(problem: AdESSubIndic | None, trust: TrustStore) -> ChainStatus:
    if not trust.roots:
        return ChainStatus.UNKNOWN
    if problem is None:
        return ChainStatus.TRUSTED
    if problem in OUT_OF_DATE_INDICATIONS:
        return ChainStatus.EXPIRED
    if problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return ChainStatus.FOREIGN
    return ChainStatus.REVOKED if problem in REVOKED_INDICATIONS else ChainStatus.UNFIT
