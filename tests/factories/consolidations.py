"""A made-up province: the real communes of Tây Ninh with figures that are nobody's."""

import csv
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tests.factories import reports
from xa_report.assess.assessment import assess_report
from xa_report.assess.province.appraisal import appraise_report, point_differences
from xa_report.assess.province.province_targets import province_targets
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.definitions.answers import read_answer_file
from xa_report.definitions.reader import read_form, read_plan
from xa_report.demo.figures import draw_year, sum_year
from xa_report.domain.assessment import Assessment, ScoreState
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore
from xa_report.domain.numbers import round_half_up
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import (
    CaseState,
    DifferenceCode,
    DifferenceReason,
    PointDifference,
    ProvinceAdjustments,
)
from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.domain.province.province_targets import (
    ProvinceInputsForYear,
    ProvinceTarget,
    TargetLaggard,
)
from xa_report.domain.report import Letterhead, Report
from xa_report.domain.unit import Unit
from xa_report.paths import forms_dir, resources_dir

PROVINCE = Unit("80", "Tỉnh Tây Ninh", "tỉnh")
YEAR = Period(2026)
MADE = datetime(2027, 1, 20, 2, 30, tzinfo=UTC)
HEAD = Letterhead(
    number="12",
    symbol="BC-SNV",
    place="Tây Ninh",
    dated=date(2027, 1, 20),
    recipient="Ủy ban nhân dân tỉnh Tây Ninh",
    copies=("Như trên", "UBND các xã, phường", "Lưu: VT, CCHC"),
    authority="",
    position="GIÁM ĐỐC",
    signer="Trần Văn Minh",
)
FOUND = {
    DifferenceCode.NO_EVIDENCE: "Không có văn bản chứng minh số nhiệm vụ hoàn thành.",
    DifferenceCode.WRONG_EVIDENCE: "Quyết định gửi kèm là của năm trước.",
    DifferenceCode.OTHER_SOURCE: "Hệ thống giải quyết thủ tục hành chính ghi 12 hồ sơ quá hạn.",
    DifferenceCode.WRONG_RULE: "Chấm tròn điểm trong khi hướng dẫn chấm theo tỷ lệ.",
    DifferenceCode.LATE: "Báo cáo quý III gửi sau ngày 15.",
}


@cache
def read_yearly_form() -> Form:
    return read_form(forms_dir() / "cchc-xa-nam.toml")


@cache
def read_yearly_plans() -> tuple[Plan, ...]:
    return (
        read_plan(resources_dir() / "demo" / "ke-hoach-2026.toml"),
        read_plan(forms_dir() / "plans" / "tay-ninh-2021-2030.toml"),
    )


@cache
def tay_ninh_units(count: int) -> tuple[Unit, ...]:
    """Communes of the province; more than there are get made-up codes."""
    with (resources_dir() / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["parent_code"] == PROVINCE.code]
    real = [Unit(r["code"], r["name"], r["kind"], "80", PROVINCE.name) for r in rows]
    more = [
        Unit(f"{90000 + at}", f"Xã Thử nghiệm {at}", "xã", "80", PROVINCE.name)
        for at in range(count - len(real))
    ]
    return tuple(sorted((*real, *more), key=lambda unit: unit.code)[:count])


@cache
def build_consolidation(communes: int = 96, missing: int = 5, seed: int = 7) -> Consolidation:
    """The province's year: most have sent, some late, a few have not."""
    rng = random.Random(seed)  # noqa: S311 - repeatable, not secret
    every = tay_ninh_units(communes)
    absent = {unit.code for unit in rng.sample(every, missing)}
    results = tuple(
        random_result(unit, random.Random(f"{seed}-{unit.code}"))  # noqa: S311 - as above
        for unit in every
        if unit.code not in absent
    )
    return consolidation_of(results, tuple(unit for unit in every if unit.code in absent), rng)


def consolidation_of(
    results: tuple[CommuneResult, ...], absent: tuple[Unit, ...], rng: random.Random
) -> Consolidation:
    """A consolidation of some results."""
    return Consolidation(
        province=PROVINCE,
        agency="Sở Nội vụ",
        period=YEAR,
        form=read_yearly_form(),
        plans=read_yearly_plans(),
        results=results,
        not_sent=absent,
        ranking=rank_communes(candidate_from_result(one, read_yearly_form()) for one in results),
        targets=province_targets(
            read_yearly_plans(), read_yearly_form(), province_inputs(results, absent)
        ),
        created=MADE,
        deadline=date(2026, 12, 20),
        previous_results=previous_results(results, rng),
        letterhead=HEAD,
    )


def province_inputs(
    results: tuple[CommuneResult, ...], absent: tuple[Unit, ...]
) -> ProvinceInputsForYear:
    """What the province adds up."""
    reports = tuple(one.report for one in results)
    return ProvinceInputsForYear(YEAR.year, reports, len(results) + len(absent))


def random_result(unit: Unit, rng: random.Random) -> CommuneResult:
    """One commune with its report, its assessment and what the province made of it."""
    report = random_report(unit, rng)
    sent = assess_report(report, read_yearly_form(), read_yearly_plans())
    adjustments = random_adjustments(sent, rng)
    appraised = appraise_report(report, read_yearly_form(), read_yearly_plans(), adjustments)
    late = rng.random() < 0.08
    day = rng.randint(1, 6) if late else -rng.randint(0, 9)
    return CommuneResult(
        unit=unit,
        state=CaseState.CLOSED,
        report=report,
        sent=sent,
        appraised=appraised,
        manifest_sha256=f"{rng.getrandbits(256):064x}",
        package_sha256=f"{rng.getrandbits(256):064x}",
        received=datetime(2026, 12, 20, 9, 0, tzinfo=UTC) + timedelta(days=day),
        late=late,
        differences=tuple(point_differences(sent, appraised, adjustments)),
    )


def random_report(unit: Unit, rng: random.Random) -> Report:
    """A filled report of a commune that is better or worse at its work."""
    typical = reports.typical_report()
    filling = read_answer_file(
        resources_dir() / "demo" / "nam-2026.toml", read_yearly_form(), read_yearly_form().items
    )
    figures = sum_year(draw_year(rng.randrange(10**6)), read_yearly_form().items)
    quality = rng.triangular(0, 1, 0.7)
    adjust_figures(figures, quality, rng)
    answers = {**typical.answers, **filling.answers}
    answers |= {
        ref: Answer(Decimal(n)) for ref, n in figures.items() if ref in read_yearly_form().items
    }
    if rng.random() < 0.3:
        answers["kh_cchc_ngay"] = Answer(date(2026, 2, rng.randint(1, 28)))
    if rng.random() < 0.4:
        answers["sang_kien"] = Answer(())
    if quality < 0.45:
        answers |= neglect_figures(rng)
    if rng.random() < 0.2:
        del answers["mo_hinh_nhan_rong"]
    answers["cbcc_co_mat"] = Answer(Decimal(rng.randint(52, 62)))
    return replace(
        typical,
        unit=unit,
        answers=answers,
        manual=filling.manual,
        explanations=filling.explanations,
        letterhead=replace(reports.HEAD, number=str(rng.randint(20, 400))),
    )


def neglect_figures(rng: random.Random) -> dict[str, Answer]:
    """What a commune that does not care leaves undone."""
    late = rng.randint(2, 4)
    every = {
        "bc_cchc_dung_han": Answer(Decimal(4 - late)),
        "bc_cchc_muon": Answer(Decimal(late)),
        "kiem_tra_thuc_hien": Answer(False),
        "tuyen_truyen_ke_hoach": Answer(False),
        "tthc_cong_khai": Answer(Decimal(rng.randint(250, 380))),
        "ra_soat_quy_trinh": Answer(False),
        "chi_so_766": Answer(ExternalScore(Decimal(rng.randint(480, 720)) / 10)),
        "nguoi_co_tai_khoan": Answer(Decimal(rng.randint(6000, 12000))),
    }
    return {ref: every[ref] for ref in rng.sample(sorted(every), rng.randint(2, 8))}


def adjust_figures(figures: dict[str, int], quality: float, rng: random.Random) -> None:
    """Make the figures those of a commune of some quality, consistent as they were."""

    def part(of: int, low: float, high: float) -> int:
        share = low + (high - low) * (0.7 * quality + 0.3 * rng.random())
        return min(of, round(of * share))

    size = rng.choice((1, 1, 2, 3))
    for ref in figures:
        figures[ref] *= size if ref.startswith(("hs_", "vb_", "hscv")) else 1
    received, done = figures["hs_tiep_nhan"], figures["hs_da_giai_quyet"]
    figures["hs_truc_tuyen"] = part(received - figures["hs_bcci"], 0.35, 0.9)
    figures["hs_truc_tiep"] = received - figures["hs_bcci"] - figures["hs_truc_tuyen"]
    figures["hs_qua_han"] = done - part(done, 0.93, 1.0)
    figures["hs_dung_han"] = done - figures["hs_qua_han"] - figures["hs_truoc_han"]
    figures["hs_xin_loi"] = figures["hs_qua_han"]
    figures["hs_thanh_toan_truc_tuyen"] = part(figures["hs_co_phi"], 0.2, 0.75)
    figures["hs_so_hoa_dau_vao"] = part(received, 0.6, 1.0)
    figures["hs_ket_qua_so_hoa"] = part(done, 0.7, 1.0)
    figures["hscv_mang"] = part(figures["hscv"], 0.75, 1.0)
    figures["phieu_hai_long"] = part(figures["phieu_thu"], 0.8, 1.0)
    figures["von_giai_ngan"] = part(figures["von_giai_ngan"], 0.7, 1.0)
    figures["nv_dung_han"] = part(figures["nv_hoan_thanh"], 0.85, 1.0)


def random_adjustments(sent: Assessment, rng: random.Random) -> ProvinceAdjustments:
    """What the province scores itself, and for some communes less than they gave themselves."""
    points: dict[str, Decimal] = {}
    why: dict[str, DifferenceReason] = {}
    for result in sent.criteria:
        if result.leaf and result.state is ScoreState.PROVINCE:
            share = Fraction(rng.randint(60, 98), 100)
            points[result.code] = round_half_up(Fraction(result.max) * share, 2)
            why[result.code] = DifferenceReason(
                DifferenceCode.BY_PROVINCE, "Theo kết quả điều tra xã hội học."
            )
    scored = [r for r in sent.criteria if r.leaf and r.state is ScoreState.SCORED and r.points]
    for result in rng.sample(scored, rng.choice((0, 0, 1, 2, 3, 5))):
        points[result.code] = round_half_up(Fraction(result.points) / 2, 2)
        code = rng.choice(list(FOUND))
        why[result.code] = DifferenceReason(code, FOUND[code])
    return ProvinceAdjustments({}, points, why)


def previous_results(
    results: Sequence[CommuneResult], rng: random.Random
) -> Mapping[str, PreviousResult]:
    """Last year's results: a little different, of most communes."""
    percents = {
        result.unit.code: max(Fraction(30), (result.appraised.percent or Fraction(0)) - moved)
        for result in results
        for moved in [Fraction(rng.randint(-60, 110), 20)]
        if rng.random() < 0.95
    }
    ranks = {p: at for at, p in enumerate(sorted(set(percents.values()), reverse=True), start=1)}
    areas = {
        result.unit.code: {
            area.code: area.percent - Fraction(rng.randint(-40, 70), 10)
            for area in result.appraised.areas
            if area.percent is not None
        }
        for result in results
    }
    return {
        code: PreviousResult(percent, round_half_up(percent, 2), ranks[percent], areas[code])
        for code, percent in percents.items()
    }


HOSTILE = (
    '=HYPERLINK("http://x","y")', "+84", "-5", "@SUM(A1)", "\t=2", "<b>đậm</b> & <br/>",
    "../../etc/passwd", "dài " * 2600, "🙂 🇻🇳 漢字", "chuông \x07 \u202e ngược", "_x0041_", "'nháy",
    "a" * 10_000, "dòng\r\nmới", '"a";,b', "\ud800 lẻ", "",
)  # fmt: skip


def hostile_consolidation() -> Consolidation:
    """A small province whose communes, appraisers and plans write whatever they like."""
    all_of = build_consolidation(18, 2)
    results = tuple(
        with_hostile_texts(result, HOSTILE[at % len(HOSTILE)])
        for at, result in enumerate(all_of.results)
    )
    return replace(
        all_of,
        results=results,
        not_sent=tuple(
            replace(unit, name=f"Xã {text}")
            for unit, text in zip(all_of.not_sent, HOSTILE, strict=False)
        ),
        ranking=rank_communes(candidate_from_result(one, read_yearly_form()) for one in results),
        targets=tuple(
            replace(
                target,
                label=text,
                action_text=text,
                value_text=text,
                laggards=with_hostile_laggards(target, text),
            )
            for target, text in zip(all_of.targets, HOSTILE, strict=False)
        ),
        agency="Sở <b>Nội</b> vụ 🙂",
    )


def with_hostile_texts(result: CommuneResult, text: str) -> CommuneResult:
    """A result with one text wherever somebody can write."""
    answers = {
        ref: replace(answer, note=text) if at % 3 else Answer(not_arisen=text or "không có")
        for at, (ref, answer) in enumerate(result.report.answers.items())
    }
    differences = tuple(
        replace(d, title=text, why=DifferenceReason(DifferenceCode.OTHER, text))
        for d in result.differences
    ) or (
        PointDifference(
            "1.1.1", text, Decimal(1), Decimal(0), DifferenceReason(DifferenceCode.OTHER, text)
        ),
    )
    report = replace(
        result.report,
        answers=answers,
        explanations=dict.fromkeys(result.report.explanations, text),
        letterhead=replace(result.report.letterhead, signer=text, number=text),
    )
    unit = replace(result.unit, name=f"{text} xã")
    return replace(result, unit=unit, report=report, differences=differences)


def with_hostile_laggards(target: ProvinceTarget, text: str) -> tuple[TargetLaggard, ...]:
    return tuple(
        replace(laggard, action_text=text, unit=replace(laggard.unit, name=text))
        for laggard in target.laggards
    )
