"""What a made-up commune answers for its year: figures that agree, facts that fit its skill."""

import random
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from xa_report.definitions.answers import AnswerFile, read_answer_file
from xa_report.demo.figures import draw_year, year_of
from xa_report.demo.province.cast import Player
from xa_report.demo.province.telling import retold
from xa_report.domain.item import Answer, ExternalScore, ItemValue, TableRow
from xa_report.paths import resources_dir
from xa_report.workflow.commune.assessed_report import AssessedReport

PORTAL, READ = "Cổng Dịch vụ công quốc gia", date(2026, 12, 11)
IDEAS = (
    ("Tổ lưu động hướng dẫn nộp hồ sơ trực tuyến tại ấp", "212/QĐ-UBND", date(2026, 8, 14)),
    ("Trả kết quả tại nhà cho người cao tuổi của xã", "213/QĐ-UBND", date(2026, 8, 14)),
)
CAMPAIGNS = ("loa", "trang", "hoi_nghi", "mang_xa_hoi", "pano")
NOTICES = ("niem_yet", "ma_qr", "trang", "man_hinh")

Facts = dict[str, ItemValue]


def filling_of(player: Player, work: AssessedReport) -> AnswerFile:
    """All answers of the year and the head of the report."""
    items = work.items()
    filling = read_answer_file(resources_dir() / "demo" / "nam-2026.toml", work.form, items)
    dice = player.dice("year")
    year = year_of(draw_year(dice.randrange(2**32), player.temper), items)
    stock = _stock(player, filling.answers)
    facts: Facts = {ref: Decimal(n) for ref, n in (*year.items(), *stock.items())}
    facts |= _counter(year, dice) | _office(player, dice) | _law(dice) | _staff(player, dice)
    filling.answers |= {ref: Answer(value) for ref, value in facts.items() if ref in items}
    filling.manual = {"4.5": Decimal(dice.choice(["0.5", "0.75", "0.75", "1"]))}
    filling.explanations = {}
    filling.letterhead |= {
        "number": str(dice.randint(240, 420)),
        "signer": player.chairman,
        "copies": tuple(map(retold(player.unit), ("Như trên", *_OTHERS, "Lưu: VT, VP"))),
    }
    return filling


_OTHERS = ("TT. Đảng ủy, TT. HĐND xã", "CT, các PCT UBND xã")
SCALED = (
    "kq_con_hieu_luc", "kq_con_hieu_luc_so_hoa", "nguoi_truong_thanh", "nguoi_co_tai_khoan",
    "von_dau_tu_giao", "thu_du_toan",
)  # fmt: skip


def _stock(player: Player, usual: dict[str, Answer]) -> dict[str, int]:
    """What a commune has of people, papers and money, by its size."""
    known = ((ref, usual[ref].value) for ref in SCALED)
    return {
        ref: round(float(value) * player.temper.size)
        for ref, value in known
        if isinstance(value, Decimal)
    }


def _counter(year: dict[str, int], dice: random.Random) -> Facts:
    """The counter: what people say, how procedures are made public."""
    back = year["phieu_thu"]
    land = round(back * dice.uniform(0.25, 0.4))
    return {
        "phieu_hai_long_phuc_vu": Decimal(round(back * dice.uniform(0.9, 0.98))),
        "phieu_thu_dat_dai": Decimal(land),
        "phieu_hai_long_dat_dai": Decimal(round(land * dice.uniform(0.78, 0.95))),
        "tthc_hinh_thuc_cong_khai": _some(dice, NOTICES, 2),
        "ra_soat_quy_trinh": dice.random() < 0.7,
        "phuong_an_don_gian_hoa": Decimal(dice.randint(0, 2)),
        "chi_so_766": ExternalScore(Decimal(dice.randint(7600, 9200)) / 100, PORTAL, READ),
    }


def _office(player: Player, dice: random.Random) -> Facts:
    """Plans, reports, campaigns, ideas."""
    on_time = dice.choices([4, 3, 2], [6, 3, 1])[0]
    ideas = IDEAS[: dice.choices([0, 1, 2], [1, 4, 4])[0]]
    hamlets = dice.randint(9, 18)
    return {
        "kh_cchc_ngay": date(2026, 1, 8) + timedelta(dice.randint(0, 30)),
        "bc_cchc_dung_han": Decimal(on_time),
        "bc_cchc_muon": Decimal(4 - on_time),
        "tuyen_truyen_hinh_thuc": _some(dice, CAMPAIGNS, 2),
        "sang_kien": _rows(ideas, player),
        "phan_cap_thuc_hien": dice.choice(["day_du", "mot_phan"]),
        "thon": Decimal(hamlets),
        "thon_co_to_cns": Decimal(hamlets - dice.choice([0, 0, 1, 2])),
        "trang_ttdt_day_du": dice.random() < 0.85,
        "mo_hinh_nhan_rong": Decimal(dice.choices([0, 1], [4, 1])[0]),
    }


def _rows(ideas: Iterable[tuple[str, str, date]], player: Player) -> tuple[TableRow, ...]:
    tell = retold(player.unit)
    return tuple({"ten": tell(ten), "so_quyet_dinh": so, "ngay": day} for ten, so, day in ideas)


def _law(dice: random.Random) -> Facts:
    return {
        "thpl_ke_hoach_ngay": date(2026, 2, 2) + timedelta(dice.randint(0, 20)),
        "thpl_bao_cao_ngay": date(2026, 11, 27) + timedelta(dice.randint(0, 12)),
        "pbgdpl_thuc_hien": Decimal(dice.randint(9, 12)),
        "chuan_tiep_can_phap_luat": dice.random() < 0.8,
    }


def _staff(player: Player, dice: random.Random) -> Facts:
    """People in the office; nobody is counted twice."""
    places = dice.randint(50, 72)
    there = places - dice.randint(0, 5)
    return {
        "cbcc_duoc_giao": Decimal(places),
        "cbcc_co_mat": Decimal(there),
        "cbcc_dat_chuan": Decimal(there - dice.randint(0, 4)),
        "cbcc_dung_vi_tri": Decimal(there - dice.randint(0, 2)),
        "boi_duong_so": Decimal(round(there * dice.uniform(0.65, 1))),
        "danh_gia_cbcc_ngay": date(2026, 12, 4) + timedelta(dice.randint(0, 8)),
        "kl_khien_trach": Decimal(1 if player.temper.skill < 0 else 0),
    }


def _some(dice: random.Random, options: tuple[str, ...], least: int) -> tuple[str, ...]:
    chosen = dice.sample(options, dice.randint(least, len(options)))
    return tuple(option for option in options if option in chosen)
