"""A record that lies is held whatever signs it: one forged and signed package for each rule."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.forged_submissions import (
    SIGNED_AT,
    YEAR,
    Forge,
    Forger,
    answered,
    create_forger,
    create_gate_register,
)
from xa_report.definitions.reader import plan_from_bytes
from xa_report.domain.dates import VIETNAM
from xa_report.domain.evidence import Evidence
from xa_report.domain.item import Answer, ExternalScore, ItemKind
from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.report import Report
from xa_report.province.intake.classify import Classification
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.intake.record_refusals import LARGEST_STEP, LONGEST_SEASON, is_in_season
from xa_report.province.register import Register
from xa_report.signing.reasons import Verdict
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import examine_files, import_examined, import_overrides
from xa_report.workflow.province.quarantine import quarantined_files, release_file
from xa_report.workflow.province.register_setup import add_register_definitions


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


@pytest.fixture
def register(forger: Forger, tmp_path: Path) -> Register:
    return create_gate_register(tmp_path / "so", forger)


def taken(register: Register, package: Path, **agreed: bool) -> Classification:
    """What the intake says, with the import done; nobody ever agreed without a reason."""
    allowed = import_overrides("đã gọi xã", **agreed)
    (result,) = import_examined(register, list(examine_files(register, [package])), allowed)
    assert isinstance(result, ImportResult)
    return result.classification


def scored(score: int | str) -> Answer:
    return Answer(ExternalScore(Decimal(score), "Cổng quốc gia", date(YEAR.year, 1, 20)))


def with_evidence(sent: Report, criterion: str) -> Report:
    return replace(sent, evidence=tuple(replace(e, criterion=criterion) for e in sent.evidence))


def doubled_evidence(sent: Report) -> Report:
    return replace(sent, evidence=(*sent.evidence, Evidence("1.6", sent.evidence[0].file, "tr. 2")))


def cited_on(day: date) -> Forge:
    def forge(sent: Report) -> Report:
        (use,) = sent.evidence
        file = replace(use.file, document=replace(use.file.document, dated=day))
        return replace(sent, evidence=(replace(use, file=file),))

    return forge


FAULTS: dict[str, tuple[Forge, str]] = {
    "province item": (
        answered(hai_long=Answer(Decimal(100))),
        "“Mức độ hài lòng” (hai_long): số liệu này do tỉnh nhập",
    ),
    "province item not arisen": (
        answered(hai_long=Answer(not_arisen="Không khảo sát trong kỳ")),
        "“Mức độ hài lòng” (hai_long): số liệu này do tỉnh nhập",
    ),
    "unknown item": (answered(la=Answer(Decimal(3))), "Số liệu “la”: biểu mẫu và kế hoạch"),
    "option ticked twice": (
        answered(viec=Answer(("a", "a", "b"))), "“a” được đánh dấu 2 lần; mỗi nội dung một lần",
    ),
    "unknown option": (answered(viec=Answer(("x",))), "lựa chọn “x” không có trong biểu mẫu"),
    "unknown choice": (answered(muc=Answer("vừa")), "lựa chọn “vừa” không có trong biểu mẫu"),
    "negative count": (answered(dung=Answer(Decimal(-5))), "Hồ sơ đúng hạn: -5 không phải số đếm"),
    "broken count": (answered(dung=Answer(Decimal("4.5"))), "4,5 không phải số đếm"),
    "too large": (answered(hs=Answer(Decimal(10**16))), "(C011@hs)"),
    "too many decimals": (
        answered(diem_co_muc=scored("1." + "1" * 13)), "(C011@diem_co_muc)",
    ),
    "impossible day": (answered(ngay=Answer(date(202, 1, 5))), "(C011@ngay)"),
    "impossible day of a source": (
        answered(dung=Answer(Decimal(5), as_of=date(1899, 1, 1))), "(C011@dung)",
    ),
    "impossible day beside a reason": (
        answered(dung=Answer(not_arisen="Không có hồ sơ", as_of=date(1899, 1, 1))), "(C011@dung)",
    ),
    "no reason": (answered(dung=Answer(not_arisen="-")), "chưa có lý do (C007@dung)"),
    "above the item's maximum": (
        answered(diem_co_muc=scored(5000)), "5.000 lớn hơn mức cao nhất 90 (C003@diem_co_muc)",
    ),
    "above the scale of the rule": (
        answered(diem_theo_thang=scored(81)), "81 lớn hơn mức cao nhất 80 (C003@diem_theo_thang)",
    ),
    "numerator above denominator": (
        answered(dung=Answer(Decimal(101))), "(101) lớn hơn “Hồ sơ đã giải quyết” (100)",
    ),
    "left out": (
        lambda sent: replace(
            sent, answers={r: a for r, a in sent.answers.items() if r != "ngay"}
        ),
        "(C001@ngay)",
    ),
    "warning without a reason": (
        answered(diem_co_muc=Answer(ExternalScore(Decimal(75), "Cổng quốc gia"))),
        "(C008@diem_co_muc)",
    ),
    "points between the steps": (
        lambda sent: replace(sent, manual={"1.6": Decimal("1.3")}), "(C010@1.6)",
    ),
    "points above the maximum": (
        lambda sent: replace(sent, manual={"1.6": Decimal(99)}), "(C010@1.6)",
    ),
    "points of a computed criterion": (
        lambda sent: replace(sent, manual={**sent.manual, "1.1": Decimal(5)}),
        "tiêu chí “1.1” không chấm bằng tay",
    ),
    "points of no criterion": (
        lambda sent: replace(sent, manual={**sent.manual, "9.9": Decimal(5)}),
        "tiêu chí “9.9” không chấm bằng tay",
    ),
    "explanation of no criterion": (
        lambda sent: replace(sent, explanations={**sent.explanations, "9.9": "Có."}),
        "Giải trình: biểu mẫu không có tiêu chí “9.9”",
    ),
    "points without an explanation": (
        lambda sent: replace(sent, explanations={}), "(C205@1.6)",
    ),
    "reason of nothing": (
        lambda sent: replace(sent, reasons={"C106@la": "Đúng."}), "Lý do cho “C106@la”",
    ),
    "evidence of no criterion": (
        lambda sent: with_evidence(sent, "77.7"), "biểu mẫu không có tiêu chí “77.7”",
    ),
    "evidence of another criterion": (lambda sent: with_evidence(sent, "1.1"), "(C201@1.6)"),
    "evidence counted twice": (doubled_evidence, "được đính kèm 2 lần cho tiêu chí 1.6"),
    "impossible day of the report": (
        lambda sent: replace(sent, letterhead=replace(sent.letterhead, dated=date(202, 1, 5))),
        "Thể thức, ngày ban hành: ngày 05/01/0202 ngoài các năm 2000–2099",
    ),
    "impossible day of a document": (
        cited_on(date(202, 1, 5)),
        "của tiêu chí 1.6: ngày 05/01/0202 ngoài các năm 2000–2099",
    ),
    "plan named twice": (
        lambda sent: replace(sent, plan_sha256=sent.plan_sha256 * 2),
        "Kế hoạch “ke-hoach-cua” được nêu 2 lần",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_forged_record_is_held_with_its_fault(
    register: Register, forger: Forger, name: str
) -> None:
    forge, words = FAULTS[name]
    held = taken(register, forger.package(forge))
    assert (held.arrival, held.code) == (IntakeOutcome.REFUSED, "N17")
    assert words in held.reason
    (held_file,) = quarantined_files(register)
    assert (held_file.code, held_file.reason) == ("N17", held.reason)
    assert not queries.list_cases(register, YEAR)


def test_an_honest_record_comes_in(register: Register, forger: Forger) -> None:
    assert taken(register, forger.package(lambda sent: sent)).is_imported
    (row,) = queries.list_cases(register, YEAR)
    assert row


def test_a_value_of_a_kind_that_the_record_made_up(register: Register, forger: Forger) -> None:
    package = forger.package(answered(hs=Answer(True)), kinds={"hs": ItemKind.YES_NO})
    held = taken(register, package)
    assert held.code == "N17"
    assert "“True” không đúng kiểu của số liệu (count) (C011@hs)" in held.reason


def test_all_faults_are_named_at_once(register: Register, forger: Forger) -> None:
    def forge(sent: Report) -> Report:
        for each, _ in (FAULTS[n] for n in ("province item", "unknown item", "broken count")):
            sent = each(sent)
        return sent

    reason = taken(register, forger.package(forge)).reason
    assert "có 3 lỗi" in reason
    for name in ("province item", "unknown item", "broken count"):
        assert FAULTS[name][1] in reason


def test_a_million_faults_make_no_endless_list(register: Register, forger: Forger) -> None:
    strangers = {f"la_{number}": Answer(Decimal(1)) for number in range(1200)}
    reason = taken(register, forger.package(answered(**strangers))).reason
    assert "có 1200 lỗi" in reason
    assert reason.endswith("… và 200 lỗi khác.")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        ({"formed": date(YEAR.year, 1, 10)}, f"ngày thành lập 10/01/{YEAR.year} (danh mục: không"),
        ({"kind": "đặc khu"}, "loại “đặc khu” (danh mục: “xã”)"),
        ({"name": "Xã Tự Đặt"}, "tên “Xã Tự Đặt” (danh mục: “Xã Tân Hội”)"),
        ({"province_name": "Tỉnh Khác"}, "tỉnh “Tỉnh Khác” (danh mục: “Tỉnh Tây Ninh”)"),
        ({"province_code": "79"}, "mã tỉnh 79 (danh mục: 80)"),
    ],
)
def test_facts_of_the_unit_are_those_of_the_list(
    register: Register, forger: Forger, fact: dict[str, object], words: str
) -> None:
    forge: Forge = lambda sent: replace(sent, unit=replace(sent.unit, **fact))  # type: ignore[arg-type]  # noqa: E731
    package = forger.package(forge)
    held = taken(register, package)
    assert (held.arrival, held.code) == (IntakeOutcome.REFUSED, "N21")
    assert words in held.reason
    everything = ("inconclusive", "other_receipt", "other_plans", "out_of_season", "sequence_gap")
    again = taken(register, package, **dict.fromkeys(everything, True))
    assert again.code == "N21"


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (YEAR.last_day + LONGEST_SEASON, ""),
        (YEAR.last_day + LONGEST_SEASON + timedelta(1), "N19"),
    ],
)
def test_the_season_goes_by_the_clock_of_the_examination(
    register: Register, forger: Forger, day: date, code: str
) -> None:
    moment = datetime.combine(day, time(12), VIETNAM)
    package = forger.package(lambda sent: sent)
    examined = list(examine_files(register, [package], clock=lambda: moment))
    (result,) = import_examined(register, examined, import_overrides("hỏi xã", inconclusive=True))
    assert isinstance(result, ImportResult)
    assert result.classification.code == code


OTHER_YEAR = Period(YEAR.year + 2)
WAITING: dict[str, tuple[Forge, str, str, str]] = {
    "no plan": (
        lambda sent: replace(sent, plan_sha256=()), "N18", "“ke-hoach-cua”", "other_plans",
    ),
    "a period to come": (
        lambda sent: replace(sent, period=OTHER_YEAR),
        "N19", f"chưa bắt đầu (từ ngày 01/01/{OTHER_YEAR.year})", "out_of_season",
    ),
    "sequence 999": (
        lambda sent: replace(sent, sequence=999), "N20", "L999 nhảy quá xa", "sequence_gap",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WAITING)
def test_what_a_person_may_agree_to_waits_for_a_reason(
    register: Register, forger: Forger, name: str
) -> None:
    forge, code, words, verb = WAITING[name]
    package = forger.package(forge)
    held = taken(register, package)
    assert (held.arrival, held.code) == (IntakeOutcome.NEW, code)
    assert words in held.reason
    others = {other: True for _, _, _, other in WAITING.values() if other != verb}
    assert taken(register, package, **others).code == code
    done = release_file(register, 1, import_overrides("đã gọi xã", **{verb: True}))
    assert (done.classification.code, done.submission) in {("", 1), ("N17", 0)}


def test_who_agrees_lets_no_fault_in(register: Register, forger: Forger) -> None:
    forge: Forge = lambda sent: replace(FAULTS["province item"][0](sent), sequence=999)  # noqa: E731
    package = forger.package(forge)
    assert taken(register, package).code == "N20"
    assert taken(register, package, sequence_gap=True).code == "N17"


def test_numbers_up_to_twenty_ahead_are_no_gap(register: Register, forger: Forger) -> None:
    first = forger.package(lambda sent: replace(sent, sequence=LARGEST_STEP))
    assert taken(register, first).is_imported
    far = forger.package(lambda sent: replace(sent, sequence=2 * LARGEST_STEP + 1))
    held = taken(register, far)
    assert (held.arrival, held.code) == (IntakeOutcome.NEWER, "N20")
    near = forger.package(lambda sent: replace(sent, sequence=2 * LARGEST_STEP))
    assert taken(register, near).is_imported


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 1) - timedelta(days=1), False),
        (date(2026, 1, 1), True),
        (date(2026, 12, 31) + timedelta(days=400), True),
        (date(2026, 12, 31) + timedelta(days=401), False),
    ],
)
def test_a_period_is_taken_from_its_first_day_for_400_days_after_its_last(
    day: date, *, expected: bool
) -> None:
    assert is_in_season(Period(2026), day) is expected


def test_the_version_of_a_plan_that_came_last_is_in_force(
    register: Register, forger: Forger
) -> None:
    text = forger.plan.canonical.decode()
    later = plan_from_bytes(text.replace("Kế hoạch thử", "Kế hoạch thử, bản sau").encode())
    assert later.id == forger.plan.id
    add_register_definitions(register, [later])
    held = taken(register, forger.package(lambda sent: sent))
    assert held.code == "N18"
    assert later.sha256[:12] in held.reason
    newest = forger.package(lambda sent: replace(sent, plan_sha256=(later.sha256,)))
    assert taken(register, newest).is_imported


def test_who_adds_definitions_meanwhile_lets_nothing_in(register: Register, forger: Forger) -> None:
    """The file was examined before they came, so its record was not judged then."""
    (examined,) = examine_files(register, [forger.package(FAULTS["province item"][0])])
    (result,) = import_examined(register, [replace(examined, faults=None, summary=None)])
    assert isinstance(result, ImportResult)
    assert result.classification.code == "N17"


def test_evidence_that_the_archive_calls_otherwise(register: Register, forger: Forger) -> None:
    held = taken(register, forger.package(lambda sent: sent, ending="exe"))
    assert (held.arrival, held.code) == (IntakeOutcome.REFUSED, "P516")
    assert "bằng chứng.pdf" in held.reason
    assert ".exe" in held.reason


def test_signatures_are_real(register: Register, forger: Forger) -> None:
    """Else every test above would show what an unsigned file is held for."""
    (examined,) = examine_files(register, [forger.package(FAULTS["province item"][0])])
    assert examined.received is not None
    assert examined.received.content_verification.verdict is Verdict.VALID
    assert not examined.received.content_verification.sentences
    assert SIGNED_AT.year == YEAR.year
