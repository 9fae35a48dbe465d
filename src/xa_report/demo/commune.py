"""The demonstration: a made-up commune for a whole year, filled, proven, checked and exported."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.commune.store import edits
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.documents import MADE, document_of, write_documents
from xa_report.demo.figures import Figures, draw_year, year_of
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
from xa_report.workflow.commune.sign_report import reopen_signed_report
from xa_report.workflow.shared import definitions
from xa_report.workflow.shared.environment import ProgressCallback, no_progress, now_in_vietnam

UNIT_CODE = "25525"
YEAR = Period(2026)
STEPS = 9
FILE = "xa-tan-hoi.xadb"

QUARTER_STOCKS: Mapping[str, int] = {
    "kh_cchc_nhiem_vu": 26, "tthc_tham_quyen": 384, "tthc_cong_khai": 384,
    "tthc_du_dieu_kien": 261, "tthc_toan_trinh": 143, "tthc_mot_phan": 118,
    "tthc_phat_sinh_truc_tuyen": 168, "cbcc_duoc_giao": 62, "cbcc_co_mat": 58,
    "cbcc_dat_chuan": 56, "von_dau_tu_giao": 24650, "thu_du_toan": 11200, "thon": 14,
    "thon_co_to_cns": 14,
}  # fmt: skip
REASONS: Mapping[str, str] = {
    "C106": "Số liệu đã được rà soát với hệ thống; biến động do thay đổi địa bàn sau sắp xếp.",
    "C108": "Số liệu quý được điều chỉnh sau khi đối soát với hệ thống của tỉnh.",
    "C008": "Ngày lấy số liệu ghi trên bản in kèm theo.",
}
PLAIN_REASON = "Đã kiểm tra lại với hồ sơ gốc, số liệu đúng."


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demonstration made."""

    db: Path
    evidence: tuple[Path, ...]
    exported: tuple[ExportedFiles, ...]
    year: AssessedReport
    package: Path
    """The signed package of the year."""
    trust: Path
    """The folder with the root and the list of revoked certificates."""
    verdict: str
    """What verification says of the package that was written."""


def build(folder: Path, seed: int = 1, progress: ProgressCallback = no_progress) -> Demo:
    """Make the demonstration in a folder; the same seed gives the same figures.

    Raise UsageError when a demonstration is there already.
    """
    from xa_report.demo.signing import make_keys, sign_and_pack
    from xa_report.workflow.shared.verify import verify_file

    db = folder / FILE
    if db.exists() or (folder / "khoa").exists():
        raise UsageError(
            f"Thư mục {folder} đã có bản minh họa. Hãy chọn thư mục khác hoặc xóa thư mục này."
        )
    folder.mkdir(parents=True, exist_ok=True)
    progress("Tạo tệp số liệu của xã", 0, STEPS)
    documents = write_documents(folder / "tai-lieu")
    with _new(db) as commune:
        quarters = draw_year(seed)
        exported = []
        for number, figures in enumerate(quarters, start=1):
            progress(f"Nhập số liệu quý {number}", number, STEPS)
            work = _fill_quarter(commune, number, figures)
            exported.append(_export(work, folder))
        progress("Nhập số liệu năm và đính kèm tài liệu", 5, STEPS)
        work = _fill_year(commune, quarters, documents)
        progress("Xuất báo cáo năm", 7, STEPS)
        exported.append(_export(work, folder))
        progress("Ký và đóng gói báo cáo năm", 8, STEPS)
        moment = now_in_vietnam()
        trust = make_keys(folder / "khoa", commune, moment)
        package = sign_and_pack(commune, YEAR, folder, moment)
        # A signed report is frozen; opened again, the demonstration can be tried out.
        work = reopen_signed_report(commune, commune.load(YEAR))
        progress("Xong", STEPS, STEPS)
    verdict = verify_file(package, trust).verdict
    return Demo(
        db, tuple(path for path, _ in documents), tuple(exported), work, package, trust, verdict
    )


def _new(db: Path) -> CommuneFile:
    unit = definitions.load_unit_list().commune(UNIT_CODE, date(2025, 7, 1))
    shipped = forms_dir()
    forms = [read_form(shipped / name) for name in ("cchc-xa-nam.toml", "cchc-xa-quy.toml")]
    own = resources_dir() / "demo" / "ke-hoach-2026.toml"
    plans = [read_plan(own), read_plan(shipped / "plans" / "tay-ninh-2021-2030.toml")]
    return database_file.create_commune_file(db, unit, forms, plans)


def _export(work: AssessedReport, folder: Path) -> ExportedFiles:
    return export_unsigned_report(
        work, folder / "bao-cao", options=ExportOptions(clock=lambda: MADE)
    )


def _counts(figures: Mapping[str, int]) -> dict[str, Answer]:
    return {ref: Answer(Decimal(value)) for ref, value in figures.items()}


def _fill_quarter(commune: CommuneFile, number: int, figures: Figures) -> AssessedReport:
    period = Period.parse(f"{YEAR.year}-Q{number}")
    work = report.start_report(commune, period)
    months = {1: (2, 10, 3, 6), 2: (2, 10, 6, 5), 3: (2, 10, 9, 4), 4: (2, 10, 12, 2)}[number]
    answers = _counts(QUARTER_STOCKS) | _counts(figures)
    answers["kq_con_hieu_luc"] = Answer(Decimal(18650))
    answers["kq_con_hieu_luc_so_hoa"] = Answer(Decimal(10100 + 720 * number))
    answers["sang_kien"] = Answer(())
    answers["thpl_ke_hoach_ngay"] = Answer(date(YEAR.year, months[0], months[1]))
    answers["thpl_bao_cao_quy_ngay"] = Answer(date(YEAR.year, months[2], months[3]))
    filling = AnswerFile(answers=answers)
    filling.letterhead = {
        "number": str(30 + 85 * number),
        "dated": date(YEAR.year, months[2], months[3] + 6),
        "signer": "Nguyễn Thị Hạnh",
    }
    return _explain(commune, _save(commune, work, filling, f"số liệu quý {number}"))


def _fill_year(
    commune: CommuneFile, quarters: list[Figures], documents: list[tuple[Path, dict[str, object]]]
) -> AssessedReport:
    work = report.start_report(commune, YEAR)
    items = work.items()
    filling = read_answer_file(resources_dir() / "demo" / "nam-2026.toml", work.form, items)
    year = {ref: n for ref, n in year_of(quarters, items).items() if ref in items}
    filling.answers = _counts(year) | filling.answers
    work = _save(commune, work, filling, "số liệu năm")
    work = _attach(commune, work, documents)
    return _explain(commune, work)


def _save(
    commune: CommuneFile, work: AssessedReport, filling: AnswerFile, what: str
) -> AssessedReport:
    items = work.items()
    known = {ref: given for ref, given in filling.answers.items() if ref in items}
    filling.answers = known
    commune.store.save_many(edits_from_answers(work, filling), what)
    return commune.load(work.period)


def _attach(
    commune: CommuneFile, work: AssessedReport, documents: list[tuple[Path, dict[str, object]]]
) -> AssessedReport:
    changes = []
    for path, entry in documents:
        sha256 = commune.store.add_file(path).sha256
        changes.append(edits.document_edit(work.period, sha256, document_of(entry)))
        codes = entry["criteria"] if isinstance(entry["criteria"], list) else []
        page = str(entry["page"])
        changes += [edits.evidence_edit(work.period, str(c), sha256, page) for c in codes]
    commune.store.save_many(changes, "đính kèm tài liệu kiểm chứng")
    return commune.load(work.period)


def _explain(commune: CommuneFile, work: AssessedReport) -> AssessedReport:
    """Answer the warnings that are left as an official would: each with a reason."""
    changes = [
        edits.explanation_edit(work.period, found.place.criterion, PLAIN_REASON)
        if found.place.kind == "criterion"
        else edits.reason_edit(work.period, found.key, REASONS.get(found.code, PLAIN_REASON))
        for found in work.assessment.findings
        if found.open and found.severity == "warning"
    ]
    if changes:
        commune.store.save_many(changes, "nêu lý do của các cảnh báo")
    return commune.load(work.period)
