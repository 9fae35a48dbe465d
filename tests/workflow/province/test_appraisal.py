"""Acts on a case as it was looked at, and what a return asked for, held against the register."""

import json
import shutil
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from tests.factories import registers
from xa_report.domain.province.appraisal import (
    CaseAction,
    CaseKey,
    CaseState,
    DifferenceCode,
    DifferenceReason,
)
from xa_report.domain.province.appraisal_rows import ReturnRequest
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.errors import ConflictError, UsageError
from xa_report.province.appraisal import commands
from xa_report.province.appraisal.state_machine import TRANSITIONS
from xa_report.province.database.events import iter_register_events
from xa_report.province.intake.import_file import import_examined_file
from xa_report.workflow.province import queries
from xa_report.workflow.province.appraisal import (
    blocked_reason,
    close_case,
    close_round,
    load_case,
    record_explanation,
    reopen_case,
    return_case,
)
from xa_report.workflow.province.case_sheet import load_case_sheet
from xa_report.workflow.province.register_setup import open_register

WIDE = DifferenceReason(DifferenceCode.LATE, "Cả lĩnh vực.")
NARROW = DifferenceReason(DifferenceCode.NO_EVIDENCE, "Bổ sung biên bản.")
LATER = date(2099, 12, 31)


@pytest.fixture(scope="module")
def filled_register(tmp_path_factory):
    return registers.create_dozen_register(tmp_path_factory.mktemp("tinh"))


@pytest.fixture
def province_register(filled_register, tmp_path):
    return open_register(str(shutil.copy(filled_register, tmp_path / "tinh.xaprov")), "Bình")


@pytest.fixture
def sheet(province_register):
    return load_case_sheet(
        province_register, CaseKey(queries.list_communes(province_register)[5].code, registers.YEAR)
    )


def line_of(sheet, code):
    return next(line for line in sheet.rows if line.code == code)


@pytest.mark.parametrize("state", CaseState)
def test_what_may_be_done_is_what_the_state_machine_says(sheet, state):
    allowed = {act for act in CaseAction if not blocked_reason(state, act, sheet.unit.name)}
    assert allowed == set(TRANSITIONS[state])


def test_every_act_refuses_a_case_that_was_changed_since(province_register, sheet):
    reopen_case(province_register, _closed(province_register, sheet), "Kết luận thanh tra")
    before = load_case(province_register, sheet.key)
    for work in (
        close_case,
        close_round,
        partial(reopen_case, why="Kết luận thanh tra"),
        partial(return_case, lines=[ReopenedCriterion("1.7", NARROW)]),
        partial(record_explanation, texts={"1.7": "Đã đủ."}, origin="Công văn 1"),
    ):
        with pytest.raises(ConflictError, match=r"Bình vừa mở lại hồ sơ của .* “Thẩm định lần 2”"):
            work(province_register, sheet.key, seen_version=sheet.version)
    assert load_case(province_register, sheet.key).row == before.row


def _closed(register, sheet):
    commands.close_single_case(register, sheet.key)
    return sheet.key


def test_a_newer_package_is_named_as_what_came_between(province_register, sheet, tmp_path):
    known = registers.read_register_definitions()
    newer = replace(registers.random_report(sheet.unit, known, 5), sequence=2)
    taken = import_examined_file(
        province_register, registers.examine_unsigned(newer, known, tmp_path)
    )
    assert taken.classification.arrival is IntakeOutcome.NEWER
    with pytest.raises(ConflictError, match="Bình vừa nhận bản nộp mới của"):
        close_case(province_register, sheet.key, seen_version=sheet.version)


def test_the_verbs_sentence_is_the_refusal(province_register, sheet):
    with pytest.raises(UsageError, match="không thể mở lại"):
        reopen_case(province_register, sheet.key, "Kết luận thanh tra", seen_version=sheet.version)
    close_case(province_register, sheet.key, seen_version=sheet.version)
    closed = load_case_sheet(province_register, sheet.key)
    with pytest.raises(UsageError, match="không thể chốt điểm"):
        close_case(province_register, closed.key, seen_version=closed.version)


def test_what_a_return_asked_for_is_with_each_criterion_until_it_is_over(province_register, sheet):
    lines = [ReopenedCriterion("1", WIDE), ReopenedCriterion("1.7", NARROW)]
    return_case(province_register, sheet.key, lines, LATER, seen_version=sheet.version)
    case_sheet = load_case_sheet(province_register, sheet.key)
    assert line_of(case_sheet, "1.7").request == ReturnRequest(NARROW, LATER)
    assert line_of(case_sheet, "1.1.1").request == ReturnRequest(WIDE, LATER)
    assert line_of(case_sheet, "2.1.1").request is None
    close_case(province_register, case_sheet.key, seen_version=case_sheet.version)
    assert {line.request for line in load_case_sheet(province_register, sheet.key).rows} == {None}


def test_a_return_has_a_deadline_that_can_be(province_register, sheet):
    lines = [ReopenedCriterion("1.7", NARROW)]
    for day in (date(202, 1, 5), date(2100, 1, 1)):
        with pytest.raises(UsageError, match=r"Hạn gửi lại: ngày .* ngoài các năm 2000–2099"):
            return_case(province_register, sheet.key, lines, day)
    assert load_case(province_register, sheet.key).row.state is not CaseState.RETURNED


def test_who_gives_no_version_acts_on_what_is_there(province_register, sheet):
    reopen_case(province_register, _closed(province_register, sheet), "Kết luận thanh tra")
    assert close_case(province_register, sheet.key).row.state is CaseState.CLOSED
    assert load_case_sheet(province_register, sheet.key).version > sheet.version


@pytest.mark.parametrize("why", ["", "  ", "-", "x", "có"])
def test_a_closed_case_is_not_opened_without_a_reason(province_register, sheet, why):
    key = _closed(province_register, sheet)
    with pytest.raises(UsageError, match="Hãy ghi lý do mở lại"):
        reopen_case(province_register, key, why)
    assert load_case(province_register, key).row.state is CaseState.CLOSED


def test_the_log_keeps_why_a_case_was_opened(province_register, sheet):
    reopen_case(province_register, _closed(province_register, sheet), "  Kết luận thanh tra 12 ")
    with province_register.database.read() as connection:
        events = [json.loads(event.payload) for event, _ in iter_register_events(connection)]
    assert [e["why"] for e in events if e.get("act") == "reopen"] == ["Kết luận thanh tra 12"]
