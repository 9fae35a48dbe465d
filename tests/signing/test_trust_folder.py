"""The folder of trust: what is read from it, and what is refused."""

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

from tests.factories.pki import CHAIRMAN, NOW, SEAL, UNIT, pem_bytes
from tests.factories.signed_pdfs import signed_pdf
from xa_report.errors import EnvironmentFailedError
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import read_trust_folder
from xa_report.signing.verification import verify_pdf

JUNK = [b"", b"junk", b"-----BEGIN CERTIFICATE-----\n", b"\xff\xfe", b"sha256,unit,role\nab,1"]


@pytest.fixture
def folder(pki, tmp_path):
    (tmp_path / "goc.pem").write_bytes(pem_bytes(pki.authority.certificate))
    (tmp_path / "goc.crl").write_bytes(pki.trust().crls[0].public_bytes(Encoding.DER))
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư", "utf-8")
    return tmp_path


def test_a_folder_is_read_in_both_codings(folder, pki, valid_pdf):
    other = folder / "khac.cer"
    other.write_bytes(pki.rogue.certificate.public_bytes(Encoding.DER))
    (folder / "them.crl").write_bytes(pki.trust().crls[0].public_bytes(Encoding.PEM))
    trust = read_trust_folder(folder)
    assert (len(trust.roots), len(trust.intermediates), len(trust.crls)) == (2, 0, 2)
    assert verify_pdf(valid_pdf, trust, ExpectedSignatures(UNIT), NOW).verdict is Verdict.VALID


def test_a_signer_s_own_certificate_is_no_root(folder, pki):
    (folder / "nguoi-ky.pem").write_bytes(pem_bytes(pki.key(CHAIRMAN).certificate))
    trust = read_trust_folder(folder)
    assert (len(trust.roots), len(trust.intermediates)) == (1, 1)


@pytest.mark.parametrize("name", ["goc.pem", "goc.crl", "signers.csv"])
@pytest.mark.parametrize(
    "data", [b"", b"junk", b"-----BEGIN CERTIFICATE-----\n", b"\xff\xfe", b"sha256,unit,role\nab,1"]
)
def test_a_file_that_cannot_be_read_is_named(name, data, folder):
    (folder / name).write_bytes(data)
    with pytest.raises(EnvironmentFailedError, match=name):
        read_trust_folder(folder)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(EnvironmentFailedError, match="thư mục tin cậy"):
        read_trust_folder(tmp_path / "none")


def test_a_certificate_without_a_unit_counts_once_the_folder_names_it(folder, pki):
    chairman, seal = pki.foreign_style(CHAIRMAN), pki.key(SEAL)
    assert chairman.holder == CertificateHolder(CHAIRMAN.name, CHAIRMAN.agency)
    data = signed_pdf(chairman, seal)
    verification = verify_pdf(data, read_trust_folder(folder), ExpectedSignatures(UNIT), NOW)
    assert (verification.verdict, verification.all_reasons) == (
        Verdict.INCONCLUSIVE,
        (VerificationReason.UNIT_UNKNOWN,),
    )
    digest = chairman.certificate.fingerprint(SHA256()).hex()
    for unit, verdict in ((UNIT, Verdict.VALID), ("25528", Verdict.INVALID)):
        row = f"sha256,unit,role\n{digest.upper()},{unit},{SignerRole.CHAIRMAN}\n"
        (folder / "signers.csv").write_text(row, "utf-8")
        assert (
            verify_pdf(data, read_trust_folder(folder), ExpectedSignatures(UNIT), NOW).verdict
            is verdict
        )


def test_a_certificate_s_own_unit_outweighs_the_folder(folder, pki):
    key = pki.key(CHAIRMAN)
    digest = key.certificate.fingerprint(SHA256()).hex()
    (folder / "signers.csv").write_text(f"sha256,unit,role\n{digest},1,seal\n", "utf-8")
    assert read_trust_folder(folder).holder(key.certificate) == CHAIRMAN


@pytest.mark.parametrize(
    "rows",
    [
        "a" * 200_000 + ",1,seal\n",
        f"{'a' * 64},1,seal\n{'A' * 64},2,chairman\n",
        "aa:bb,1,seal\n",
        f"{'a' * 64},1,mayor\n",
        f"{'a' * 64},1\n",
    ],
    ids=["endless", "twice", "no fingerprint", "no role", "short"],
)
def test_ambiguous_signers_are_refused(rows, tmp_path):
    (tmp_path / "signers.csv").write_text(f"sha256,unit,role\n{rows}", "utf-8")
    with pytest.raises(EnvironmentFailedError, match=r"signers\.csv"):
        read_trust_folder(tmp_path)
