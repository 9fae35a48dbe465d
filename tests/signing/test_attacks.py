"""Every attack that was thought of, with the verdict it must get; pdfsig tells what it can see."""

import subprocess
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories import pdf_attacks
from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, YEAR
from tests.factories.signed_pdfs import pdf_with_fields, sign_as
from tests.oracles import oracle
from xa_report.signing.identity import SignerRole
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.verification import verify_pdf

EXPECTED = ExpectedSignatures(UNIT)
AFTER = [
    ("overlay", pdf_attacks.overlay_page, VerificationReason.CHANGED_AFTER),
    ("a harmless revision", pdf_attacks.change_title, VerificationReason.NOT_COVERED),
    ("a replaced attachment", pdf_attacks.replace_attachment, VerificationReason.CHANGED_AFTER),
    (
        "a second attachment of that name",
        pdf_attacks.add_attachment,
        VerificationReason.CHANGED_AFTER,
    ),
    ("bytes after the end", pdf_attacks.append_bytes, VerificationReason.NOT_COVERED),
    ("a byte flipped in a page", pdf_attacks.flip_byte_of_page, None),
    ("a changed certificate", pdf_attacks.change_certificate, None),
    ("cut in half", pdf_attacks.cut_in_half, None),
    ("cut at the end", pdf_attacks.cut_end, None),
    ("nothing", lambda data: b"", VerificationReason.DAMAGED),
    ("no PDF", lambda data: b"PK\x03\x04" + data[4:200], VerificationReason.DAMAGED),
]
BETWEEN = [
    ("overlay", pdf_attacks.overlay_page),
    ("a replaced attachment", pdf_attacks.replace_attachment),
    ("a second attachment of that name", pdf_attacks.add_attachment),
]


def pdfsig(data, path):
    path.write_bytes(data)
    run = subprocess.run(
        [oracle("pdfsig"), "-nocert", path], capture_output=True, text=True, check=False
    )
    return [line.split(": ")[1] for line in run.stdout.splitlines() if "Signature Vali" in line]


def test_what_nobody_touched_is_valid_and_pdfsig_agrees(pki, valid_pdf, tmp_path):
    verification = verify_pdf(valid_pdf, pki.trust(), EXPECTED, NOW)
    assert (verification.verdict, verification.all_reasons) == (Verdict.VALID, ())
    assert [one.covers_whole_file for one in verification.signatures] == [False, True]
    assert pdfsig(valid_pdf, tmp_path / "good.pdf") == ["Signature is Valid."] * 2


@pytest.mark.parametrize(
    ("attack", "reason"), [row[1:] for row in AFTER], ids=[r[0] for r in AFTER]
)
def test_an_attack_after_both_signatures(attack, reason, pki, valid_pdf):
    verification = verify_pdf(attack(valid_pdf), pki.trust(), EXPECTED, NOW)
    assert verification.verdict is Verdict.INVALID
    assert reason is None or reason in verification.all_reasons


@pytest.mark.parametrize("attack", [row[1] for row in BETWEEN], ids=[r[0] for r in BETWEEN])
def test_an_attack_between_the_signatures(attack, pki, tmp_path):
    first = sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, pki.key(CHAIRMAN))
    both = sign_as(attack(first), SignerRole.SEAL, pki.key(SEAL))
    verification = verify_pdf(both, pki.trust(), EXPECTED, NOW)
    assert verification.verdict is Verdict.INVALID
    assert VerificationReason.CHANGED_AFTER in verification.signatures[0].reasons
    assert verification.signatures[1].reasons == ()  # the seal alone would pass: both must
    assert pdfsig(both, tmp_path / "both.pdf") == ["Signature is Valid."] * 2  # blind to it


def test_pdfsig_with_our_root_knows_the_foreigner_too(pki, tmp_path):
    database = f"sql:{tmp_path}"
    certutil = [str(oracle("certutil")), "-d", database]
    (tmp_path / "root.der").write_bytes(pki.authority.certificate.public_bytes(Encoding.DER))
    add = ["-A", "-n", "root", "-t", "CT,C,C", "-i", str(tmp_path / "root.der")]
    subprocess.run([*certutil, "-N", "--empty-password"], check=True)
    subprocess.run([*certutil, *add], check=True)
    # pdfsig goes by the machine's clock, so these certificates hold as long as their roots.
    keys = [pki.key(CHAIRMAN, one, lifetime=30 * YEAR) for one in (pki.authority, pki.rogue)]
    words = [
        issuer_word(sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, key), tmp_path) for key in keys
    ]
    assert words[1] != words[0]
    assert "trusted" in words[0].lower()


def issuer_word(data, folder):
    path = folder / "asked.pdf"
    path.write_bytes(data)
    command = [str(oracle("pdfsig")), "-nssdir", str(folder), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    return next(line for line in run.stdout.splitlines() if "Certificate Validation" in line)


def test_without_the_last_revision_a_signature_is_missing(pki, valid_pdf):
    verification = verify_pdf(
        pdf_attacks.cut_to_first_revision(valid_pdf), pki.trust(), EXPECTED, NOW
    )
    assert verification.verdict is Verdict.UNSIGNED
    assert (verification.missing, verification.all_reasons) == (
        (SignerRole.SEAL,),
        (VerificationReason.MISSING,),
    )


def test_without_both_revisions_the_file_is_unsigned(pki):
    verification = verify_pdf(pdf_with_fields(), pki.trust(), EXPECTED, NOW)
    assert (verification.verdict, verification.reasons) == (
        Verdict.UNSIGNED,
        (VerificationReason.UNSIGNED,),
    )


def test_the_digest_of_a_flipped_byte_does_not_match_for_pdfsig(valid_pdf, tmp_path):
    assert "Digest Mismatch." in pdfsig(
        pdf_attacks.flip_byte_of_page(valid_pdf), tmp_path / "flipped.pdf"
    )


@pytest.mark.parametrize("part", range(40))
def test_one_flipped_bit_anywhere_is_never_valid(part, pki, valid_pdf):
    at = part * len(valid_pdf) // 40 + 7
    verification = verify_pdf(pdf_attacks.flip_byte(valid_pdf, at), pki.trust(), EXPECTED, NOW)
    assert verification.verdict is not Verdict.VALID


def test_what_readers_read_differently_is_refused(pki, valid_pdf):
    first = pdf_attacks.list_object_twice(
        sign_as(pdf_with_fields(), SignerRole.CHAIRMAN, pki.key(CHAIRMAN))
    )
    both = sign_as(first, SignerRole.SEAL, pki.key(SEAL))
    with pikepdf.open(BytesIO(both)) as pdf:
        tree = pdf.Root.Names.EmbeddedFiles
        data = tree.get("/Names", tree)[1].EF.F.read_bytes()
    assert data == pdf_attacks.FORGED
    for attacked in (both, pdf_attacks.list_object_twice_in_stream(valid_pdf)):
        assert verify_pdf(attacked, pki.trust(), EXPECTED, NOW).all_reasons == (
            VerificationReason.DAMAGED,
        )


def test_paths_without_end_are_not_walked(pki):
    data = pdf_attacks.build_endless_xref(pdf_with_fields())
    both = sign_as(
        sign_as(data, SignerRole.CHAIRMAN, pki.key(CHAIRMAN)), SignerRole.SEAL, pki.key(SEAL)
    )
    assert verify_pdf(both, pki.trust(), EXPECTED, NOW).all_reasons == (VerificationReason.DAMAGED,)


@pytest.mark.parametrize(
    "attack", [pdf_attacks.append_endless_fields, pdf_attacks.append_endless_fields_in_place]
)
def test_fields_without_end_are_not_listed(attack, pki, valid_pdf):
    assert verify_pdf(attack(valid_pdf), pki.trust(), EXPECTED, NOW).reasons == (
        VerificationReason.DAMAGED,
    )
