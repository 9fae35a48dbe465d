"""Appraisal of the demonstration: remarks of departments, two rounds, return, explanation."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from xa_report.demo.answers import DEMO_YEAR, PORTAL, READ
from xa_report.demo.keys import ISSUING_DEPARTMENT
from xa_report.demo.scenario import DemoCommune, DemoPaths, DemoScenario
from xa_report.domain.item import Answer, ExternalScore, ItemValue
from xa_report.domain.numbers import show_number
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.receipt import ReopenedCriterion, collect_reopened_fields
from xa_report.domain.report import Report
from xa_report.province.appraisal import commands, province_values
from xa_report.province.appraisal.case import CaseDetail, load_case_detail
from xa_report.province.appraisal.entry_validation import EntryChange
from xa_report.province.database.appraisal import (
    WHOLE_PROVINCE,
    EntryKind,
    Explanation,
    ProvinceValue,
)
from xa_report.province.register import Register
from xa_report.workflow.province.register_setup import open_register

SCORE, SCORED = "chi_so_766", "3.6"
MISTAKEN = "1.2.1"
"""Criterion of the remark that a commune refutes by an explanation."""
REPROVED = "kl_khien_trach"


@dataclass(frozen=True, slots=True)
class DepartmentRemark:
    """Remark of a department that takes points away."""

    code: str
    deduction: Decimal
    why: DifferenceReason


def _remark(code: str, less: str, why: DifferenceCode, text: str) -> DepartmentRemark:
    return DepartmentRemark(code, Decimal(less), DifferenceReason(why, text))


_WHY = DifferenceCode
REMARKS = (
    _remark(MISTAKEN, "0.25", _WHY.LATE, "Sổ công văn đến ghi báo cáo quý I đến sau hạn."),
    _remark("1.5", "0.75", _WHY.WRONG_EVIDENCE, "Một sáng kiến chưa có quyết định công nhận."),
    _remark("1.7", "0.5", _WHY.NO_EVIDENCE, "Thiếu biên bản của cuộc đối thoại thứ hai."),
    _remark("2.1.2", "0.5", _WHY.LATE, "Báo cáo đến Sở Tư pháp ngày 08/12/2026."),
    _remark("2.4", "0.1", _WHY.OTHER_SOURCE, "Hai vụ hòa giải chưa có biên bản."),
    _remark("3.1.2", "0.25", _WHY.WRONG_EVIDENCE, "Mã QR tại quầy không mở được danh mục."),
    _remark("4.5", "0.25", _WHY.WRONG_RULE, "Chưa có quy chế phối hợp như hướng dẫn yêu cầu."),
    _remark("6.2.2", "0.5", _WHY.WRONG_EVIDENCE, "Thiếu thuyết minh quyết toán."),
    _remark("7.4", "1", _WHY.OTHER_SOURCE, "Lịch tiếp công dân trên trang không được cập nhật."),
    _remark("7.5.2", "0.1", _WHY.OTHER_SOURCE, "Một tổ công nghệ số không còn hoạt động."),
)


def changes_for_commune(
    demo_commune: DemoCommune, case: CaseDetail, *, mistaken: bool
) -> Iterator[EntryChange]:
    """Yield the entries of departments for one commune; no remark takes more points than it has."""
    random_source = demo_commune.random_source("remarks")
    chosen = random_source.sample(REMARKS, random_source.randint(2, 4))
    always = [REMARKS[0]] if mistaken else []
    # Once each, in a fixed order: the draw may hold the remark that is always made.
    for remark in dict.fromkeys([*always, *chosen]):
        points = case.sent.result_of(remark.code).points - remark.deduction
        if points >= 0 and (remark.code != MISTAKEN or mistaken):
            yield EntryChange(EntryKind.POINTS, remark.code, points, remark.why)
    if random_source.random() < 0.5:
        score, why = portal_score(demo_commune, case.report)
        yield EntryChange(EntryKind.ANSWER, SCORE, score, why)
    if random_source.random() < 0.2:
        yield EntryChange(EntryKind.ANSWER, REPROVED, *_reprimand_answer(case))


def portal_score(demo_commune: DemoCommune, report: Report) -> tuple[Answer, DifferenceReason]:
    """Return the lower score of the national portal, with the reason to use it."""
    entered = report.answers[SCORE].value
    if not isinstance(entered, ExternalScore):
        raise TypeError(entered)
    score = entered.score - Decimal(demo_commune.random_source("portal").randint(150, 650)) / 100
    text = f"{PORTAL} ghi {show_number(score)} điểm, không phải {show_number(entered.score)}."
    return Answer(ExternalScore(score, PORTAL, READ)), DifferenceReason(
        DifferenceCode.OTHER_SOURCE, text
    )


def _reprimand_answer(case: CaseDetail) -> tuple[Answer, DifferenceReason]:
    reprimands = case.report.answers[REPROVED].value
    more = (reprimands if isinstance(reprimands, Decimal) else Decimal(0)) + 1
    text = "Sở Nội vụ có thêm một quyết định khiển trách trong kỳ."
    return Answer(more), DifferenceReason(DifferenceCode.OTHER_SOURCE, text)


SURVEY_SHARES = {"sipas_tthc": 88, "ks_dai_bieu": 86, "ks_doanh_nghiep": 84}
"""Survey results in percent of a commune of average skill."""
FIELDWORK = date(2026, 12, 10)
PROVINCE_FIGURES = {
    "tinh_dinh_danh_hop_nhat": Decimal("71.4"),
    "tinh_httt_lien_thong": Decimal(85),
    "tinh_hai_long_y_te_giao_duc": Decimal("88.6"),
}
DEADLINE_DAYS = timedelta(days=10)
"""Time that a commune has to correct a returned report."""
MINUTES, WORK_FILES, TRAINING = "1.7", "7.1.1", "5.3.2"
RETURN_TEXTS = {
    MINUTES: "Bổ sung biên bản của cuộc đối thoại thứ hai.",
    WORK_FILES: "Hệ thống của tỉnh ghi ít hồ sơ xử lý trên mạng hơn; đề nghị đối chiếu lại.",
    TRAINING: "Danh sách lớp bồi dưỡng có ít người của xã hơn; đề nghị đối chiếu lại.",
}


@dataclass(frozen=True, slots=True)
class FirstRound:
    """Counts of the first round."""

    departments: dict[str, int] = field(default_factory=dict)
    """Number of entries of each department."""
    communes: int = 0


def load_demo_case(register: Register, demo_commune: DemoCommune) -> CaseDetail:
    """Load the case of a commune."""
    with register.database.read() as connection:
        return load_case_detail(register, connection, CaseKey(demo_commune.unit.code, DEMO_YEAR))


def appraise_first_round(
    register: Register, scenario: DemoScenario, demo_paths: DemoPaths
) -> FirstRound:
    """Let every department appraise its own criteria of every commune, and close the round."""
    counted: dict[str, int] = defaultdict(int)
    registers: dict[str, Register] = {}
    for demo_commune in scenario.senders:
        for who, changes in _changes_by_department(
            demo_commune, load_demo_case(register, demo_commune), scenario
        ):
            # Each department works under its own name, which the log keeps.
            own = registers.setdefault(who, open_register(str(demo_paths.register), who))
            commands.appraise_case(own, CaseKey(demo_commune.unit.code, DEMO_YEAR), changes)
            counted[who] += len(changes)
        commands.end_first_round(register, CaseKey(demo_commune.unit.code, DEMO_YEAR))
    return FirstRound(dict(sorted(counted.items())), len(scenario.senders))


def _changes_by_department(
    demo_commune: DemoCommune, case: CaseDetail, scenario: DemoScenario
) -> Iterator[tuple[str, list[EntryChange]]]:
    by: dict[str, list[EntryChange]] = defaultdict(list)
    for change in changes_for_commune(
        demo_commune, case, mistaken=demo_commune == scenario.explaining_commune
    ):
        by[_department_of_item(case, change.ref)].append(change)
    yield from sorted(by.items())


def _department_of_item(case: CaseDetail, ref: str) -> str:
    """Return the department of a criterion, or of the first criterion that uses a figure."""
    for criterion in case.form.leaves():
        if (
            ref == criterion.code
            or ref in collect_reopened_fields(case.form, [criterion.code]).items
        ):
            return criterion.appraiser
    raise KeyError(ref)


def enter_province_values(register: Register, scenario: DemoScenario) -> int:
    """Enter the survey results and the province's own figures; return their number."""
    own = [
        ProvinceValue(WHOLE_PROVINCE, DEMO_YEAR, ref, Answer(value))
        for ref, value in PROVINCE_FIGURES.items()
    ]
    values = [
        *own,
        *(
            value
            for demo_commune in scenario.senders
            for value in _survey_values(demo_commune, scenario)
        ),
    ]
    province_values.set_province_values(register, DEMO_YEAR, values)
    return len(values)


def _survey_values(demo_commune: DemoCommune, scenario: DemoScenario) -> Iterator[ProvinceValue]:
    random_source = demo_commune.random_source("survey")
    # In hundredths of a percent, whole numbers, so that the score has two exact decimals.
    swayed = round(demo_commune.profile.skill * 10000)
    values: dict[str, ItemValue] = {}
    for ref, usual in SURVEY_SHARES.items():
        score = Decimal(usual * 100 + swayed + random_source.randint(-400, 400)) / 100
        values[ref] = ExternalScore(score, ISSUING_DEPARTMENT, FIELDWORK)
    values["bc_sai_so_lieu"] = Decimal(1 if demo_commune == scenario.returned_communes[1] else 0)
    values["nop_tu_danh_gia_muon"] = False
    for ref, value in values.items():
        yield ProvinceValue(demo_commune.unit.code, DEMO_YEAR, ref, Answer(value))


def return_two_cases(register: Register, scenario: DemoScenario) -> dict[str, tuple[str, ...]]:
    """Return two reports for correction; return the reopened criteria by unit code."""
    until = register.database.clock().date() + DEADLINE_DAYS
    returned = {}
    for demo_commune, lines in zip(
        scenario.returned_communes, _reopened_criteria(register, scenario), strict=True
    ):
        commands.return_criteria(register, CaseKey(demo_commune.unit.code, DEMO_YEAR), lines, until)
        returned[demo_commune.unit.code] = tuple(line.code for line in lines)
    return returned


def _reopened_criteria(
    register: Register, scenario: DemoScenario
) -> tuple[tuple[ReopenedCriterion, ...], ...]:
    first = scenario.returned_communes[0]
    _, score = portal_score(first, load_demo_case(register, first).report)
    code = DifferenceCode
    return (
        (
            ReopenedCriterion(SCORED, score),
            ReopenedCriterion(MINUTES, DifferenceReason(code.NO_EVIDENCE, RETURN_TEXTS[MINUTES])),
        ),
        tuple(
            ReopenedCriterion(
                reopened_code, DifferenceReason(code.OTHER_SOURCE, RETURN_TEXTS[reopened_code])
            )
            for reopened_code in (WORK_FILES, TRAINING)
        ),
    )


def record_demo_explanation(register: Register, scenario: DemoScenario) -> None:
    """Record an explanation on paper, and accept it."""
    demo_commune = scenario.explaining_commune
    key = CaseKey(demo_commune.unit.code, DEMO_YEAR)
    text = "Báo cáo quý I gửi qua trục liên thông đúng hạn, kèm ảnh chụp màn hình ngày gửi."
    origin = f"Công văn 61 của {demo_commune.unit.agency}"
    commands.record_explanations(
        register, key, [Explanation(key.unit, DEMO_YEAR, MISTAKEN, text, origin)]
    )
    why = DifferenceReason(DifferenceCode.EXPLAINED, "Ngày gửi trên trục liên thông là trước hạn.")
    points = load_demo_case(register, demo_commune).sent.result_of(MISTAKEN).points
    commands.appraise_case(register, key, [EntryChange(EntryKind.POINTS, MISTAKEN, points, why)])


def close_all_cases(register: Register, demo_communes: Iterable[DemoCommune]) -> int:
    """Close every case; return their number."""
    return len(
        [
            commands.close_single_case(register, CaseKey(demo_commune.unit.code, DEMO_YEAR))
            for demo_commune in demo_communes
        ]
    )
