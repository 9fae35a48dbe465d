"""A certificate's whole life at the command line: asked for, compared, granted, used, revoked."""

import json
import stat

import pytest

from tests.factories.signed_pdfs import pdf_with_fields
from xa_report.signing.identity import SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.reasons import Verdict, VerificationReason
from xa_report.signing.stamp import SignerAppearance
from xa_report.signing.status import ExpectedSignatures
from xa_report.signing.trust import read_trust_folder
from xa_report.signing.verification import verify_pdf
from xa_report.workflow.shared.environment import now_in_vietnam

WORD = "mật khẩu dài"
UNIT = "25525"


@pytest.fixture(autouse=True)
def pin(monkeypatch):
    monkeypatch.setenv("XA_REPORT_PIN", WORD)


@pytest.fixture
def office(run, tmp_path):
    folder = tmp_path / "so-noi-vu"
    done = run("keys", "ca", folder, "--name", "Sở Nội vụ tỉnh Tây Ninh")
    assert done.code == 0, done.err
    return folder


@pytest.fixture
def certificate_request(run, tmp_path):
    done = run(
        "keys", "request", tmp_path / "xa", "--unit", UNIT, "--role", "chairman",
        "--name", "Nguyễn Thị Ánh Tuyết", "--kind", "p-256",
    )  # fmt: skip
    assert done.code == 0, done.err
    return tmp_path / "xa" / f"{UNIT}-chairman-request.pem"


def fingerprint(run, path):
    return run("keys", "show", path, "--json").json()["fingerprint"]


def granted(run, office, asked):
    done = run("keys", "issue", office, asked, "--fingerprint", fingerprint(run, asked))
    assert done.code == 0, done.err
    return next((office / "issued").iterdir())


def test_a_granted_key_signs_until_it_is_revoked(run, office, certificate_request, tmp_path):
    certificate, target = granted(run, office, certificate_request), tmp_path / "xa" / "khoa.p12"
    key = certificate_request.with_name(f"{UNIT}-chairman-key.pem")
    root = office / "trust" / "ca.pem"
    done = run("keys", "receive", certificate, "--key", key, "--root", root, "-o", target)
    assert done.code == 0, done.err
    data = sign_pdf(
        pdf_with_fields(),
        SignerRole.CHAIRMAN,
        load_pkcs12(target, WORD),
        SignerAppearance("Nguyễn Thị Ánh Tuyết"),
        now_in_vietnam,
    )
    expected = ExpectedSignatures(UNIT, (SignerRole.CHAIRMAN,))
    assert verify_pdf(data, read_trust_folder(office / "trust"), expected).verdict is Verdict.VALID
    assert run("keys", "revoke", office, certificate).code == 0
    assert run("keys", "revoke", office).code == 0  # signed anew, it still holds the revoked one
    verification = verify_pdf(data, read_trust_folder(office / "trust"), expected)
    assert verification.all_reasons == (VerificationReason.REVOKED,)


def test_request_and_certificate_have_one_fingerprint(run, office, certificate_request):
    certificate = granted(run, office, certificate_request)
    assert fingerprint(run, certificate) == fingerprint(run, certificate_request)
    shown = run("keys", "show", certificate).out
    assert "Nguyễn Thị Ánh Tuyết (UBND" in shown
    assert "đơn vị 25525, chủ tịch" in shown


def test_a_fingerprint_that_was_heard_otherwise_is_refused(run, office, certificate_request):
    done = run("keys", "issue", office, certificate_request, "--fingerprint", "AAAA-BBBB-CCCC-DDDD")
    assert (done.code, done.out) == (1, "")
    assert "gọi lại đơn vị" in done.err
    assert not (office / "issued").exists()


def test_it_may_be_written_down_in_any_way(run, office, certificate_request):
    heard = fingerprint(run, certificate_request).lower().replace("-", " ")
    assert run("keys", "issue", office, certificate_request, "--fingerprint", heard).code == 0


def test_keys_are_encrypted_for_the_owner_alone_and_never_overwritten(
    run, office, certificate_request
):
    key = certificate_request.with_name(f"{UNIT}-chairman-key.pem")
    assert b"ENCRYPTED PRIVATE KEY" in key.read_bytes()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    again = run(
        "keys", "request", key.parent, "--unit", UNIT, "--role", "chairman", "--name", "Ai Đó"
    )
    assert again.code == 2
    assert "không ghi đè" in again.err
    assert run("keys", "ca", office, "--name", "Khác").code == 2


def test_a_wrong_password_is_a_sentence(run, office, certificate_request, monkeypatch):
    monkeypatch.setenv("XA_REPORT_PIN", "mật khẩu khác")
    heard = fingerprint(run, certificate_request)
    done = run("keys", "issue", office, certificate_request, "--fingerprint", heard)
    assert done.code == 3
    assert "Mật khẩu của tệp khóa ca-key.pem không đúng" in done.err


def test_a_short_password_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setenv("XA_REPORT_PIN", "ngắn")
    done = run("keys", "ca", tmp_path / "ca", "--name", "Sở Nội vụ")
    assert done.code == 2
    assert not (tmp_path / "ca").exists()


def test_a_seal_bears_the_name_of_its_agency(run, tmp_path):
    assert run("keys", "request", tmp_path, "--unit", UNIT, "--role", "seal").code == 0
    shown = json.loads(run("keys", "show", tmp_path / f"{UNIT}-seal-request.pem", "--json").out)
    assert shown["name"] == shown["agency"]
    assert shown["role"] == "seal"


def test_a_chairman_needs_a_name_and_show_needs_one_thing(run, tmp_path):
    assert run("keys", "request", tmp_path, "--unit", UNIT, "--role", "chairman").code == 2
    assert run("keys", "show").code == 2


def test_an_absent_driver_is_a_sentence(run, tmp_path):
    done = run("keys", "show", "--token", tmp_path / "none.so")
    assert done.code == 3
    assert "trình điều khiển" in done.err


@pytest.mark.parametrize("text", [b"", b"x", b"-----BEGIN CERTIFICATE REQUEST-----\nAA\n"])
def test_what_is_no_paper_is_a_sentence(text, run, tmp_path):
    path = tmp_path / "paper.pem"
    path.write_bytes(text)
    done = run("keys", "show", path)
    assert done.code == 1
    assert done.err.rstrip().endswith(".")
