"""Judgement of the signer of a workbook that came alone: the chairman of the unit that it names."""

from collections.abc import Iterator
from datetime import datetime

from cryptography import x509

from xa_report.signing.identity import SignerRole
from xa_report.signing.ooxml.verifier import WorkbookFacts
from xa_report.signing.reasons import VerificationReason
from xa_report.signing.signer_trust import reasons_against_signer
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import reasons_against_holder, reasons_against_time


def reasons_against_workbook_signer(
    facts: WorkbookFacts, unit: str, trust: TrustStore, moment: datetime
) -> tuple[VerificationReason, ...]:
    """Return the reasons against the signer of an intact workbook of a unit.

    `unit` is the code that the workbook names; empty for any. Raise ValueError when a certificate
    is none.
    """
    return tuple(_reasons(facts, unit, trust, moment)) if facts.signer is not None else ()


def _reasons(
    facts: WorkbookFacts, unit: str, trust: TrustStore, moment: datetime
) -> Iterator[VerificationReason]:
    signer = facts.signer or b""
    certificate = x509.load_der_x509_certificate(signer)
    yield from reasons_against_signer(signer, facts.chain, trust, moment)
    expected = ExpectedSignatures(unit, (SignerRole.CHAIRMAN,))
    yield from reasons_against_holder(trust.holder(certificate), SignerRole.CHAIRMAN, expected)
    yield from reasons_against_time(
        facts.claimed_time,
        moment,
        start=certificate.not_valid_before_utc,
        end=certificate.not_valid_after_utc,
    )
