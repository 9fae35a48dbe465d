"""Made-up but consistent figures of a commune: four quarters and their year."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xa_report.domain.item import Item

FigureCounts = dict[str, int]


@dataclass(frozen=True, slots=True)
class CommuneProfile:
    """Size and skill of a made-up commune."""

    size: float = 1.0
    """Multiple of the dossiers and people of the usual commune."""
    skill: float = 0.0
    """Deviation from average work as a share: -0.12 is poor, 0.05 good."""


USUAL_PROFILE = CommuneProfile()


@dataclass(slots=True)
class QuarterGenerator:
    """Generator of one quarter's figures; every figure fits the ones before."""

    rng: random.Random
    carried: int
    """Dossiers open at the start, from the quarter before."""
    profile: CommuneProfile = USUAL_PROFILE
    figures: FigureCounts = field(default_factory=dict)

    def between(self, low: int, high: int) -> int:
        """Draw a whole number; both bounds are inclusive."""
        return round(self.rng.randint(low, high) * self.profile.size)

    def share(self, of: int, low: float, high: float) -> int:
        """Draw a share of a number."""
        return min(of, round(of * (self.rng.uniform(low, high) + self.profile.skill)))

    def scaled_by_skill(self, figure: int, by: float) -> int:
        """Scale a figure up with the skill, or down with a negative weight."""
        return max(0, round(figure * (1 + by * self.profile.skill)))

    def reached_by_skill(self, figure: int, by: float) -> int:
        """Reduce a figure for a poor commune; a good one reaches it, nobody exceeds it."""
        return min(figure, self.scaled_by_skill(figure, by))


def draw_year(seed: int, profile: CommuneProfile = USUAL_PROFILE) -> list[FigureCounts]:
    """Draw four quarters from a seed; each opens with what the one before left."""
    rng = random.Random(seed)  # noqa: S311 - made-up data, not a secret
    carried, quarters = round(rng.randint(38, 52) * profile.size), []
    for number in range(1, 5):
        quarter = QuarterGenerator(rng, carried, profile)
        _draw_received_cases(quarter)
        _draw_settled_cases(quarter, last=number == 4)
        _draw_digital_figures(quarter)
        _draw_office_figures(quarter, number)
        carried = quarter.figures["hs_dang_giai_quyet"]
        quarters.append(quarter.figures)
    return quarters


def _draw_received_cases(quarter: QuarterGenerator) -> None:
    online = quarter.scaled_by_skill(quarter.between(640, 720), 2)
    counter, post = quarter.between(330, 390), quarter.between(8, 20)
    received = online + counter + post
    quarter.figures |= {
        "hs_ton_ky_truoc": quarter.carried,
        "hs_truc_tuyen": online,
        "hs_truc_tiep": counter,
        "hs_bcci": post,
        "hs_tiep_nhan": received,
        "hs_tong": quarter.carried + received,
        "hs_cap_nhat": received,
        "hs_co_phi": quarter.share(received, 0.36, 0.40),
        "hs_so_hoa_dau_vao": quarter.share(received, 0.82, 0.90),
    }


def _draw_settled_cases(quarter: QuarterGenerator, last: bool) -> None:
    overdue_open, within = (quarter.scaled_by_skill(1, -40) if last else 0), quarter.between(40, 56)
    withdrawn, late = quarter.between(3, 7), quarter.scaled_by_skill(quarter.between(19, 26), -15)
    # From the balance of the quarter: the form checks that its parts make the whole.
    done = quarter.figures["hs_tong"] - withdrawn - within - overdue_open
    early = quarter.share(done, 0.55, 0.62)
    quarter.figures |= {
        "hs_rut_tra": withdrawn,
        "hs_dang_trong_han": within,
        "hs_dang_qua_han": overdue_open,
        "hs_dang_giai_quyet": within + overdue_open,
        "hs_da_giai_quyet": done,
        "hs_qua_han": late,
        "hs_truoc_han": early,
        "hs_dung_han": done - late - early,
        "hs_xin_loi": quarter.reached_by_skill(late, 2),
        "hs_ket_qua_so_hoa": quarter.share(done, 0.93, 0.98),
        "hs_giai_quyet_dien_tu": quarter.share(done, 0.84, 0.92),
        "hs_dong_bo_dvcqg": done,
        "hs_thanh_toan_truc_tuyen": quarter.share(quarter.figures["hs_co_phi"], 0.38, 0.44),
    }


def _draw_digital_figures(quarter: QuarterGenerator) -> None:
    files, sent, voices = (
        quarter.between(420, 520),
        quarter.between(480, 620),
        quarter.between(4, 9),
    )
    handed = quarter.between(90, 105)
    quarter.figures |= {
        "hscv": files,
        "hscv_mang": quarter.share(files, 0.92, 0.97),
        "vb_di": sent,
        "vb_di_dien_tu": sent,
        "vb_di_ky_so": quarter.reached_by_skill(sent, 0.4),
        "pakn_nhan": voices,
        "pakn_xu_ly": voices,
        "pakn_dung_han": voices,
        "pakn_cong_khai": voices,
        "phieu_phat": handed + quarter.between(3, 8),
        "phieu_thu": handed,
        "phieu_hai_long": quarter.share(handed, 0.92, 0.96),
    }


def _draw_office_figures(quarter: QuarterGenerator, number: int) -> None:
    tasks, cases, review = quarter.between(9, 14), quarter.between(8, 12), quarter.between(3, 5)
    quarter.figures |= {
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
        "hoa_giai_thanh": cases - quarter.between(1, 2),
        "boi_duong_thuc_hien": 12,
        "boi_duong_so": 14,
        "kl_khien_trach": 1 if number == 3 else 0,
        "kl_canh_cao": 0,
        "kl_tren_canh_cao": 0,
        "tcd_phai_tiep": 13,
        "tcd_da_tiep": 13,
        "von_giai_ngan": quarter.reached_by_skill(
            _draw_amount(quarter, 2300 + 1430 * number) + quarter.between(0, 250), 1.5
        ),
        "thu_thuc_hien": quarter.reached_by_skill(
            _draw_amount(quarter, 2500 + 180 * number) + quarter.between(0, 120), 1.5
        ),
    }


def _draw_amount(quarter: QuarterGenerator, usual: int) -> int:
    return round(usual * quarter.profile.size)


def sum_year(quarters: Sequence[FigureCounts], items: Mapping[str, Item]) -> FigureCounts:
    """Return the year's figures: sums of flows, first opening and last closing of stocks."""
    year: FigureCounts = {}
    for ref in quarters[0]:
        if ref in items:
            values = [quarter[ref] for quarter in quarters]
            year[ref] = sum(values) if items[ref].accumulates else values[-1]
    year["hs_ton_ky_truoc"] = quarters[0]["hs_ton_ky_truoc"]
    year["hs_tong"] = year["hs_ton_ky_truoc"] + year["hs_tiep_nhan"]
    return year
