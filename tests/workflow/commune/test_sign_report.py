"""A report is signed once and proves everything; whatever is changed afterwards is found.

Chairman, then seal; both valid for us and for pdfsig; the workbook's own signature holds.
Without trust nothing is valid, and nothing is called invalid either.
One changed digit in workbook, record or PDF is found and named.
A signed report cannot be edited; opened again, it starts the next submission.
"""

import json
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import frictionless
import pikepdf
import pytest
from openpyxl import load_workbook
from pikepdf import pdfa

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder, create_complete_commune
from tests.factories.forged_pdfs import (
    LAUNCH,
    Change,
    annotated,
    append_revision,
    drawn,
    root_key,
)
from tests.oracles import oracle
from xa_report.demo.keys import DEMO_PASSWORD
from xa_report.documents.triple_check import find_disagreements
from xa_report.domain.report import ReportState
from xa_report.errors import BlockedError, SigningError, UsageError
from xa_report.package.check_code import manifest_hash, read_qr
from xa_report.package.manifest import build_manifest, manifest_bytes
from xa_report.package.package_files import (
    MANIFEST_NAME,
    MEDIATYPES,
    PDF_NAME,
    RECORD_NAME,
    WORKBOOK_NAME,
    PackageFile,
)
from xa_report.package.report_json import read_report_json
from xa_report.package.writer import write_package
from xa_report.signing.identity import SignerRole
from xa_report.signing.pades import sign_pdf
from xa_report.signing.stamp import SignerAppearance
from xa_report.workflow.commune import database_file, report, sign_report
from xa_report.workflow.shared import signing_keys, verify
from xa_report.workflow.shared.signing_keys import Signatory


def files_of(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], folder: Path) -> Path:
    parts = [
        PackageFile(name, content, MEDIATYPES.get(name, "application/pdf"))
        for name, content in files.items()
    ]
    return write_package(folder, "CCHC_25525_2026_L1.zip", parts)


@pytest.fixture
def signed_package(commune_folder: CommuneFolder) -> Path:
    assert commune_folder.package is not None
    return commune_folder.package


def test_a_signed_package_is_valid(commune_folder: CommuneFolder, signed_package: Path) -> None:
    verification = verify.verify_file(signed_package, commune_folder.trust, SIGNED_AT)
    assert (verification.verdict, verification.reasons) == (verify.VALID, ())
    assert verification.facts["workbook"] == "signed"
    signatures = verification.facts["signatures"]
    assert isinstance(signatures, list)
    assert [one["role"] for one in signatures] == ["chairman", "seal"]


def test_both_signatures_are_valid_for_pdfsig(signed_package: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "bao-cao.pdf"
    pdf.write_bytes(files_of(signed_package)[PDF_NAME])
    done = subprocess.run([oracle("pdfsig"), pdf], capture_output=True, text=True, check=False)
    assert done.stdout.count("Signature is Valid.") == 2
    assert "Total document signed" in done.stdout


def test_without_trust_nothing_is_concluded(signed_package: Path) -> None:
    verification = verify.verify_file(signed_package, None, SIGNED_AT)
    assert verification.verdict == verify.INCONCLUSIVE
    assert verification.reasons


def test_loose_files_are_told_by_their_content(
    commune_folder: CommuneFolder, signed_package: Path, tmp_path: Path
) -> None:
    files = files_of(signed_package)
    (tmp_path / "a.bin").write_bytes(files[PDF_NAME])
    (tmp_path / "b.xlsx").write_bytes(files[WORKBOOK_NAME])
    assert (
        verify.verify_file(tmp_path / "a.bin", commune_folder.trust, SIGNED_AT).verdict
        == verify.VALID
    )
    verification = verify.verify_file(tmp_path / "b.xlsx", commune_folder.trust, SIGNED_AT)
    assert (verification.verdict, verification.reasons) == (verify.VALID, ())
    assert verification.facts["signer"] == "Nguyễn Thị Hạnh (UBND xã Tân Hội)"
    alone = verify.verify_file(tmp_path / "b.xlsx", None, SIGNED_AT)
    assert alone.verdict == verify.INCONCLUSIVE


def forged(files: dict[str, bytes]) -> dict[str, bytes]:
    """The same package with a manifest that fits; only the signed PDF still tells the truth."""
    listed = [
        PackageFile(name, content, MEDIATYPES.get(name, "application/pdf"))
        for name, content in files.items()
        if name not in (PDF_NAME, MANIFEST_NAME)
    ]
    manifest = manifest_bytes(build_manifest("cchc-25525-2026-l1", listed))
    return {**files, MANIFEST_NAME: manifest}


def test_a_changed_workbook_is_found(
    commune_folder: CommuneFolder, signed_package: Path, tmp_path: Path
) -> None:
    files = files_of(signed_package)
    workbook = load_workbook(BytesIO(files[WORKBOOK_NAME]))
    workbook["Tiêu chí"]["F6"] = 18
    out = BytesIO()
    workbook.save(out)
    simple = verify.verify_file(
        packed({**files, WORKBOOK_NAME: out.getvalue()}, tmp_path), commune_folder.trust
    )
    assert simple.verdict == verify.INVALID
    careful = forged({**files, WORKBOOK_NAME: out.getvalue()})
    (tmp_path / "careful").mkdir()
    verification = verify.verify_file(
        packed(careful, tmp_path / "careful"), commune_folder.trust, SIGNED_AT
    )
    assert verification.verdict == verify.INVALID
    assert "P" in str(verification.facts["code"])


def test_a_changed_record_is_found(
    commune_folder: CommuneFolder, signed_package: Path, tmp_path: Path
) -> None:
    files = files_of(signed_package)
    record = files[RECORD_NAME].replace(b'"87.5"', b'"88.5"')
    assert record != files[RECORD_NAME]
    verification = verify.verify_file(
        packed(forged({**files, RECORD_NAME: record}), tmp_path), commune_folder.trust, SIGNED_AT
    )
    assert verification.verdict == verify.INVALID


def test_a_flipped_byte_in_the_pdf_is_found(
    commune_folder: CommuneFolder, signed_package: Path, tmp_path: Path
) -> None:
    files = files_of(signed_package)
    pdf = bytearray(files[PDF_NAME])
    pdf[len(pdf) // 3] ^= 1
    verification = verify.verify_file(
        packed({**files, PDF_NAME: bytes(pdf)}, tmp_path), commune_folder.trust, SIGNED_AT
    )
    assert verification.verdict == verify.INVALID


def test_one_digit_in_any_of_the_three_is_named(signed_package: Path) -> None:
    """Also when whoever sends it signs the lie: the three are compared with one another."""
    files = files_of(signed_package)
    record = read_report_json(files[RECORD_NAME])
    workbook, pdf = files[WORKBOOK_NAME], files[PDF_NAME]
    assert list(find_disagreements(record.outcome.points, workbook, pdf)) == []
    sheet = load_workbook(BytesIO(workbook))
    sheet["Tiêu chí"]["F6"] = 15.76
    out = BytesIO()
    sheet.save(out)
    both = out.getvalue()
    assert "Tiêu chí 1.1: bảng tính ghi 15.76 điểm" in next(
        find_disagreements(record.outcome.points, both, pdf)
    )
    lower = read_report_json(files[RECORD_NAME].replace(b'"15.75"', b'"15.74"', 1))
    assert "số liệu gửi ghi 15.74" in next(find_disagreements(lower.outcome.points, workbook, pdf))
    raised = read_report_json(files[RECORD_NAME].replace(b'"15.75"', b'"15.76"'))
    named = list(find_disagreements(raised.outcome.points, both, pdf))
    assert any("PDF không ghi 15.76 điểm" in one for one in named)


def test_a_signed_report_is_frozen_and_opens_as_the_next(tmp_path: Path) -> None:
    folder = create_complete_commune(tmp_path)
    key = signing_keys.load_key_file(tmp_path / "khoa" / "chairman.p12", DEMO_PASSWORD)
    seal = signing_keys.load_key_file(tmp_path / "khoa" / "seal.p12", DEMO_PASSWORD)
    by = Signatory(key, None, lambda: SIGNED_AT)
    with database_file.open_commune_file(folder.db) as commune:
        work = report.load_report(commune, YEAR)
        with pytest.raises(UsageError, match="chủ tịch ký trước"):
            sign_report.sign_report(
                commune,
                work,
                signing_keys.role_from_name("seal"),
                Signatory(seal, None, lambda: SIGNED_AT),
            )
        with pytest.raises(SigningError):
            sign_report.sign_report(commune, work, signing_keys.role_from_name("seal"), by)
        work = sign_report.sign_report(commune, work, signing_keys.role_from_name("chairman"), by)
        assert work.report.state is ReportState.READY
        with pytest.raises(UsageError):
            report.set_explanation(commune, work, "1.1", "sửa sau khi ký")
        with pytest.raises(UsageError, match="chưa đủ chữ ký"):
            sign_report.export_package(commune, work, tmp_path / "goi")
        work = report.reopen_signed_report(commune, work)
        assert (
            report.set_explanation(commune, work, "1.1", "sửa lại").report.explanations["1.1"]
            == "sửa lại"
        )


def test_an_outside_signature_is_taken_back(tmp_path: Path) -> None:
    """The outside tool is played by our own signer; what matters is the file that comes back."""
    folder = create_complete_commune(tmp_path)
    with database_file.open_commune_file(folder.db) as commune:
        work = report.load_report(commune, YEAR)
        loose = sign_report.export_for_signing(commune, work, tmp_path, lambda: SIGNED_AT)
        work = report.load_report(commune, YEAR)
        with pytest.raises(UsageError, match="CHƯA KÝ"):
            sign_report.import_signed_pdf(commune, work, loose.read_bytes())
        pdf = loose.read_bytes()
        for role in (SignerRole.CHAIRMAN, SignerRole.SEAL):
            key = signing_keys.load_key_file(tmp_path / "khoa" / f"{role}.p12", DEMO_PASSWORD)
            pdf = sign_pdf(pdf, role, key, SignerAppearance("Người ký"), lambda: SIGNED_AT)
        work = sign_report.import_signed_pdf(commune, work, pdf)
        package = sign_report.export_package(commune, work, tmp_path / "goi")
    verification = verify.verify_file(package, folder.trust, SIGNED_AT)
    assert (verification.verdict, verification.facts["workbook"]) == (verify.VALID, "unsigned")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (annotated(0, "FreeText"), "trang 1: chú thích hoặc ô ký"),
        (drawn(1, b"1 1 1 rg 0 0 600 800 re f"), "trang 2: nội dung trang"),
        (root_key("/OpenAction", LAUNCH), "hành động khi mở tệp"),
    ],
)
def test_a_report_that_an_outside_tool_changed_is_not_adopted(
    tmp_path: Path, change: Change, words: str
) -> None:
    folder = create_complete_commune(tmp_path)
    with database_file.open_commune_file(folder.db) as commune:
        work = report.load_report(commune, YEAR)
        loose = sign_report.export_for_signing(commune, work, tmp_path, lambda: SIGNED_AT)
        work = report.load_report(commune, YEAR)
        pdf = append_revision(loose.read_bytes(), change)
        for role in (SignerRole.CHAIRMAN, SignerRole.SEAL):
            key = signing_keys.load_key_file(tmp_path / "khoa" / f"{role}.p12", DEMO_PASSWORD)
            pdf = sign_pdf(pdf, role, key, SignerAppearance("Người ký"), lambda: SIGNED_AT)
        with pytest.raises(BlockedError, match="Hãy ký lại đúng tệp đã xuất") as refused:
            sign_report.import_signed_pdf(commune, work, pdf)
        assert words in str(refused.value)
        assert report.load_report(commune, YEAR).report.state is work.report.state


def test_every_page_shows_the_code_of_the_manifest(signed_package: Path, tmp_path: Path) -> None:
    files = files_of(signed_package)
    (tmp_path / "a.pdf").write_bytes(files[PDF_NAME])
    pages = [oracle("pdftoppm"), "-r", "150", "-png", tmp_path / "a.pdf", tmp_path / "page"]
    subprocess.run([str(part) for part in pages], check=True)
    shots = sorted(tmp_path.glob("page*.png"))
    read = subprocess.run(
        [str(oracle("zbarimg")), "-q", "--raw", *map(str, shots)],
        capture_output=True,
        text=True,
        check=True,
    )
    links = [read_qr(line) for line in read.stdout.splitlines()]
    assert len(links) == len(shots) > 5
    assert {link.manifest_sha256 for link in links} == {manifest_hash(files[MANIFEST_NAME])}
    assert {(link.unit_code, link.sequence) for link in links} == {("25525", 1)}


def test_the_signed_pdf_stays_a_pdf_a(signed_package: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "a.pdf"
    pdf.write_bytes(files_of(signed_package)[PDF_NAME])
    with pikepdf.open(pdf) as opened:
        assert pdfa.check(opened, "3b").violations == ()
    checked = subprocess.run(
        [str(oracle("qpdf")), "--check", str(pdf)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_frictionless_accepts_the_manifest(signed_package: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(signed_package) as archive:
        archive.extractall(tmp_path)
    assert frictionless.Package.validate_descriptor(str(tmp_path / MANIFEST_NAME)).valid
    whole = json.loads((tmp_path / MANIFEST_NAME).read_bytes())
    for resource in whole["resources"]:  # it would read tables where we only promise files
        resource["type"] = "file"
    report = frictionless.Package.from_descriptor(whole, basepath=str(tmp_path)).validate()
    assert report.valid, report.to_summary()
