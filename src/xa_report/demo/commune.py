"""Demonstration of one commune: a year filled, proven, checked, exported and signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.documents import DRAWN_AT, DemoDocument, document_from_entry, write_documents
from xa_report.demo.figures import FigureCounts, draw_year, sum_year
from xa_report.demo.keys import create_commune_keys, sign_and_pack
from xa_report.domain.item import Answer
from xa_report.domain.period import Period
from xa_report.errors import UsageError
from xa_report.paths import forms_dir, resources_dir
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.export_report import (
    ExportedFiles,
    ExportOptions,
    export_unsigned_report,
)
from xa_report.workflow.commune.import_answers import edits_from_answers
from xa_report.workflow.commune.report import reopen_signed_report
from xa_report.workflow.shared import definitions
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam
from xa_report.workflow.shared.verify import verify_file

UNIT_CODE = "25525"
YEAR = Period(2026)
COMMUNE_STEPS = 9
COMMUNE_FILE_NAME = "xa-tan-hoi.xadb"

QUARTER_STOCKS: Mapping[str, int] = {
    "kh_cchc_nhiem_vu": 26, "tthc_tham_quyen": 384, "tthc_cong_khai": 384,
    "tthc_du_dieu_kien": 261, "tthc_toan_trinh": 143, "tthc_mot_phan": 118,
    "tthc_phat_sinh_truc_tuyen": 168, "cbcc_duoc_giao": 62, "cbcc_co_mat": 58,
    "cbcc_dat_chuan": 56, "von_dau_tu_giao": 24650, "thu_du_toan": 11200, "thon": 14,
    "thon_co_to_cns": 14,
}  # fmt: skip
WARNING_REASONS: Mapping[str, str] = {
    "C106": "Số liệu đã được rà soát với hệ thống; biến động do thay đổi địa bàn sau sắp xếp.",
    "C108": "Số liệu quý được điều chỉnh sau khi đối soát với hệ thống của tỉnh.",
    "C008": "Ngày lấy số liệu ghi trên bản in kèm theo.",
}
PLAIN_REASON = "Đã kiểm tra lại với hồ sơ gốc, số liệu đúng."


@dataclass(frozen=True, slots=True)
class CommuneDemo:
    """Files of a commune's demonstration, and its report of the year."""

    db: Path
    evidence: tuple[Path, ...]
    exported: tuple[ExportedFiles, ...]
    year: AssessedReport
    package: Path
    """Signed package of the year."""
    trust: Path
    """Folder with the root and the revocation list."""
    verdict: str
    """Verdict of the verification of that package."""


def build_commune_demo(
    folder: Path, seed: int = 1, progress: ProgressCallback = no_progress
) -> CommuneDemo:
    """Build the demonstration in a folder; the same seed gives the same figures.

    Raise UsageError when a demonstration is there already.
    """
    db = folder / COMMUNE_FILE_NAME
    # The keys alone are enough: an interrupted run leaves them, and no authority is made twice.
    if db.exists() or (folder / "khoa").exists():
        raise UsageError(
            f"Thư mục {folder} đã có bản minh họa. Hãy chọn thư mục khác hoặc xóa thư mục này."
        )
    folder.mkdir(parents=True, exist_ok=True)
    progress("Tạo tệp số liệu của xã", 0, COMMUNE_STEPS)
    documents = write_documents(folder / "tai-lieu")
    with _create_file(db) as commune:
        quarters = draw_year(seed)
        exported = []
        for number, figures in enumerate(quarters, start=1):
            progress(f"Nhập số liệu quý {number}", number, COMMUNE_STEPS)
            work = _fill_quarter(commune, number, figures)
            exported.append(_export_draft(work, folder))
        progress("Nhập số liệu năm và đính kèm tài liệu", 5, COMMUNE_STEPS)
        work = _fill_year(commune, quarters, documents)
        progress("Xuất báo cáo năm", 7, COMMUNE_STEPS)
        exported.append(_export_draft(work, folder))
        progress("Ký và đóng gói báo cáo năm", 8, COMMUNE_STEPS)
        # Not DRAWN_AT: certificates and their revocation list must be valid when somebody verifies.
        moment = now_in_vietnam()
        trust = create_commune_keys(folder / "khoa", commune, moment)
        package = sign_and_pack(commune, YEAR, folder, moment)
        # A signed report is frozen; opened again, the demonstration can be tried out.
        work = reopen_signed_report(commune, commune.load(YEAR))
        progress("Xong", COMMUNE_STEPS, COMMUNE_STEPS)
    verdict = verify_file(package, trust).verdict
    return CommuneDemo(
        db, tuple(path for path, _ in documents), tuple(exported), work, package, trust, verdict
    )


def _create_file(db: Path) -> CommuneFile:
    unit = definitions.load_unit_list().commune(UNIT_CODE, date(2025, 7, 1))
    shipped = forms_dir()
    forms = [read_form(shipped / name) for name in ("cchc-xa-nam.toml", "cchc-xa-quy.toml")]
    own = resources_dir() / "demo" / "ke-hoach-2026.toml"
    plans = [read_plan(own), read_plan(shipped / "plans" / "tay-ninh-2021-2030.toml")]
    return database_file.create_commune_file(db, unit, forms, plans)


def _export_draft(assessed_report: AssessedReport, folder: Path) -> ExportedFiles:
    # A fixed moment, so that one seed gives the same documents every time.
    return export_unsigned_report(
        assessed_report, folder / "bao-cao", options=ExportOptions(clock=lambda: DRAWN_AT)
    )


def _answers_from_counts(figures: Mapping[str, int]) -> dict[str, Answer]:
    return {ref: Answer(Decimal(value)) for ref, value in figures.items()}


def _fill_quarter(commune_file: CommuneFile, number: int, figures: FigureCounts) -> AssessedReport:
    period = Period.parse(f"{YEAR.year}-Q{number}")
    work = report.start_report(commune_file, period)
    months = {1: (2, 10, 3, 6), 2: (2, 10, 6, 5), 3: (2, 10, 9, 4), 4: (2, 10, 12, 2)}[number]
    answers = _answers_from_counts(QUARTER_STOCKS) | _answers_from_counts(figures)
    answers["kq_con_hieu_luc"] = Answer(Decimal(18650))
    answers["kq_con_hieu_luc_so_hoa"] = Answer(Decimal(10100 + 720 * number))
    # An empty table says that there was no initiative; no answer would be a finding.
    answers["sang_kien"] = Answer(())
    answers["thpl_ke_hoach_ngay"] = Answer(date(YEAR.year, months[0], months[1]))
    answers["thpl_bao_cao_quy_ngay"] = Answer(date(YEAR.year, months[2], months[3]))
    filling = AnswerFile(answers=answers)
    filling.letterhead = {
        "number": str(30 + 85 * number),
        "dated": date(YEAR.year, months[2], months[3] + 6),
        "signer": "Nguyễn Thị Hạnh",
    }
    return _explain_warnings(
        commune_file, _save_answers(commune_file, work, filling, f"số liệu quý {number}")
    )


def _fill_year(
    commune_file: CommuneFile,
    quarters: list[FigureCounts],
    documents: list[DemoDocument],
) -> AssessedReport:
    work = report.start_report(commune_file, YEAR)
    items = work.items()
    filling = read_answer_file(resources_dir() / "demo" / "nam-2026.toml", work.form, items)
    year = {ref: n for ref, n in sum_year(quarters, items).items() if ref in items}
    filling.answers = _answers_from_counts(year) | filling.answers
    work = _save_answers(commune_file, work, filling, "số liệu năm")
    work = _attach_documents(commune_file, work, documents)
    return _explain_warnings(commune_file, work)


def _save_answers(
    commune_file: CommuneFile, assessed_report: AssessedReport, filling: AnswerFile, what: str
) -> AssessedReport:
    items = assessed_report.items()
    known = {ref: given for ref, given in filling.answers.items() if ref in items}
    filling.answers = known
    commune_file.store.save_many(edits_from_answers(assessed_report, filling), what)
    return commune_file.load(assessed_report.period)


def _attach_documents(
    commune_file: CommuneFile,
    assessed_report: AssessedReport,
    documents: list[DemoDocument],
) -> AssessedReport:
    changes = []
    for path, entry in documents:
        sha256 = commune_file.store.add_file(path).sha256
        changes.append(
            edits.document_edit(assessed_report.period, sha256, document_from_entry(entry))
        )
        codes = entry["criteria"] if isinstance(entry["criteria"], list) else []
        page = str(entry["page"])
        changes += [
            edits.evidence_edit(assessed_report.period, str(c), sha256, page) for c in codes
        ]
    commune_file.store.save_many(changes, "đính kèm tài liệu kiểm chứng")
    return commune_file.load(assessed_report.period)


def _explain_warnings(commune_file: CommuneFile, assessed_report: AssessedReport) -> AssessedReport:
    """Explain every open warning with a reason, as an official would."""
    changes = [
        edits.explanation_edit(assessed_report.period, finding.place.criterion, PLAIN_REASON)
        if finding.place.kind == "criterion"
        else edits.reason_edit(
            assessed_report.period, finding.key, WARNING_REASONS.get(finding.code, PLAIN_REASON)
        )
        for finding in assessed_report.assessment.findings
        if finding.is_open and finding.severity == "warning"
    ]
    if changes:
        commune_file.store.save_many(changes, "nêu lý do của các cảnh báo")
    return commune_file.load(assessed_report.period)
