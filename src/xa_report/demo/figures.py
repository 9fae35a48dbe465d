"""Made-up but consistent figures of a demonstration commune: four quarters and their year."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xa_report.domain.item import Item

Figures = dict[str, int]


@dataclass(frozen=True, slots=True)
class Temper:
    """What sets one made-up commune apart from another."""

    size: float = 1.0
    """How many dossiers and people it has, of those of the usual commune."""
    skill: float = 0.0
    """How much better or worse it works, as a part of one: -0.12 is poor, 0.05 good."""


USUAL = Temper()


@dataclass(slots=True)
class Quarter:
    """Draws one quarter; every figure fits the ones before."""

    rng: random.Random
    carried: int
    """Dossiers left from the quarter before."""
    temper: Temper = USUAL
    found: Figures = field(default_factory=dict)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number."""
        return round(self.rng.randint(low, high) * self.temper.size)

    def share(self, of: int, low: float, high: float) -> int:
        """Draw a part of a number."""
        return min(of, round(of * (self.rng.uniform(low, high) + self.temper.skill)))

    def swayed(self, figure: int, by: float) -> int:
        """A figure that grows, or with a negative number shrinks, with the skill."""
        return max(0, round(figure * (1 + by * self.temper.skill)))

    def kept(self, figure: int, by: float) -> int:
        """A figure that a poor commune does not reach and nobody exceeds."""
        return min(figure, self.swayed(figure, by))


def draw_year(seed: int, temper: Temper = USUAL) -> list[Figures]:
    """Four quarters, drawn from a seed."""
    rng = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    carried, quarters = round(rng.randint(38, 52) * temper.size), []
    for number in range(1, 5):
        quarter = Quarter(rng, carried, temper)
        _received(quarter)
        _settled(quarter, last=number == 4)
        _digital(quarter)
        _office(quarter, number)
        carried = quarter.found["hs_dang_giai_quyet"]
        quarters.append(quarter.found)
    return quarters


def _received(q: Quarter) -> None:
    online = q.swayed(q.between(640, 720), 2)
    counter, post = q.between(330, 390), q.between(8, 20)
    received = online + counter + post
    q.found |= {
        "hs_ton_ky_truoc": q.carried,
        "hs_truc_tuyen": online,
        "hs_truc_tiep": counter,
        "hs_bcci": post,
        "hs_tiep_nhan": received,
        "hs_tong": q.carried + received,
        "hs_cap_nhat": received,
        "hs_co_phi": q.share(received, 0.36, 0.40),
        "hs_so_hoa_dau_vao": q.share(received, 0.82, 0.90),
    }


def _settled(q: Quarter, last: bool) -> None:
    overdue_open, within = (q.swayed(1, -40) if last else 0), q.between(40, 56)
    withdrawn, late = q.between(3, 7), q.swayed(q.between(19, 26), -15)
    done = q.found["hs_tong"] - withdrawn - within - overdue_open
    early = q.share(done, 0.55, 0.62)
    q.found |= {
        "hs_rut_tra": withdrawn,
        "hs_dang_trong_han": within,
        "hs_dang_qua_han": overdue_open,
        "hs_dang_giai_quyet": within + overdue_open,
        "hs_da_giai_quyet": done,
        "hs_qua_han": late,
        "hs_truoc_han": early,
        "hs_dung_han": done - late - early,
        "hs_xin_loi": q.kept(late, 2),
        "hs_ket_qua_so_hoa": q.share(done, 0.93, 0.98),
        "hs_giai_quyet_dien_tu": q.share(done, 0.84, 0.92),
        "hs_dong_bo_dvcqg": done,
        "hs_thanh_toan_truc_tuyen": q.share(q.found["hs_co_phi"], 0.38, 0.44),
    }


def _digital(q: Quarter) -> None:
    files, sent, voices = q.between(420, 520), q.between(480, 620), q.between(4, 9)
    handed = q.between(90, 105)
    q.found |= {
        "hscv": files,
        "hscv_mang": q.share(files, 0.92, 0.97),
        "vb_di": sent,
        "vb_di_dien_tu": sent,
        "vb_di_ky_so": q.kept(sent, 0.4),
        "pakn_nhan": voices,
        "pakn_xu_ly": voices,
        "pakn_dung_han": voices,
        "pakn_cong_khai": voices,
        "phieu_phat": handed + q.between(3, 8),
        "phieu_thu": handed,
        "phieu_hai_long": q.share(handed, 0.92, 0.96),
    }


def _office(q: Quarter, number: int) -> None:
    tasks, cases, review = q.between(9, 14), q.between(8, 12), q.between(3, 5)
    q.found |= {
        "kh_cchc_hoan_thanh": 6,
        "kiem_tra_phat_hien": 2 if number == 3 else 0,
        "kiem_tra_xu_ly": 2 if number == 3 else 0,
        "nv_tinh_giao": tasks,
        "nv_hoan_thanh": tasks,
        "nv_dung_han": tasks - (1 if number == 2 else 0),
        "doi_thoai": 1 if number in (2, 3) else 0,
        "vb_phai_ra_soat": review,
        "vb_da_ra_soat": review,
        "vb_can_xu_ly": 1 if number == 4 else 0,
        "vb_da_xu_ly": 1 if number == 4 else 0,
        "hoa_giai_vu": cases,
        "hoa_giai_thanh": cases - q.between(1, 2),
        "boi_duong_thuc_hien": 12,
        "boi_duong_so": 14,
        "kl_khien_trach": 1 if number == 3 else 0,
        "kl_canh_cao": 0,
        "kl_tren_canh_cao": 0,
        "tcd_phai_tiep": 13,
        "tcd_da_tiep": 13,
        "von_giai_ngan": q.kept(_money(q, 2300 + 1430 * number) + q.between(0, 250), 1.5),
        "thu_thuc_hien": q.kept(_money(q, 2500 + 180 * number) + q.between(0, 120), 1.5),
    }


def _money(q: Quarter, usual: int) -> int:
    return round(usual * q.temper.size)


def year_of(quarters: Sequence[Figures], items: Mapping[str, Item]) -> Figures:
    """The year's figures: sums of what accumulates, the opening and closing of what does not."""
    year: Figures = {}
    for ref in quarters[0]:
        if ref in items:
            values = [quarter[ref] for quarter in quarters]
            year[ref] = sum(values) if items[ref].accumulates else values[-1]
    year["hs_ton_ky_truoc"] = quarters[0]["hs_ton_ky_truoc"]
    year["hs_tong"] = year["hs_ton_ky_truoc"] + year["hs_tiep_nhan"]
    return year
