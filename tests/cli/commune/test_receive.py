"""The province's seal is asked for and granted, and its receipt taken, all by command line."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.factories.commands import RunCommand
from tests.factories.commune_folders import SIGNED_AT, YEAR, create_complete_commune
from tests.factories.receipt_issuers import ISSUER, ReceiptIssuer
from xa_report.demo.keys import DEMO_PASSWORD, sign_and_pack
from xa_report.domain.receipt import ReceiptKind
from xa_report.workflow.commune import database_file
from xa_report.workflow.shared import receipt_pdf, signing_keys
from xa_report.workflow.shared.environment import now_in_vietnam
from xa_report.workflow.shared.signing_keys import Signatory


@pytest.fixture
def province_seal(
    run: RunCommand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Path, Path]:
    """The province's key file and the folder of trust."""
    monkeypatch.setenv("XA_REPORT_PIN", DEMO_PASSWORD)
    office, own = tmp_path / "noi-cap", tmp_path / "tinh"
    for arguments in (
        ("keys", "ca", office, "--name", ISSUER),
        ("keys", "request", own, "--unit", "80", "--role", "seal", "--name", ISSUER,
         "--kind", "p-256"),
    ):  # fmt: skip
        assert run(*arguments).code == 0
    asked = own / "80-seal-request.pem"
    heard = run("keys", "show", asked, "--json").json()
    assert isinstance(heard, dict)
    assert run("keys", "issue", office, asked, "--fingerprint", heard["fingerprint"]).code == 0
    (granted,) = (office / "issued").iterdir()
    target = own / "seal.p12"
    done = run(
        "keys", "receive", granted, "--key", own / "80-seal-key.pem",
        "--root", office / "trust" / "ca.pem", "-o", target,
    )  # fmt: skip
    assert done.code == 0, done.err
    return target, office / "trust"


def test_a_receipt_is_taken_once(
    run: RunCommand, province_seal: tuple[Path, Path], tmp_path: Path
) -> None:
    key, trust = province_seal
    folder = create_complete_commune(tmp_path)
    with database_file.open_commune_file(folder.db) as commune:
        package = sign_and_pack(commune, YEAR, tmp_path, SIGNED_AT)
    receipt = ReceiptIssuer(folder, "80").answer(package, ReceiptKind.RETURNED, 1, "1.1")
    by = Signatory(
        signing_keys.load_key_file(key, DEMO_PASSWORD),
        None,
        lambda: now_in_vietnam() + timedelta(minutes=1),
    )
    file = tmp_path / "phieu.pdf"
    file.write_bytes(receipt_pdf.draw_and_seal_receipt(receipt, by))
    shown = run("verify", file, "--trust", trust, "--json").json()
    assert isinstance(shown, list)
    assert (shown[0]["kind"], shown[0]["verdict"]) == ("receipt", "HỢP LỆ")
    first = run("commune", "receive", folder.db, file, "--trust", trust)
    assert first.code == 0, first.err
    for words in ("Trả lại bổ sung", "15,75 → 12", "Mở lại 1.1: T01"):
        assert words in first.out
    again = run("commune", "receive", folder.db, file, "--trust", trust)
    assert (again.code, "đã được áp dụng từ trước" in again.out) == (0, True)
    facts = run("commune", "receive", folder.db, file, "--trust", trust, "--json").json()
    assert isinstance(facts, dict)
    assert (facts["applied"], facts["reopened"], facts["state"]) == (False, ["1.1"], "returned")
    refused = run("commune", "receive", folder.db, package, "--trust", trust)
    assert refused.code == 1
    assert "Không nhận phiếu" in refused.err
    assert run("commune", "verify-log", folder.db).code == 0
