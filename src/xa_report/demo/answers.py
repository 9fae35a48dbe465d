"""Answers, documents and reasons of a made-up commune for its year."""

import random
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from xa_report.commune.store import edits
from xa_report.commune.store.edits import FieldEdit
from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.demo.documents import document_from_entry, localize_text, write_documents
from xa_report.demo.figures import draw_year, sum_year
from xa_report.demo.scenario import DemoCommune
from xa_report.domain.finding import Finding
from xa_report.domain.item import Answer, ExternalScore, ItemValue, TableRow
from xa_report.domain.period import Period
from xa_report.paths import resources_dir
from xa_report.workflow.commune import report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.import_answers import edits_from_answers

PORTAL, READ = "Cổng Dịch vụ công quốc gia", date(2026, 12, 11)


class Idea(NamedTuple):
    """An initiative and the decision that recognised it."""

    title: str
    decision: str
    day: date


IDEAS = (
    Idea("Tổ lưu động hướng dẫn nộp hồ sơ trực tuyến tại ấp", "212/QĐ-UBND", date(2026, 8, 14)),
    Idea("Trả kết quả tại nhà cho người cao tuổi của xã", "213/QĐ-UBND", date(2026, 8, 14)),
)
CAMPAIGNS = ("loa", "trang", "hoi_nghi", "mang_xa_hoi", "pano")
NOTICES = ("niem_yet", "ma_qr", "trang", "man_hinh")

AnswerValues = dict[str, ItemValue]


def build_answers(demo_commune: DemoCommune, assessed_report: AssessedReport) -> AnswerFile:
    """Build the answers of the year and the head of the report."""
    items = assessed_report.items()
    filling = read_answer_file(
        resources_dir() / "demo" / "nam-2026.toml", assessed_report.form, items
    )
    # The order of the draws makes the figures: a further one in between changes all behind it.
    random_source = demo_commune.random_source("year")
    year = sum_year(draw_year(random_source.randrange(2**32), demo_commune.profile), items)
    stock = _scaled_figures(demo_commune, filling.answers)
    facts: AnswerValues = {ref: Decimal(n) for ref, n in (*year.items(), *stock.items())}
    facts |= (
        _counter_answers(year, random_source)
        | _office_answers(demo_commune, random_source)
        | _law_answers(random_source)
        | _staff_answers(demo_commune, random_source)
    )
    filling.answers |= {ref: Answer(value) for ref, value in facts.items() if ref in items}
    filling.manual = {"4.5": Decimal(random_source.choice(["0.5", "0.75", "0.75", "1"]))}
    # Those of the file speak of its own figures, and others were drawn here.
    filling.explanations = {}
    filling.letterhead |= {
        "number": str(random_source.randint(240, 420)),
        "signer": demo_commune.chairman,
        "copies": tuple(
            map(localize_text(demo_commune.unit), ("Như trên", *_OTHERS, "Lưu: VT, VP"))
        ),
    }
    return filling


_OTHERS = ("TT. Đảng ủy, TT. HĐND xã", "CT, các PCT UBND xã")
SCALED = (
    "kq_con_hieu_luc", "kq_con_hieu_luc_so_hoa", "nguoi_truong_thanh", "nguoi_co_tai_khoan",
    "von_dau_tu_giao", "thu_du_toan",
)  # fmt: skip


def _scaled_figures(demo_commune: DemoCommune, usual: dict[str, Answer]) -> dict[str, int]:
    """Return the figures that grow with the size of a commune: people, papers, money."""
    known = ((ref, usual[ref].value) for ref in SCALED)
    return {
        ref: round(float(value) * demo_commune.profile.size)
        for ref, value in known
        if isinstance(value, Decimal)
    }


def _counter_answers(year: dict[str, int], rng: random.Random) -> AnswerValues:
    """Draw the answers of the counter: satisfaction, publication of procedures."""
    back = year["phieu_thu"]
    land = round(back * rng.uniform(0.25, 0.4))
    return {
        "phieu_hai_long_phuc_vu": Decimal(round(back * rng.uniform(0.9, 0.98))),
        "phieu_thu_dat_dai": Decimal(land),
        "phieu_hai_long_dat_dai": Decimal(round(land * rng.uniform(0.78, 0.95))),
        "tthc_hinh_thuc_cong_khai": _draw_options(rng, NOTICES, 2),
        "ra_soat_quy_trinh": rng.random() < 0.7,
        "phuong_an_don_gian_hoa": Decimal(rng.randint(0, 2)),
        "chi_so_766": ExternalScore(Decimal(rng.randint(7600, 9200)) / 100, PORTAL, READ),
    }


def _office_answers(demo_commune: DemoCommune, rng: random.Random) -> AnswerValues:
    """Draw the answers of the office: plans, reports, campaigns, ideas."""
    # Four quarterly reports a year: those on time and the late ones add up to them.
    on_time = rng.choices([4, 3, 2], [6, 3, 1])[0]
    ideas = IDEAS[: rng.choices([0, 1, 2], [1, 4, 4])[0]]
    hamlets = rng.randint(9, 18)
    return {
        "kh_cchc_ngay": date(2026, 1, 8) + timedelta(rng.randint(0, 30)),
        "bc_cchc_dung_han": Decimal(on_time),
        "bc_cchc_muon": Decimal(4 - on_time),
        "tuyen_truyen_hinh_thuc": _draw_options(rng, CAMPAIGNS, 2),
        "sang_kien": _idea_rows(ideas, demo_commune),
        "phan_cap_thuc_hien": rng.choice(["day_du", "mot_phan"]),
        "thon": Decimal(hamlets),
        "thon_co_to_cns": Decimal(hamlets - rng.choice([0, 0, 1, 2])),
        "trang_ttdt_day_du": rng.random() < 0.85,
        "mo_hinh_nhan_rong": Decimal(rng.choices([0, 1], [4, 1])[0]),
    }


def _idea_rows(ideas: Iterable[Idea], demo_commune: DemoCommune) -> tuple[TableRow, ...]:
    tell = localize_text(demo_commune.unit)
    return tuple(
        {"ten": tell(idea.title), "so_quyet_dinh": idea.decision, "ngay": idea.day}
        for idea in ideas
    )


def _law_answers(rng: random.Random) -> AnswerValues:
    return {
        "thpl_ke_hoach_ngay": date(2026, 2, 2) + timedelta(rng.randint(0, 20)),
        "thpl_bao_cao_ngay": date(2026, 11, 27) + timedelta(rng.randint(0, 12)),
        "pbgdpl_thuc_hien": Decimal(rng.randint(9, 12)),
        "chuan_tiep_can_phap_luat": rng.random() < 0.8,
    }


def _staff_answers(demo_commune: DemoCommune, rng: random.Random) -> AnswerValues:
    """Draw the answers about staff; every group is a part of those present."""
    places = rng.randint(50, 72)
    there = places - rng.randint(0, 5)
    return {
        "cbcc_duoc_giao": Decimal(places),
        "cbcc_co_mat": Decimal(there),
        "cbcc_dat_chuan": Decimal(there - rng.randint(0, 4)),
        "cbcc_dung_vi_tri": Decimal(there - rng.randint(0, 2)),
        "boi_duong_so": Decimal(round(there * rng.uniform(0.65, 1))),
        "danh_gia_cbcc_ngay": date(2026, 12, 4) + timedelta(rng.randint(0, 8)),
        "kl_khien_trach": Decimal(1 if demo_commune.profile.skill < 0 else 0),
    }


def _draw_options(rng: random.Random, options: tuple[str, ...], least: int) -> tuple[str, ...]:
    chosen = rng.sample(options, rng.randint(least, len(options)))
    # In the order of the form, as a checklist is stored; `sample` mixes them.
    return tuple(option for option in options if option in chosen)


DEFAULT_REASON = (
    "Đã đối chiếu với hồ sơ gốc; nguyên nhân và cách khắc phục nêu tại phần III của báo cáo."
)
REASONS_BY_CRITERION: Mapping[str, str] = {
    "1.1.1": "Kế hoạch ban hành sau khi có hướng dẫn của tỉnh và ý kiến của Đảng ủy xã.",
    "1.1.3": "Hai nhiệm vụ số hóa hồ sơ lưu trữ chưa xong vì gói thầu phải đấu thầu lại.",
    "1.2.1": "Báo cáo gửi muộn vì hệ thống báo cáo gián đoạn; đã gửi bản giấy đúng hạn.",
    "1.6": "Nhiệm vụ hoàn thành muộn do phải lấy ý kiến nhân dân.",
    "3.2.1": "Hồ sơ quá hạn tập trung ở lĩnh vực đất đai, phải xác minh nguồn gốc nhiều thời kỳ.",
    "3.2.2": "Hồ sơ đất đai chờ kết quả trích đo, đã có thư xin lỗi và hẹn lại ngày trả.",
    "3.6": "Điểm thanh toán trực tuyến còn thấp; xã đã đặt thêm điểm hỗ trợ tại Trung tâm.",
    "4.2": "Số có mặt thấp hơn số được giao, đang chờ tỉnh tuyển dụng bổ sung.",
    "4.5": "Các phòng phối hợp tốt trong hồ sơ liên thông; còn chậm ở khâu xác minh thực địa.",
    "5.1": "Công chức chưa đạt chuẩn đang học, dự kiến tốt nghiệp trong quý II năm 2027.",
    "5.4": "Một công chức bị khiển trách vì chậm xử lý hồ sơ, đã kiểm điểm và luân chuyển vị trí.",
    "6.1": "Công trình giải ngân chậm do vướng bồi thường, đã được điều chỉnh kế hoạch vốn.",
    "7.1.1": "Một phần hồ sơ quốc phòng, an ninh xử lý trên giấy theo quy định bảo mật.",
    "7.1.2": "Văn bản phát hành ngày hệ thống ký số gián đoạn được ký tay, đã số hóa bổ sung.",
    "7.2.1": "Người dân ở xa trung tâm còn nộp trực tiếp; tổ công nghệ số đang hướng dẫn tại nhà.",
}


DEMO_YEAR = Period(2026)


def fill_commune_year(
    commune_file: CommuneFile, demo_commune: DemoCommune, documents: Path
) -> AssessedReport:
    """Fill the year of a commune, so that it can be submitted."""
    work = report.start_report(commune_file, DEMO_YEAR)
    commune_file.store.save_many(
        edits_from_answers(work, build_answers(demo_commune, work)), "số liệu năm"
    )
    _attach_documents(commune_file, documents, demo_commune)
    return explain_open_warnings(commune_file, demo_commune, commune_file.load(DEMO_YEAR))


def _attach_documents(commune_file: CommuneFile, folder: Path, demo_commune: DemoCommune) -> None:
    changes: list[FieldEdit] = []
    for path, entry in write_documents(folder, localize_text(demo_commune.unit)):
        sha256 = commune_file.store.add_file(path).sha256
        changes.append(edits.document_edit(DEMO_YEAR, sha256, document_from_entry(entry)))
        codes = entry["criteria"] if isinstance(entry["criteria"], list) else []
        page = str(entry["page"])
        changes += [edits.evidence_edit(DEMO_YEAR, str(code), sha256, page) for code in codes]
    commune_file.store.save_many(changes, "đính kèm tài liệu kiểm chứng")


def explain_open_warnings(
    commune_file: CommuneFile, demo_commune: DemoCommune, assessed_report: AssessedReport
) -> AssessedReport:
    """Explain every open finding once; an explanation raises no new finding."""
    tell = localize_text(demo_commune.unit)
    open_ones = [found for found in assessed_report.assessment.findings if found.is_open]
    changes = [
        _reason_edit(assessed_report, finding, tell(_reason_for(finding))) for finding in open_ones
    ]
    if changes:
        commune_file.store.save_many(changes, "nêu lý do của các cảnh báo")
    return commune_file.load(assessed_report.period)


def _reason_for(finding: Finding) -> str:
    return REASONS_BY_CRITERION.get(finding.place.criterion, DEFAULT_REASON)


def _reason_edit(assessed_report: AssessedReport, finding: Finding, text: str) -> FieldEdit:
    # A criterion is answered by its explanation, any other warning by a reason under its key.
    if finding.place.kind == "criterion":
        return edits.explanation_edit(assessed_report.period, finding.place.criterion, text)
    return edits.reason_edit(assessed_report.period, finding.key, text)
