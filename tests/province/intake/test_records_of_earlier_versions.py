"""Records that an earlier version let in: what they may not say never counts, and a correction
is not held for what its commune cannot mend."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.factories.forged_submissions import (
    UNIT,
    YEAR,
    Forge,
    Forger,
    answered,
    create_forger,
    create_gate_register,
)
from xa_report.commune.store import edits
from xa_report.domain.item import Answer
from xa_report.domain.province.appraisal import CaseKey, DifferenceCode, DifferenceReason
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.domain.report import Report
from xa_report.errors import AnswerError, UsageError
from xa_report.package.reader import open_package
from xa_report.province.appraisal import commands
from xa_report.province.intake.classify import Classification
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.register import Register
from xa_report.workflow.commune import report
from xa_report.workflow.commune.import_answers import import_answer_file
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.register_setup import read_own_units, replace_units

KEY = CaseKey(UNIT, YEAR)
SURVEY = answered(hai_long=Answer(Decimal(100)))
BROKEN = answered(dung=Answer(Decimal("4.5")))
DOUBLED = answered(viec=Answer(("a", "a")))
WHY = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Bổ sung.")


@pytest.fixture(scope="module")
def forger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forger]:
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


@pytest.fixture
def register(forger: Forger, tmp_path: Path) -> Register:
    return create_gate_register(tmp_path / "so", forger)


def taken(register: Register, package: Path) -> Classification:
    (result,) = import_examined(register, list(examine_files(register, [package])))
    assert isinstance(result, ImportResult)
    return result.classification


def taken_by_an_earlier_version(register: Register, package: Path) -> None:
    (examined,) = examine_files(register, [package])
    (result,) = import_examined(register, [replace(examined, faults=())])
    assert isinstance(result, ImportResult)
    assert result.submission


def both(*forges: Forge) -> Forge:
    def forge(sent: Report) -> Report:
        for each in forges:
            sent = each(sent)
        return sent

    return forge


def next_number(sent: Report) -> Report:
    return replace(sent, sequence=sent.sequence + 1)


def returned(register: Register, *codes: str) -> None:
    commands.return_criteria(register, KEY, [ReopenedCriterion(code, WHY) for code in codes])


def test_answers_of_the_province_in_a_record_never_count(
    register: Register, forger: Forger, tmp_path: Path
) -> None:
    taken_by_an_earlier_version(register, forger.package(SURVEY))
    case = appraisal.load_case(register, KEY)
    assert case.record.report.answers["hai_long"].value == 100
    assert "hai_long" not in case.report.answers
    assert case.sent.result_of("2.1").points == 0
    honest = create_gate_register(tmp_path / "khac", forger)
    taken(honest, forger.package(lambda sent: sent))
    assert case.sent.result == appraisal.load_case(honest, KEY).sent.result


def test_the_day_of_forming_is_that_of_the_list(register: Register, forger: Forger) -> None:
    late = answered(ngay=Answer(date(YEAR.year, 6, 1)))
    young: Forge = lambda sent: replace(  # noqa: E731
        sent, unit=replace(sent.unit, formed=date(YEAR.year, 5, 20))
    )
    package = forger.package(both(late, young))
    (examined,) = examine_files(register, [package])
    assert examined.summary is not None
    assert examined.summary.ranking_candidate.unit.formed is None
    assert examined.summary.ranking_candidate.parts["1.3"].points == 0


def test_a_correction_is_not_held_for_what_stood_in_a_closed_field(
    register: Register, forger: Forger
) -> None:
    taken_by_an_earlier_version(register, forger.package(DOUBLED))
    returned(register, "1.1")
    done = taken(register, forger.package(both(DOUBLED, next_number)))
    assert (done.arrival, done.code) == (IntakeOutcome.NEWER, "")


def test_a_correction_is_held_for_what_was_reopened(register: Register, forger: Forger) -> None:
    taken_by_an_earlier_version(register, forger.package(DOUBLED))
    returned(register, "1.2")
    held = taken(register, forger.package(both(DOUBLED, next_number)))
    assert held.code == "N17"
    assert "đánh dấu 2 lần" in held.reason


def test_a_correction_is_held_for_a_new_fault_alone(register: Register, forger: Forger) -> None:
    taken_by_an_earlier_version(register, forger.package(DOUBLED))
    returned(register, "1.1")
    held = taken(register, forger.package(both(DOUBLED, BROKEN, next_number)))
    assert held.code == "N17"
    assert "có 1 lỗi" in held.reason
    assert "4,5" in held.reason


def test_a_correction_may_leave_out_what_the_commune_could_not_say(
    register: Register, forger: Forger
) -> None:
    taken_by_an_earlier_version(register, forger.package(SURVEY))
    returned(register, "1.1")
    done = taken(register, forger.package(next_number))
    assert (done.arrival, done.code) == (IntakeOutcome.NEWER, "")


def test_a_later_list_of_units_holds_no_correction(
    register: Register, forger: Forger, tmp_path: Path
) -> None:
    assert taken(register, forger.package(lambda sent: sent)).arrival is IntakeOutcome.NEW
    returned(register, "1.1")
    from_list = tmp_path / "don-vi.csv"
    unit = forger.honest.report.unit
    from_list.write_text(
        "code,name,kind,parent_code,formed\n80,Tỉnh Tây Ninh,tỉnh,,\n"
        f"{unit.code},{unit.name},{unit.kind},80,{YEAR.year}-03-01\n",
        encoding="utf-8",
    )
    replace_units(register, read_own_units(from_list, register.province))
    done = taken(register, forger.package(next_number))
    assert (done.arrival, done.code) == (IntakeOutcome.NEWER, "")


def test_a_commune_that_gives_itself_points_fails_at_every_door(
    register: Register, forger: Forger, tmp_path: Path
) -> None:
    """At its own doors, in a file of an earlier version, and in a record that it forges."""
    commune, honest = forger.commune, forger.honest
    answer = Answer(Decimal(100))
    with pytest.raises(UsageError, match="do tỉnh nhập"):
        report.set_answer(commune, honest, "hai_long", answer)
    filling = tmp_path / "a.toml"
    filling.write_text("[answers]\nhai_long = 100\n", encoding="utf-8")
    with pytest.raises(AnswerError, match="do tỉnh nhập"):
        import_answer_file(commune, honest, filling)
    item = forger.form.items["hai_long"]
    commune.store.save(edits.answer_edit(YEAR, item, answer))  # as earlier versions did
    try:
        work = commune.load(YEAR)
        assert commune.store.report(YEAR).answers["hai_long"] == answer
        assert work.assessment.result == honest.assessment.result
        with open_package(forger.package(lambda _: work.report)) as package:
            assert "hai_long" not in package.record.report.answers
    finally:
        commune.store.undo(YEAR)
    assert taken(register, forger.package(SURVEY)).code == "N17"
