"""A report counts only with both signatures of its own unit, to the intake and to `verify`."""

import zipfile
from pathlib import Path

import pytest

from tests.factories.imports import arrival_outcomes, preview_and_import
from tests.factories.signed_submissions import SENT_AT, CommuneSubmissions, SignedSubmissions
from xa_report.demo.keys import DEMO_PASSWORD
from xa_report.package.package_files import PDF_NAME
from xa_report.province.register import Register
from xa_report.signing.identity import BOTH_ROLES, SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.pkcs12 import load_pkcs12
from xa_report.signing.stamp import SignerAppearance
from xa_report.workflow.shared import verify

OWN, OTHER = 0, 1
Signer = tuple[int, SignerRole]
"""Which commune's certificate, and of which role."""


def unsigned(sender: CommuneSubmissions) -> bytes:
    """The PDF as it was before anybody signed."""
    with zipfile.ZipFile(sender.first) as archive:
        data = archive.read(PDF_NAME)
    first = data.index(b"/ETSI.CAdES.detached")
    return data[: data.rindex(b"%%EOF", 0, first) + 6]


def signed(sent: SignedSubmissions, signers: tuple[Signer, Signer]) -> bytes:
    data = unsigned(sent.senders[OWN])
    for turn, (who, role) in zip(BOTH_ROLES, signers, strict=True):
        folder = sent.senders[who].first.parents[1] / "khoa"
        with load_pkcs12(folder / f"{role}.p12", DEMO_PASSWORD) as key:
            data = sign_pdf(data, turn, key, SignerAppearance("ai đó"), lambda: SENT_AT)
    return data


@pytest.mark.parametrize(
    ("signers", "code", "reason"),
    [
        (((OWN, SignerRole.CHAIRMAN), (OWN, SignerRole.SEAL)), "", ""),
        (((OTHER, SignerRole.CHAIRMAN), (OTHER, SignerRole.SEAL)), "N12", "S008"),
        (((OWN, SignerRole.CHAIRMAN), (OTHER, SignerRole.SEAL)), "N12", "S008"),
        (((OTHER, SignerRole.CHAIRMAN), (OWN, SignerRole.SEAL)), "N12", "S008"),
        (((OWN, SignerRole.CHAIRMAN), (OWN, SignerRole.CHAIRMAN)), "N12", "S009"),
        (((OWN, SignerRole.SEAL), (OWN, SignerRole.CHAIRMAN)), "N12", "S009"),
    ],
)
def test_who_signed(
    *,
    signers: tuple[Signer, Signer],
    code: str,
    reason: str,
    province_register: Register,
    received_packages: SignedSubmissions,
    tmp_path: Path,
) -> None:
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(signed(received_packages, signers))
    assert [one for _, one in arrival_outcomes(preview_and_import(province_register, path))] == [
        code
    ]
    shown = verify.verify_file(path, received_packages.trust)
    assert shown.is_valid is (code == "")
    assert reason in " ".join(shown.reasons)
    assert shown.facts["unit"] == received_packages.senders[OWN].unit.code
