"""Who signed, whether the authority still stands by it, and what nobody can tell offline."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.pki import CHAIRMAN, NOW, ROOT, SEAL, STRANGER, UNIT, YEAR
from tests.factories.signed_pdfs import pdf_with_fields, sign_as, signed_pdf
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.revocation import RevocationStatus
from xa_report.signing.status import ChainStatus, ExpectedSignatures
from xa_report.signing.trust import TrustStore
from xa_report.signing.verification import verify_pdf

EXPECTED = ExpectedSignatures(UNIT)


def judged(data, trust, moment=NOW, expected=EXPECTED):
    verification = verify_pdf(data, trust, expected, moment)
    return verification.verdict, verification.all_reasons


def test_a_revoked_signer_is_never_valid_whatever_time_is_claimed(pki):
    chairman, seal = pki.key(CHAIRMAN), pki.key(SEAL)
    data = signed_pdf(chairman, seal)  # signed before anything was revoked
    for since in (NOW, NOW + YEAR / 2):
        trust = pki.trust([chairman], since - timedelta(hours=1))
        verification = verify_pdf(data, trust, EXPECTED, since)
        assert (verification.verdict, verification.all_reasons) == (
            Verdict.INVALID,
            (VerificationReason.REVOKED,),
        )
        assert verification.signatures[0].revocation is RevocationStatus.REVOKED


def test_a_revoked_and_since_expired_signer_is_not_valid(pki):
    chairman = pki.key(CHAIRMAN, lifetime=YEAR + timedelta(days=30))
    data, later = signed_pdf(chairman, pki.key(SEAL)), NOW + timedelta(days=60)
    verdict, reasons = judged(data, pki.trust([chairman]), later)
    assert verdict is Verdict.INVALID
    assert VerificationReason.REVOKED in reasons


def test_an_old_list_is_enough_to_know_of_a_revocation(pki):
    chairman = pki.key(CHAIRMAN)
    trust = pki.trust([chairman], NOW - YEAR / 2, timedelta(days=1))
    assert judged(signed_pdf(chairman, pki.key(SEAL)), trust)[0] is Verdict.INVALID


@pytest.mark.parametrize(
    "change",
    [
        lambda pki: replace(pki.trust(), crls=()),
        lambda pki: pki.trust(since=NOW - YEAR / 2, lifetime=timedelta(days=1)),
        lambda pki: pki.trust(since=NOW + timedelta(days=1)),
    ],
    ids=["no list", "a list that ran out", "a list from the future"],
)
def test_without_a_fresh_list_nothing_is_concluded(change, pki, valid_pdf):
    verification = verify_pdf(valid_pdf, change(pki), EXPECTED, NOW)
    assert verification.verdict is Verdict.INCONCLUSIVE
    assert verification.all_reasons == (VerificationReason.REVOCATION_UNKNOWN,)
    assert {one.chain for one in verification.signatures} == {ChainStatus.TRUSTED}


def test_the_list_of_an_authority_of_the_same_name_counts_for_nothing(pki, valid_pdf):
    rogue = replace(pki, authority=pki.rogue).trust()
    trust = replace(pki.trust(), crls=rogue.crls)
    assert judged(valid_pdf, trust)[0] is Verdict.INCONCLUSIVE


def test_without_roots_nothing_is_concluded(valid_pdf):
    assert judged(valid_pdf, TrustStore()) == (Verdict.INCONCLUSIVE, (VerificationReason.NO_ROOTS,))


def test_a_signer_of_a_foreign_authority_is_not_valid(pki):
    data = signed_pdf(pki.key(CHAIRMAN, pki.rogue), pki.key(SEAL))
    assert judged(data, pki.trust()) == (Verdict.INVALID, (VerificationReason.FOREIGN,))


def test_a_valid_signer_of_another_unit_is_not_valid(pki):
    data = signed_pdf(pki.key(STRANGER), pki.key(SEAL))
    assert judged(data, pki.trust()) == (Verdict.INVALID, (VerificationReason.OTHER_UNIT,))
    anyone = ExpectedSignatures("")
    assert judged(data, pki.trust(), expected=anyone) == (Verdict.VALID, ())


def test_the_seal_cannot_stand_in_for_the_chairman(pki):
    data = signed_pdf(pki.key(SEAL), pki.key(CHAIRMAN))
    assert judged(data, pki.trust()) == (Verdict.INVALID, (VerificationReason.OTHER_ROLE,))


def test_a_certificate_that_expired_since_is_valid_with_a_flag(pki):
    chairman = pki.key(CHAIRMAN, lifetime=YEAR + timedelta(days=30))
    data, later = signed_pdf(chairman, pki.key(SEAL)), NOW + timedelta(days=60)
    verification = verify_pdf(data, pki.trust(), EXPECTED, later)
    assert (verification.verdict, verification.all_reasons) == (
        Verdict.VALID,
        (VerificationReason.EXPIRED_SINCE,),
    )
    assert [one.expired_since for one in verification.signatures] == [True, False]
    stale = pki.trust(lifetime=timedelta(days=59))
    for trust in (replace(stale, crls=()), stale):
        verdict, reasons = judged(data, trust, later)
        assert verdict is Verdict.INCONCLUSIVE
        assert set(reasons) == {
            VerificationReason.REVOCATION_UNKNOWN,
            VerificationReason.EXPIRED_SINCE,
        }


def test_a_certificate_does_not_hold_before_it_was_granted(pki, valid_pdf):
    trust, before = pki.trust(since=NOW - 2 * YEAR), NOW - YEAR - timedelta(days=1)
    verdict, reasons = judged(valid_pdf, trust, before)
    assert verdict is Verdict.INVALID
    assert VerificationReason.EXPIRED in reasons


def test_a_time_before_the_certificate_is_doubtful(pki, valid_pdf):
    trust, before = pki.trust(since=NOW - timedelta(days=9)), NOW - timedelta(days=8)
    assert judged(valid_pdf, trust, before) == (
        Verdict.INCONCLUSIVE,
        (VerificationReason.TIME_DOUBTFUL,),
    )


def test_a_third_signature_is_unexpected(pki, valid_pdf):
    only = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    assert VerificationReason.UNEXPECTED in judged(valid_pdf, pki.trust(), expected=only)[1]


def test_a_chairman_alone_is_enough_where_only_he_is_expected(pki):
    data = sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, pki.key(CHAIRMAN))
    only = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    assert judged(data, pki.trust(), expected=only) == (Verdict.VALID, ())


def test_an_authority_may_certify_a_seal_of_its_own_name(pki):
    named = CertificateHolder(ROOT, ROOT, UNIT, SignerRole.SEAL)
    data = signed_pdf(pki.key(CHAIRMAN), pki.key(named))
    assert judged(data, pki.trust()) == (Verdict.VALID, ())
    assert judged(data, pki.trust([pki.key(named)]))[0] is Verdict.VALID  # another serial
    revoked = pki.key(named)
    data = signed_pdf(pki.key(CHAIRMAN), revoked)
    assert judged(data, pki.trust([revoked]))[0] is Verdict.INVALID
