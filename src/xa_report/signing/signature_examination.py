"""Examination of one PDF signature by pyHanko: integrity, coverage and certificate chain."""

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

from xa_report.signing.pdf_reader.asn1_patch import patch_name_preparation
from xa_report.signing.status import ChainStatus
from xa_report.signing.trust import TrustStore

for noisy in ("pyhanko", "pyhanko_certvalidator"):
    # What they find becomes facts and sentences; the log of an attack helps nobody.
    logging.getLogger(noisy).setLevel(logging.CRITICAL)

patch_name_preparation()
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
    """What pyHanko says of one signature."""

    intact: bool
    covers_whole_file: bool
    changed_after: bool
    chain: ChainStatus
    is_cleared: bool
    """Trusted with fresh lists of revoked certificates for the whole chain."""
    expired_since: bool


def examine_signature(
    signature: EmbeddedPdfSignature, trust: TrustStore, moment: datetime
) -> SignatureExamination:
    """Validate now; when the dates fail, once more at the time that the signer claims."""
    status, at, past = _validate(signature, validation_context(trust, moment)), moment, False
    claimed = signature.self_reported_timestamp
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
        chain = ChainStatus.TRUSTED  # it lacks nothing but a word on revocation
    if chain is ChainStatus.UNFIT and signature.signer_cert.not_valid_before > at:
        chain = ChainStatus.EXPIRED  # pyHanko has no word of its own for a certificate of tomorrow
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
    work = async_validate_pdf_signature(
        signature, validation, key_usage_settings=REQUIRED_KEY_USAGE
    )
    try:
        work.send(None)
    except StopIteration as ended:
        found: PdfSignatureStatus = ended.value
        return found
    # With nothing to fetch there is nothing to wait for, and no loop has to be started for it.
    work.close()
    raise RuntimeError("validation waits for something")


def validation_context(
    trust: TrustStore, moment: datetime, *, retroactive: bool = False, lists: bool = True
) -> ValidationContext:
    """Our roots and lists alone. Any mode but `require` would pass over lists that were given."""
    return ValidationContext(
        trust_roots=[_asn1_certificate(_der_bytes(one)) for one in trust.roots],
        other_certs=[_asn1_certificate(_der_bytes(one)) for one in trust.intermediates],
        crls=[_asn1_list(_der_bytes(one)) for one in trust.crls] if lists else [],
        allow_fetching=False,
        revocation_mode="require" if lists else "soft-fail",
        moment=moment,
        retroactive_revinfo=retroactive,
    )


# What is kept is told apart by all its bytes: it cannot be taken for another.
@lru_cache(maxsize=64)
def _asn1_certificate(data: bytes) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(data)


@lru_cache(maxsize=64)
def _asn1_list(data: bytes) -> asn1_crl.CertificateList:
    return asn1_crl.CertificateList.load(data)


def _der_bytes(certificate_or_crl: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return certificate_or_crl.public_bytes(Encoding.DER)


def _has_zero_padding(content: bytes) -> bool:
    """Whether only zeros fill the room that the signature left; nobody signs what stands there."""
    used = len(cms.ContentInfo.load(content).dump())
    return not any(content[used:])


def _is_changed_after(status: PdfSignatureStatus) -> bool:
    """More than the form filling that a later signature is."""
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
