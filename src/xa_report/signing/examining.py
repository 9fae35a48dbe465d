"""One signature through pyHanko's eyes: is it intact, and where does its certificate lead?"""

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

from xa_report.signing.name_texts import remember
from xa_report.signing.status import Chain
from xa_report.signing.trust import TrustStore

for noisy in ("pyhanko", "pyhanko_certvalidator"):
    # What they find becomes facts and sentences; the log of an attack helps nobody.
    logging.getLogger(noisy).setLevel(logging.CRITICAL)

remember()
USES = KeyUsageConstraints(key_usage={"non_repudiation"})
OUT_OF_DATE = {
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED,
}
REVOKED = {
    AdESIndeterminate.REVOKED_NO_POE,
    AdESIndeterminate.REVOKED_CA_NO_POE,
    AdESFailure.REVOKED,
}


@dataclass(frozen=True, slots=True)
class Examined:
    """What pyHanko says of one signature."""

    intact: bool
    covers_whole_file: bool
    changed_after: bool
    chain: Chain
    cleared: bool
    """Trusted with fresh lists of revoked certificates for the whole chain."""
    expired_since: bool


def examine(signature: EmbeddedPdfSignature, trust: TrustStore, moment: datetime) -> Examined:
    """Validate now; when the dates fail, once more at the time that the signer claims."""
    status, at, past = _validate(signature, context(trust, moment)), moment, False
    claimed = signature.self_reported_timestamp
    if status.trust_problem_indic in OUT_OF_DATE and claimed is not None and claimed <= moment:
        # The lists are younger than the claimed time, so they are allowed to speak about the past.
        status = _validate(signature, context(trust, claimed, retroactive=True))
        at, past = claimed, True
    chain = _chain(status.trust_problem_indic, trust)
    if chain in {Chain.UNFIT, Chain.FOREIGN} and _leads_to_root(signature, trust, at):
        chain = Chain.TRUSTED  # it lacks nothing but a word on revocation
    if chain is Chain.UNFIT and signature.signer_cert.not_valid_before > at:
        chain = Chain.EXPIRED  # pyHanko has no word of its own for a certificate of tomorrow
    return Examined(
        status.intact and status.valid and _padded_with_nothing(signature.pkcs7_content),
        status.coverage is SignatureCoverageLevel.ENTIRE_FILE,
        _changed(status),
        chain,
        status.trusted,
        past and chain is Chain.TRUSTED,
    )


def _leads_to_root(signature: EmbeddedPdfSignature, trust: TrustStore, moment: datetime) -> bool:
    return _validate(signature, context(trust, moment, lists=False)).trusted


def _validate(signature: EmbeddedPdfSignature, asked: ValidationContext) -> PdfSignatureStatus:
    work = async_validate_pdf_signature(signature, asked, key_usage_settings=USES)
    try:
        work.send(None)
    except StopIteration as ended:
        found: PdfSignatureStatus = ended.value
        return found
    # With nothing to fetch there is nothing to wait for, and no loop has to be started for it.
    work.close()
    raise RuntimeError("validation waits for something")


def context(
    trust: TrustStore, moment: datetime, *, retroactive: bool = False, lists: bool = True
) -> ValidationContext:
    """Our roots and lists alone. Any mode but `require` would pass over lists that were given."""
    return ValidationContext(
        trust_roots=[_asn1_certificate(_der(one)) for one in trust.roots],
        other_certs=[_asn1_certificate(_der(one)) for one in trust.intermediates],
        crls=[_asn1_list(_der(one)) for one in trust.crls] if lists else [],
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


def _der(one: x509.Certificate | x509.CertificateRevocationList) -> bytes:
    return one.public_bytes(Encoding.DER)


def _padded_with_nothing(content: bytes) -> bool:
    """Whether only zeros fill the room that the signature left; nobody signs what stands there."""
    used = len(cms.ContentInfo.load(content).dump())
    return not any(content[used:])


def _changed(status: PdfSignatureStatus) -> bool:
    """More than the form filling that a later signature is."""
    level = status.modification_level
    return status.docmdp_ok is False or level is None or level > ModificationLevel.FORM_FILLING


def _chain(problem: AdESSubIndic | None, trust: TrustStore) -> Chain:
    if not trust.roots:
        return Chain.UNKNOWN
    if problem is None:
        return Chain.TRUSTED
    if problem in OUT_OF_DATE:
        return Chain.EXPIRED
    if problem is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND:
        return Chain.FOREIGN
    return Chain.REVOKED if problem in REVOKED else Chain.UNFIT
