"""A workbook that came alone: whose it is, who signed it when, and that no other signer will do."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.factories.forged_submissions import SIGNED_AT, Forger, create_forger
from tests.factories.received_files import create_keys
from xa_report.demo.keys import DEMO_PASSWORD
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import SignerRole
from xa_report.signing.ooxml.writer import sign_workbook
from xa_report.verification.report_documents import draw_workbook
from xa_report.workflow.shared import definitions, verify
from xa_report.workflow.shared.signing_keys import load_key_file

LATER = SIGNED_AT + timedelta(minutes=30)


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


def verified(forger: Forger, content: bytes, folder: Path) -> verify.VerificationReport:
    path = folder / "bang.xlsx"
    path.write_bytes(content)
    return verify.verify_file(path, forger.trust, LATER)


def signed(forger: Forger, content: bytes, role: SignerRole = SignerRole.CHAIRMAN) -> bytes:
    return sign_workbook(content, forger.keys[role], lambda: SIGNED_AT)


def test_its_signer_unit_role_and_time_are_named(forger: Forger, tmp_path: Path):
    done = verified(forger, forger.workbook, tmp_path)
    assert (done.verdict, done.reasons) == (verify.VALID, ())
    assert done.facts["unit"] == forger.honest.report.unit.code
    signatures: Any = done.facts["signatures"]
    (signature,) = signatures
    assert (signature["role"], signature["unit"]) == ("chairman", done.facts["unit"])
    assert signature["signer"] == forger.keys[SignerRole.CHAIRMAN].holder.description
    assert signature["claimed"].startswith(f"{SIGNED_AT:%Y-%m-%dT%H:%M}")


def test_the_seal_does_not_stand_for_the_chairman(forger: Forger, tmp_path: Path):
    content = signed(forger, draw_workbook(forger.drawing, SIGNED_AT), SignerRole.SEAL)
    done = verified(forger, content, tmp_path)
    assert done.verdict == verify.INVALID
    assert "S009" in done.reasons[0]


def test_nobody_signs_for_another_unit(forger: Forger, tmp_path: Path):
    office = AuthorityFolder(forger.folder / "noi-cap", lambda: SIGNED_AT)
    other = next(
        unit for unit in definitions.load_unit_list().units.values()
        if unit.code != forger.honest.report.unit.code
    )  # fmt: skip
    create_keys(office, other, tmp_path / "khoa")
    key = load_key_file(tmp_path / "khoa" / "chairman.p12", DEMO_PASSWORD)
    content = sign_workbook(draw_workbook(forger.drawing, SIGNED_AT), key, lambda: SIGNED_AT)
    done = verified(forger, content, tmp_path)
    assert done.verdict == verify.INVALID
    assert "S008" in done.reasons[0]


def test_a_workbook_that_is_no_report_is_never_valid(forger: Forger, tmp_path: Path):
    out = BytesIO()
    Workbook().save(out)
    done = verified(forger, signed(forger, out.getvalue()), tmp_path)
    assert done.verdict == verify.INCONCLUSIVE
    assert "không phải báo cáo" in done.reasons[0]


def test_a_time_to_come_is_doubted(forger: Forger, tmp_path: Path):
    drawn = draw_workbook(forger.drawing, SIGNED_AT)
    content = sign_workbook(
        drawn, forger.keys[SignerRole.CHAIRMAN], lambda: SIGNED_AT + timedelta(days=9)
    )
    done = verified(forger, content, tmp_path)
    assert (done.verdict, done.reasons[0][:4]) == (verify.INCONCLUSIVE, "S017")
