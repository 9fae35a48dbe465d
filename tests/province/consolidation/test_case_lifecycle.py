"""One commune at the province: return, receipt, correction, closing, consolidation.

A return reopens named criteria; the receipt unlocks exactly these at the commune.
The correction is taken when nothing else moved, and kept apart when something did.
Receipts are numbered, given once for one state, and applied in turn.
What is closed is ranked, written down, and can be computed again by anybody.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories import signed_submissions
from tests.factories.commune_folders import YEAR
from tests.factories.proven_submissions import take_as_proven
from tests.factories.signed_submissions import SENT_AT, SignedSubmissions
from xa_report.demo.keys import AUTHORITY_AGE, DEMO_PASSWORD, sign_and_pack
from xa_report.domain.form import SurveyMode
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.province.appraisal import CaseKey, CaseState, DifferenceCode, DifferenceReason
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReceiptKind, ReopenedCriterion
from xa_report.domain.report import ReportState
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.package.report_json import report_json_bytes
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.appraisal.sheet import criterion_rows
from xa_report.province.database.appraisal import EntryKind
from xa_report.province.intake.examine import recomputed_differences
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.signing.authority import applicant
from xa_report.signing.authority.authority_folder import AuthorityFolder
from xa_report.signing.identity import CertificateHolder, SignerRole
from xa_report.signing.private_keys import KeyKind
from xa_report.workflow.commune import database_file, receipts, report
from xa_report.workflow.province import consolidation, consolidation_files, queries
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.proofs import prove_all
from xa_report.workflow.province.receipts import IssuedReceipt, ReceiptFailure, issue_receipts
from xa_report.workflow.shared import definitions, signing_keys
from xa_report.workflow.shared.signing_keys import Signatory
from xa_report.workflow.shared.verify_ranking import verify_ranking

WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "thiếu ảnh chụp có ngày")
LATER = SENT_AT + timedelta(minutes=20)


@dataclass(frozen=True)
class Scene:
    """A commune of the province, its file, its package, and the province's seal."""

    register: Register
    unit: Unit
    folder: Path
    db: Path
    package: Path
    seal: Path
    trust: Path

    @property
    def place(self) -> CaseKey:
        return CaseKey(self.unit.code, YEAR)

    def take(self, package: Path) -> ImportResult:
        (done,) = import_examined(self.register, examine_files(self.register, [package]))
        assert isinstance(done, ImportResult)
        assert all(proven.proof.holds for proven in prove_all(self.register))
        return done

    def dossier(self) -> CaseDetail:
        with self.register.database.read() as connection:
            return load_case_detail(self.register, connection, self.place)

    def receipts(self) -> list[IssuedReceipt]:
        key = signing_keys.load_key_file(self.seal, DEMO_PASSWORD)
        by = Signatory(key, None, lambda: LATER)
        outcomes = issue_receipts(self.register, YEAR, self.folder / "phieu", by)
        return [one for one in outcomes if isinstance(one, IssuedReceipt)]

    def receive(self, receipt: Path) -> ReportState:
        with database_file.open_commune_file(self.db) as commune:
            receipts.apply_receipt(commune, receipt, self.trust)
            return commune.load(YEAR).report.state

    def pack_again(self, name: str) -> Path:
        with database_file.open_commune_file(self.db) as commune:
            (self.folder / name).mkdir()
            (self.folder / name / "khoa").symlink_to(self.folder / "khoa")
            return sign_and_pack(commune, YEAR, self.folder / name, LATER)


@pytest.fixture(scope="module")
def seventh_commune(
    received_packages: SignedSubmissions, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Unit, Path, Path, Path]:
    """A seventh commune with its first package, and the province's seal."""
    folder = tmp_path_factory.mktemp("scene")
    authority = received_packages.trust.parent
    office = AuthorityFolder(authority, lambda: SENT_AT - AUTHORITY_AGE)
    units = [u for u in definitions.load_unit_list().units.values() if u.province_code == "80"]
    unit = units[20]
    db = signed_submissions._filled(unit, folder)  # noqa: SLF001
    signed_submissions.create_keys(office, unit, folder / "khoa")
    with database_file.open_commune_file(db) as commune:
        package = sign_and_pack(commune, YEAR, folder, SENT_AT)
    holder = CertificateHolder(
        "Sở Nội vụ tỉnh Tây Ninh", "Sở Nội vụ tỉnh Tây Ninh", "80", SignerRole.SEAL
    )
    asked, certificate = applicant.create_request(holder, KeyKind.P_256, DEMO_PASSWORD, folder)
    granted, _ = office.issue_certificate(
        asked.read_bytes(), certificate.fingerprint, DEMO_PASSWORD
    )
    seal = folder / "tinh.p12"
    applicant.assemble_key_file(
        certificate=granted,
        root=office.root_path,
        key=folder / "80-seal-key.pem",
        password=DEMO_PASSWORD,
        target=seal,
    )
    return unit, db, package, seal


@pytest.fixture
def scene(
    province_register: Register,
    received_packages: SignedSubmissions,
    seventh_commune: tuple[Unit, Path, Path, Path],
    tmp_path: Path,
) -> Scene:
    unit, db, package, seal = seventh_commune
    own = tmp_path / "xa.xadb"
    with database_file.open_commune_file(db, read_only=True):
        own.write_bytes(db.read_bytes())
    (tmp_path / "khoa").symlink_to(db.parent / "khoa")
    scene = Scene(province_register, unit, tmp_path, own, package, seal, received_packages.trust)
    assert scene.take(package).classification.arrival is IntakeOutcome.NEW
    return scene


def sent_back(scene: Scene) -> Path:
    """Appraise, end round 1, return criterion 1.1, and give the receipt."""
    low = EntryChange(EntryKind.POINTS, "1.1", Decimal(1), WHY)
    commands.appraise_case(scene.register, scene.place, [low])
    commands.end_first_round(scene.register, scene.place)
    commands.return_criteria(scene.register, scene.place, [ReopenedCriterion("1.1", WHY)])
    (issued,) = scene.receipts()
    assert issued.receipt.kind is ReceiptKind.RETURNED
    return issued.path


def corrected(scene: Scene, item: str = "") -> None:
    """Answer what criterion 1.1 is made from, or another item, anew."""
    with database_file.open_commune_file(scene.db) as commune:
        work = commune.load(YEAR)
        own = item or next(iter(work.form.closure(work.form.criterion("1.1").references())))
        scored = ExternalScore(Decimal(95), "Cổng Dịch vụ công quốc gia", SENT_AT.date())
        work = report.set_answer(commune, work, own, Answer(scored))
        report.set_explanation(commune, work, "1.1", "Đã bổ sung ảnh chụp.")


def test_a_case_goes_from_return_over_correction_to_closing(scene: Scene) -> None:
    receipt = sent_back(scene)
    assert scene.receive(receipt) is ReportState.RETURNED
    corrected(scene)
    taken = scene.take(scene.pack_again("hai"))
    assert (taken.classification.arrival, taken.classification.code) == (IntakeOutcome.NEWER, "")
    case = scene.dossier()
    assert case.row.state is CaseState.SECOND
    assert [(one.code, one.text, one.origin) for one in case.explanations] == [
        ("1.1", "Đã bổ sung ảnh chụp.", "L2")
    ]
    # What the first round said of 1.1 was said of the earlier figure; it does not count any more.
    assert case.appraised.result_of("1.1").points == case.sent.result_of("1.1").points
    assert case.returns[0].answered == case.row.submission
    commands.close_single_case(scene.register, scene.place)
    (final,) = scene.receipts()
    assert (final.receipt.kind, final.receipt.number) == (ReceiptKind.ACCEPTED, 2)
    assert scene.receive(final.path) is ReportState.ACCEPTED


def test_a_receipt_is_given_once_for_what_it_says(scene: Scene) -> None:
    (first,) = scene.receipts()
    commands.appraise_case(
        scene.register, scene.place, [EntryChange(EntryKind.POINTS, "1.1", Decimal(2), WHY)]
    )
    (again,) = scene.receipts()
    assert (first.path, first.receipt) == (again.path, again.receipt)
    commands.end_first_round(scene.register, scene.place)
    (second,) = scene.receipts()
    assert (first.receipt.number, second.receipt.number) == (1, 2)
    consolidation.set_survey_mode(scene.register, YEAR, SurveyMode.PENDING)
    (third,) = scene.receipts()
    assert third.receipt == second.receipt  # the form has no survey


def test_a_receipt_never_tells_an_earlier_state_because_a_clock_is_late(scene: Scene) -> None:
    """Whoever gave the last one may sit at a machine whose clock is ahead."""
    database = replace(scene.register.database, clock=lambda: LATER + timedelta(days=1))
    (first,) = replace(scene, register=replace(scene.register, database=database)).receipts()
    commands.return_criteria(scene.register, scene.place, [ReopenedCriterion("1.1", WHY)])
    (second,) = scene.receipts()
    assert (first.receipt.kind, second.receipt.kind) == (ReceiptKind.RECEIVED, ReceiptKind.RETURNED)
    assert second.receipt.number == 2


def test_two_people_cannot_give_the_same_number(scene: Scene) -> None:
    key = signing_keys.load_key_file(scene.seal, DEMO_PASSWORD)

    def clock() -> datetime:
        scene.receipts()  # somebody else, while this one is being signed
        return LATER

    (lost,) = issue_receipts(
        scene.register, YEAR, scene.folder / "phieu", Signatory(key, None, clock)
    )
    assert isinstance(lost, ReceiptFailure)
    assert "vừa lập phiếu số 1" in lost.sentence
    (issued,) = scene.receipts()
    assert issued.receipt.number == 1


def test_a_correction_of_something_else_is_kept_apart(scene: Scene) -> None:
    """The commune's program refuses it; a package of another one may still have it."""
    sent_back(scene)
    with database_file.open_commune_file(scene.db) as commune:
        report.reopen_signed_report(commune, commune.load(YEAR))  # as if no receipt had come
        work = commune.load(YEAR)
        scored = ExternalScore(Decimal(99), "Cổng Dịch vụ công quốc gia", SENT_AT.date())
        for ref in list(work.form.items)[:9]:
            work = report.set_answer(commune, work, ref, Answer(scored))
    taken = scene.take(scene.pack_again("lén"))
    assert (taken.classification.arrival, taken.classification.code) == (IntakeOutcome.NEWER, "N08")
    assert "đã đổi dù không tiêu chí nào dùng nó được mở lại" in taken.classification.reason
    assert taken.quarantine_number
    assert scene.dossier().row.state is CaseState.RETURNED


def test_without_a_return_nobody_overwrites_what_is_being_appraised(scene: Scene) -> None:
    commands.appraise_case(
        scene.register, scene.place, [EntryChange(EntryKind.POINTS, "1.1", Decimal(2), WHY)]
    )
    with database_file.open_commune_file(scene.db) as commune:
        report.reopen_signed_report(commune, commune.load(YEAR))
    taken = scene.take(scene.pack_again("tự ý"))
    assert (taken.classification.arrival, taken.classification.code) == (IntakeOutcome.NEWER, "N07")
    commands.close_single_case(scene.register, scene.place)
    later = scene.take(scene.folder / "tự ý" / "goi" / f"CCHC_{scene.unit.code}_2026_L2.zip")
    assert later.classification.code == "N06"


def test_closed_communes_are_ranked_and_anybody_can_compute_it_again(
    scene: Scene, received_packages: SignedSubmissions
) -> None:
    others = [one.first for one in received_packages.senders]
    list(import_examined(scene.register, examine_files(scene.register, others)))
    assert all(proven.proof.holds for proven in prove_all(scene.register))
    low = EntryChange(EntryKind.POINTS, "1.1", Decimal(1), WHY)
    commands.appraise_case(scene.register, scene.place, [low])
    for case in queries.list_cases(scene.register, YEAR):
        commands.close_single_case(scene.register, CaseKey(case.unit, YEAR))
    reason = "Các sở đã thống nhất điểm tự chấm"
    source = consolidation.accept_open_matters(scene.register, YEAR, reason)
    ranking = source.consolidation.ranking
    assert not ranking.is_provisional
    assert [one.rank for one in ranking.ranked] == [1] * 6 + [2]
    assert ranking.ranked[-1].candidate.unit == scene.unit
    assert len(source.consolidation.not_sent) == 96 - 7
    folder = scene.folder / "goi-tinh"
    folder.mkdir()
    for package in [scene.package, *others]:
        (folder / package.name).write_bytes(package.read_bytes())
    (path,) = consolidation_files.write_ranking_files(source, scene.folder)
    assert verify_ranking(path, folder, received_packages.trust).verdict == "HỢP LỆ"
    path.write_bytes(path.read_bytes().replace(b'"rank":2', b'"rank":3'))
    assert verify_ranking(path, folder, received_packages.trust).verdict == "KHÔNG HỢP LỆ"


def test_the_survey_counts_as_the_province_says(scene: Scene) -> None:
    before = scene.dossier().appraised
    consolidation.set_survey_mode(scene.register, YEAR, SurveyMode.PENDING)
    after = scene.dossier()
    assert after.survey is SurveyMode.PENDING
    assert replace(after.appraised, findings=()) == replace(before, findings=())  # it has no survey
    source = consolidation.load_consolidation(scene.register, YEAR)
    assert source.consolidation.form.survey is SurveyMode.PENDING


def test_a_period_without_reports_has_no_consolidation(province_register: Register) -> None:
    with pytest.raises(UsageError, match="Chưa có xã nào gửi báo cáo"):
        consolidation.load_consolidation(province_register, YEAR)


def test_points_that_the_figures_do_not_give_are_named_with_both_numbers(
    province_register: Register, received_packages: SignedSubmissions
) -> None:
    """Whoever signs 15.75 points for figures that give 14.75 gets 14.75, and is told so."""
    package = received_packages.senders[0].first
    (examined,) = examine_files(province_register, [package])
    assert examined.received is not None
    record = examined.received.record
    points = dict(record.outcome.points)
    honest = points["1.1"]
    points["1.1"] = replace(honest, points=honest.points + 1)
    lying = replace(record, outcome=replace(record.outcome, points=points))
    received = replace(examined.received, record_bytes=report_json_bytes(lying))
    known = province_register.known_definitions().form_and_plans(
        lying.report.form_sha256, lying.report.plan_sha256
    )
    again = recomputed_differences(lying.report, lying.outcome, *known)
    assert [code for code, _, _ in again] == ["1.1"]
    (taken,) = import_examined(
        province_register, [replace(examined, received=received, recomputed=again)]
    )
    assert isinstance(taken, ImportResult)
    key = CaseKey(received_packages.senders[0].unit.code, YEAR)
    with province_register.database.read() as connection:
        dossier = load_case_detail(province_register, connection, key)
    (difference,) = dossier.differences()
    assert (difference.code, difference.computed) == ("1.1", True)
    assert (difference.sent, difference.appraised) == (honest.points + 1, honest.points)
    assert difference.why is not None
    assert "Số liệu đã gửi chỉ cho" in difference.why.text
    row = next(one for one in criterion_rows(dossier) if one.code == "1.1")
    assert (row.sent, row.points) == (honest.points + 1, honest.points)
    # Its documents are those of the honest record: taken as proven, to see the rest of the way.
    take_as_proven(province_register)
    assert commands.close_single_case(province_register, key).row.state is CaseState.CLOSED
