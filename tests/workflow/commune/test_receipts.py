"""Receipts: only the province's, only for what was sent, each once; a correction moves no more.

What is issued is read back, verified and shown by `verify`; nobody else can issue one.
A receipt moves the report and is applied once.
Forged, older, another commune's, another submission's receipts change nothing.
A returned report opens the named criteria alone; the resubmission proves it.
"""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pikepdf import pdfa

from tests.factories.commune_folders import SIGNED_AT, YEAR, CommuneFolder
from tests.factories.pki import make_pki, pem_bytes
from tests.factories.receipt_issuers import (
    ISSUED,
    ISSUER,
    ReceiptIssuer,
    for_other_unit,
    issue_key,
    issuer_for,
    signatory_with_key,
)
from tests.oracles import oracle
from xa_report.commune.store.edits import answer_edit
from xa_report.demo.keys import DEMO_PASSWORD
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReceiptKind, collect_reopened_fields
from xa_report.domain.report import ReportState
from xa_report.errors import BlockedError, PackageFaultError, SigningError, UsageError
from xa_report.package.corrections import unchanged_hash, unexpected_changes
from xa_report.package.reader import open_package
from xa_report.signing.authority.certificates import build_first_crl, build_next_crl
from xa_report.signing.identity import BOTH_ROLES, CertificateHolder, SignerRole
from xa_report.workflow.commune import database_file, receipts, sign_report
from xa_report.workflow.commune import report as verbs
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.shared import receipt_pdf, signing_keys, verify
from xa_report.workflow.shared.signing_keys import Signatory

OPEN, CLOSED = "1.1", "2.1"


@dataclass(frozen=True)
class Scene:
    """An exported report, its package, and the province that has it."""

    commune: CommuneFile
    package: Path
    province: ReceiptIssuer
    trust: Path

    def take(self, receipt: Path) -> receipts.AppliedReceipt:
        return receipts.apply_receipt(self.commune, receipt, self.trust, ISSUED)

    def answer(self, kind: ReceiptKind, number: int = 1, *reopened: str) -> Path:
        return self.province.issue(self.province.answer(self.package, kind, number, *reopened))

    @property
    def state(self) -> tuple[ReportState, int]:
        report = verbs.load_report(self.commune, YEAR).report
        return report.state, report.sequence


@pytest.fixture
def scene(commune_folder: CommuneFolder, tmp_path: Path) -> Iterator[Scene]:
    assert commune_folder.package is not None
    db = tmp_path / "xa.xadb"
    shutil.copy(commune_folder.db, db)
    with database_file.open_commune_file(db) as commune:
        yield Scene(
            commune, commune_folder.package, issuer_for(commune_folder), commune_folder.trust
        )


def sign_again(scene: Scene, folder: Path) -> Path:
    work = verbs.load_report(scene.commune, YEAR)
    for role in BOTH_ROLES:
        key = signing_keys.load_key_file(
            scene.province.world.folder / "khoa" / f"{role}.p12", DEMO_PASSWORD
        )
        work = sign_report.sign_report(
            scene.commune, work, role, Signatory(key, None, lambda: ISSUED)
        )
    return sign_report.export_package(scene.commune, work, folder)


def test_what_is_issued_is_read_and_shown(scene: Scene) -> None:
    receipt = scene.province.answer(scene.package, ReceiptKind.RETURNED, 1, OPEN)
    path = scene.province.issue(receipt)
    read, verification = receipt_pdf.verify_receipt(
        path.read_bytes(), scene.trust, scene.province.code, ISSUED
    )
    assert read == receipt
    assert verification.signatures[0].signer.unit == scene.province.code
    shown = verify.verify_file(path, scene.trust, ISSUED)
    assert (shown.kind, shown.verdict, shown.reasons) == ("receipt", verify.VALID, ())
    assert (shown.facts["number"], shown.facts["receipt"]) == (1, ReceiptKind.RETURNED)
    assert verify.verify_file(scene.package, scene.trust, SIGNED_AT).kind == "package"


def test_others_see_a_signed_archive_with_its_text(scene: Scene, tmp_path: Path) -> None:
    path = scene.answer(ReceiptKind.RETURNED, 1, OPEN)
    with pikepdf.open(path) as pdf:
        assert pdfa.check(pdf, "3b").violations == ()
    done = subprocess.run([oracle("pdfsig"), path], capture_output=True, text=True, check=False)
    assert done.stdout.count("Signature is Valid.") == 1
    assert "Total document signed" in done.stdout
    text = subprocess.run(
        [str(oracle("pdftotext")), "-layout", str(path), "-"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for words in (
        "YÊU CẦU BỔ SUNG, GIẢI TRÌNH",
        "15,75",
        "-3,75",
        "T01",
        "SỞ NỘI VỤ",
        "Số: ......./",
    ):
        assert words in text


def test_a_commune_cannot_play_the_province(scene: Scene) -> None:
    """Neither with its own seal, nor by naming itself as its province."""
    receipt = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 1)
    own = signatory_with_key(scene.province.world.folder / "khoa" / "seal.p12")
    with pytest.raises(SigningError, match="25525"):
        receipt_pdf.draw_and_seal_receipt(receipt, own)
    selfmade = replace(receipt, unit=replace(receipt.unit, province_code="25525"))
    path = scene.province.world.folder / "tu-phong.pdf"
    path.write_bytes(receipt_pdf.draw_and_seal_receipt(selfmade, own))
    with pytest.raises(SigningError, match="không thuộc đơn vị"):
        scene.take(path)
    assert verify.verify_file(path, scene.trust, ISSUED).verdict == verify.INVALID
    assert scene.state == (ReportState.EXPORTED, 1)


def test_another_province_is_refused_whatever_the_receipt_says(scene: Scene) -> None:
    key = issue_key(scene.province.world, "99", "Sở Nội vụ tỉnh khác")
    receipt = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 1)
    claimed = replace(receipt, unit=replace(receipt.unit, province_code="99"))
    path = scene.province.world.folder / "tinh-khac.pdf"
    path.write_bytes(receipt_pdf.draw_and_seal_receipt(claimed, signatory_with_key(key)))
    with pytest.raises(SigningError, match="mã 80"):
        scene.take(path)
    assert verify.verify_file(path, scene.trust, ISSUED).verdict == verify.INVALID


@pytest.mark.parametrize(("unit", "verdict"), [("", "CHƯA"), ("25525", "KHÔNG"), ("80", "")])
def test_a_certificate_without_a_unit_counts_as_the_folder_of_trust_says(
    scene: Scene, tmp_path: Path, unit: str, verdict: str
) -> None:
    pki = make_pki(tmp_path)
    key = pki.foreign_style(
        CertificateHolder("Sở Nội vụ", "Sở Nội vụ tỉnh Tây Ninh", "", SignerRole.SEAL)
    )
    trust = tmp_path / "tin-cay"
    trust.mkdir()
    (trust / "ca.pem").write_bytes(pem_bytes(pki.authority.certificate))
    crl = build_first_crl(pki.authority, ISSUED - timedelta(hours=1))
    (trust / "ca.crl").write_bytes(crl.public_bytes(Encoding.DER))
    if unit:
        digest = key.certificate.fingerprint(SHA256()).hex()
        (trust / "signers.csv").write_text(f"sha256,unit,role\n{digest},{unit},seal\n")
    receipt = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 1)
    path = tmp_path / "phieu.pdf"
    by = Signatory(key, None, lambda: ISSUED)
    path.write_bytes(receipt_pdf.draw_and_seal_receipt(receipt, by))
    if verdict:
        with pytest.raises(SigningError, match=verdict):
            receipts.apply_receipt(scene.commune, path, trust, ISSUED)
    else:
        assert receipts.apply_receipt(scene.commune, path, trust, ISSUED).now


@pytest.mark.parametrize(
    ("kind", "after"),
    [
        (ReceiptKind.RECEIVED, (ReportState.RECEIVED, 1)),
        (ReceiptKind.APPRAISED, (ReportState.RECEIVED, 1)),
        (ReceiptKind.ACCEPTED, (ReportState.ACCEPTED, 1)),
    ],
)
def test_a_receipt_is_applied_once(
    scene: Scene, kind: ReceiptKind, after: tuple[ReportState, int]
) -> None:
    path = scene.answer(kind)
    assert scene.take(path).now
    assert scene.state == after
    head = scene.commune.store.log_head()
    again = scene.take(path)
    assert (again.now, again.receipt.number, again.state) == (False, 1, after[0])
    assert scene.commune.store.log_head() == head
    assert scene.commune.store.receipts.content(YEAR, 1) == path.read_bytes()
    assert receipts.applied_receipts(scene.commune, YEAR) == (again.receipt,)
    assert database_file.verify_event_log(scene.commune) == ()


def test_a_changed_receipt_is_refused(scene: Scene, tmp_path: Path) -> None:
    path = scene.answer(ReceiptKind.ACCEPTED)
    flipped = bytearray(path.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    (tmp_path / "x.pdf").write_bytes(bytes(flipped))
    with pikepdf.open(path) as pdf:
        (spec,) = pdf.Root.AF
        spec.EF.F.write(spec.EF.F.read_bytes().replace(b'"83.75"', b'"93.75"'))
        pdf.save(tmp_path / "y.pdf")
    for name in ("x.pdf", "y.pdf"):
        with pytest.raises(SigningError, match=r"KHÔNG HỢP LỆ|CHƯA KÝ"):
            scene.take(tmp_path / name)
    assert scene.state == (ReportState.EXPORTED, 1)


def test_the_seal_of_a_province_that_was_taken_back_is_refused(
    scene: Scene, tmp_path: Path
) -> None:
    pki, since = make_pki(tmp_path), ISSUED - timedelta(hours=1)
    key = pki.key(CertificateHolder(ISSUER, ISSUER, scene.province.code, SignerRole.SEAL))
    receipt = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 1)
    path, trust = tmp_path / "phieu.pdf", tmp_path / "tin-cay"
    path.write_bytes(
        receipt_pdf.draw_and_seal_receipt(receipt, Signatory(key, None, lambda: ISSUED))
    )
    trust.mkdir()
    (trust / "ca.pem").write_bytes(pem_bytes(pki.authority.certificate))
    empty = build_first_crl(pki.authority, since)
    gone = build_next_crl(pki.authority, empty, [key.certificate.serial_number], since)
    (trust / "a.crl").write_bytes(gone.public_bytes(Encoding.DER))
    (trust / "b.crl").write_bytes(empty.public_bytes(Encoding.DER))
    with pytest.raises(SigningError, match="thu hồi"):
        receipts.apply_receipt(scene.commune, path, trust, ISSUED)
    assert verify.verify_file(path, trust, ISSUED).verdict == verify.INVALID
    (trust / "a.crl").unlink()
    assert receipts.apply_receipt(scene.commune, path, trust, ISSUED).now


NASTY = '=HYPERLINK("http://x","y")\u202e<b>x</b>&amp;{{xa}}\t\r\n\u200b\x1b[2J' + "A" * 10_000


def test_texts_of_a_receipt_are_nothing_but_texts(scene: Scene) -> None:
    right = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 1)
    why = DifferenceReason(DifferenceCode.OTHER, NASTY)
    bad = replace(
        right, note=NASTY, facts=replace(right.facts, signers=(NASTY,)),
        outcomes=(replace(right.outcomes[0], title=NASTY, why=why),),
    )  # fmt: skip
    path = scene.province.issue(bad, "xau.pdf")
    text = subprocess.run(
        [str(oracle("pdftotext")), str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "<b>x</b>&amp;{{xa}}" in text.replace("\n", "")
    assert not set("\u202e\u200b\x1b") & set(text)
    assert scene.take(path).receipt == bad


def test_no_trust_no_signature_no_receipt(scene: Scene, tmp_path: Path) -> None:
    path = scene.answer(ReceiptKind.ACCEPTED)
    with pytest.raises(SigningError, match="CHƯA KẾT LUẬN"):
        receipts.apply_receipt(scene.commune, path, tmp_path, ISSUED)
    with open_package(scene.package) as opened:
        (tmp_path / "bao-cao.pdf").write_bytes(opened.pdf)
    with pytest.raises(SigningError):
        scene.take(tmp_path / "bao-cao.pdf")
    with pytest.raises((SigningError, PackageFaultError)):
        scene.take(scene.package)
    assert scene.state == (ReportState.EXPORTED, 1)


def test_another_communes_another_submissions_and_older_ones_are_refused(scene: Scene) -> None:
    def refused(why: str, **changes: object) -> None:
        base = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 5)
        receipt = replace(base, **changes)  # type: ignore[arg-type]
        with pytest.raises(UsageError, match=why):
            scene.take(scene.province.issue(receipt, "sai.pdf"))

    right = scene.province.answer(scene.package, ReceiptKind.ACCEPTED, 5)
    refused("Xã Khác", unit=for_other_unit(right, "25528").unit)
    refused("lần nộp 2", sequence=2)
    refused("bản kê", facts=replace(right.facts, manifest_sha256="00" * 32))
    refused("không có báo cáo", period=YEAR.previous())
    scene.take(scene.answer(ReceiptKind.APPRAISED, 3))
    refused("cũ hơn phiếu số 3", number=2)
    refused("cũ hơn phiếu số 3", number=3)
    returned = scene.province.answer(scene.package, ReceiptKind.RETURNED, 4, "9.9")
    with pytest.raises(UsageError, match=r"9\.9"):
        scene.take(scene.province.issue(returned, "sai.pdf"))
    assert scene.state == (ReportState.RECEIVED, 1)


def test_a_report_that_was_not_sent_has_no_receipt(scene: Scene) -> None:
    path = scene.answer(ReceiptKind.ACCEPTED)
    verbs.reopen_signed_report(scene.commune, verbs.load_report(scene.commune, YEAR))
    with pytest.raises(UsageError, match="lần nộp 1"):
        scene.take(path)


def test_only_reopened_criteria_are_edited_and_the_resubmission_proves_it(
    scene: Scene, tmp_path: Path
) -> None:
    scene.take(scene.answer(ReceiptKind.RECEIVED, 1))
    path = scene.answer(ReceiptKind.RETURNED, 2, OPEN)
    assert scene.take(path).state is ReportState.RETURNED
    assert scene.state == (ReportState.RETURNED, 2)
    commune, work = scene.commune, verbs.load_report(scene.commune, YEAR)
    (item,) = collect_reopened_fields(work.form, [OPEN]).items
    other, old = next(i for i in work.form.items if i != item), work.report.answers[item]
    for edit in (
        lambda: verbs.set_explanation(commune, work, CLOSED, "sửa"),
        lambda: commune.store.save(answer_edit(YEAR, work.form.items[other], Answer())),
        lambda: verbs.detach_evidence(commune, work, CLOSED, work.report.evidence[0].file.sha256),
    ):
        assert_closed(edit)
    with pytest.raises(UsageError, match=work.form.items[other].label):
        verbs.set_answer(commune, work, other, replace(old, note="lén"))
    verbs.set_answer(commune, work, item, replace(old, note="đã đối chiếu lại"))
    verbs.set_explanation(commune, work, OPEN, "Đã bổ sung ảnh chụp.")
    work = verbs.set_letterhead(commune, work, {"number": "45"})
    package = sign_again(scene, tmp_path / "goi")
    with open_package(scene.package) as first, open_package(package) as second:
        before, after = first.record, second.record
        assert after.replaces == first.sha256
    opened = collect_reopened_fields(work.form, [OPEN])
    correction = after.correction
    assert correction is not None
    assert correction.receipt == sha256(path.read_bytes()).hexdigest()
    assert correction.reopened == (OPEN,)
    assert correction.unchanged == unchanged_hash(before, opened) == unchanged_hash(after, opened)
    assert unexpected_changes(before, after, work.form, work.plans, [OPEN]) == ()
    assert (before.correction, before.replaces) == (None, None)
    assert verify.verify_file(package, scene.trust, ISSUED).verdict == verify.VALID
    assert database_file.verify_event_log(commune) == ()
    done = replace(scene, package=package)
    assert done.take(done.answer(ReceiptKind.ACCEPTED, 3)).state is ReportState.ACCEPTED


def assert_closed(edit: object) -> None:
    assert callable(edit)
    with pytest.raises(UsageError, match=r"chỉ mở lại tiêu chí 1\.1"):
        edit()


def test_opening_again_keeps_the_lock(scene: Scene, tmp_path: Path) -> None:
    scene.take(scene.answer(ReceiptKind.RETURNED, 1, OPEN))
    sign_again(scene, tmp_path / "goi")
    work = verbs.reopen_signed_report(scene.commune, verbs.load_report(scene.commune, YEAR))
    assert (work.report.state, work.report.sequence) == (ReportState.RETURNED, 3)
    assert_closed(lambda: verbs.set_explanation(scene.commune, work, CLOSED, "sửa"))


def test_the_province_may_open_more_while_the_commune_works(scene: Scene) -> None:
    scene.take(scene.answer(ReceiptKind.RETURNED, 1, OPEN))
    fewer = scene.province.answer(scene.package, ReceiptKind.RETURNED, 2, CLOSED)
    with pytest.raises(UsageError, match=r"đóng lại tiêu chí 1\.1"):
        scene.take(scene.province.issue(fewer, "it-hon.pdf"))
    scene.take(scene.answer(ReceiptKind.RETURNED, 3, OPEN, CLOSED))
    assert scene.state == (ReportState.RETURNED, 2)
    verbs.set_explanation(scene.commune, verbs.load_report(scene.commune, YEAR), CLOSED, "sửa")


def test_the_province_may_close_without_waiting_for_the_correction(
    scene: Scene, tmp_path: Path
) -> None:
    """The report is again what was sent; what was typed or signed meanwhile stays on record."""
    commune, before = scene.commune, verbs.load_report(scene.commune, YEAR)
    final = scene.answer(ReceiptKind.ACCEPTED, 2)
    scene.take(scene.answer(ReceiptKind.RETURNED, 1, OPEN))
    work = verbs.load_report(commune, YEAR)
    verbs.set_explanation(commune, work, OPEN, "Đã bổ sung ảnh chụp.")
    verbs.set_letterhead(commune, work, {"number": "45"})
    sign_again(scene, tmp_path / "goi")
    second = commune.store.outputs(verbs.load_report(commune, YEAR).report)
    with pytest.raises(UsageError, match=r"lần nộp 1.* lần 2 .*hãy mở lại báo cáo"):
        scene.take(final)  # what is signed and on its way is not given up unasked
    verbs.set_explanation(
        commune,
        verbs.reopen_signed_report(commune, verbs.load_report(commune, YEAR)),
        OPEN,
        "Nữa.",
    )
    assert scene.take(final).state is ReportState.ACCEPTED
    after = verbs.load_report(commune, YEAR)
    assert scene.state == (ReportState.ACCEPTED, 1)
    assert after.report == replace(before.report, state=ReportState.ACCEPTED)
    assert not scene.take(final).now
    again = verbs.reopen_signed_report(commune, after)
    assert again.report.sequence == 3  # 2 was signed
    assert commune.store.outputs(replace(again.report, sequence=2)) == second
    assert verbs.undo_last_step(commune, again)[0].report.explanations[OPEN] == "Nữa."
    assert database_file.verify_event_log(commune) == ()


def test_what_moved_all_the_same_blocks_the_signature(scene: Scene, tmp_path: Path) -> None:
    """As when the guard of the file was got round: the record is compared once more."""
    scene.take(scene.answer(ReceiptKind.RETURNED, 1, OPEN))
    work = verbs.load_report(scene.commune, YEAR)
    report = replace(work.report, explanations={**work.report.explanations, CLOSED: "lén"})
    key = signing_keys.load_key_file(
        scene.province.world.folder / "khoa" / "chairman.p12", DEMO_PASSWORD
    )
    with pytest.raises(BlockedError, match=f"tiêu chí {CLOSED}"):
        sign_report.sign_report(
            scene.commune, replace(work, report=report), signing_keys.role_from_name("chairman"),
            Signatory(key, None, lambda: ISSUED),
        )  # fmt: skip
    assert scene.state == (ReportState.RETURNED, 2)
