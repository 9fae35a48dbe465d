"""Acts on a case as it was looked at, and what a return asked for, held against the register."""

import shutil
from dataclasses import replace
from datetime import date

import pytest

from tests.ui.province import made
from xa_report.domain.appraisal import CaseAction, CaseKey, CaseState, DifferenceCode, Why
from xa_report.domain.arrival import Arrival
from xa_report.domain.receipt import Reopened
from xa_report.errors import ConflictError, UsageError
from xa_report.province.appraisal import acts
from xa_report.province.appraisal.machine import WAYS
from xa_report.province.intake.taking import take
from xa_report.workflow import appraisal_views as views
from xa_report.workflow import appraising, case_acts
from xa_report.workflow.appraisal_views import Asked
from xa_report.workflow.province import queries
from xa_report.workflow.province.register import open_province

WIDE = Why(DifferenceCode.LATE, "Cả lĩnh vực.")
NARROW = Why(DifferenceCode.NO_EVIDENCE, "Bổ sung biên bản.")
LATER = date(2099, 12, 31)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return made.small_world(tmp_path_factory.mktemp("tinh"))


@pytest.fixture
def desk(whole, tmp_path):
    return open_province(str(shutil.copy(whole, tmp_path / "tinh.xaprov")), "Bình")


@pytest.fixture
def sheet(desk):
    return views.sheet(desk, CaseKey(queries.communes(desk)[5].code, made.YEAR))


def line_of(sheet, code):
    return next(line for line in sheet.lines if line.code == code)


@pytest.mark.parametrize("state", CaseState)
def test_what_may_be_done_is_what_the_state_machine_says(sheet, state):
    found = {act for act in CaseAction if not case_acts.why_not(replace(sheet, state=state), act)}
    assert found == set(WAYS[state])


def test_every_act_refuses_a_case_that_was_changed_since(desk, sheet):
    appraising.reopen(desk, _closed(desk, sheet))
    before = appraising.dossier(desk, sheet.key)
    for work in (
        case_acts.close,
        case_acts.close_round,
        case_acts.reopen,
        lambda desk, sheet: case_acts.send_back(desk, sheet, [Reopened("1.7", NARROW)]),
        lambda desk, sheet: case_acts.explain(desk, sheet, "1.7", "Đã đủ.", "Công văn 1"),
    ):
        with pytest.raises(ConflictError, match=r"Bình vừa mở lại hồ sơ của .* “Thẩm định lần 2”"):
            work(desk, sheet)
    assert appraising.dossier(desk, sheet.key).case == before.case


def _closed(desk, sheet):
    acts.close(desk, sheet.key)
    return sheet.key


def test_a_newer_package_is_named_as_what_came_between(desk, sheet, tmp_path):
    known = made.definitions()
    newer = replace(made.report(sheet.unit, known, 5), sequence=2)
    taken = take(desk, made.examined(newer, known, tmp_path))
    assert taken.classified.arrival is Arrival.NEWER
    with pytest.raises(ConflictError, match="Bình vừa nhận bản nộp mới của"):
        case_acts.close(desk, sheet)


def test_the_verbs_sentence_is_the_refusal(desk, sheet):
    with pytest.raises(UsageError, match="không thể mở lại"):
        case_acts.reopen(desk, sheet)
    case_acts.close(desk, sheet)
    closed = views.sheet(desk, sheet.key)
    with pytest.raises(UsageError, match="không thể chốt điểm"):
        case_acts.close(desk, closed)


def test_what_a_return_asked_for_is_with_each_criterion_until_it_is_over(desk, sheet):
    lines = [Reopened("1", WIDE), Reopened("1.7", NARROW)]
    case_acts.send_back(desk, sheet, lines, LATER)
    found = views.sheet(desk, sheet.key)
    assert line_of(found, "1.7").asked == Asked(NARROW, LATER)
    assert line_of(found, "1.1.1").asked == Asked(WIDE, LATER)
    assert line_of(found, "2.1.1").asked is None
    case_acts.close(desk, found)
    assert {line.asked for line in views.sheet(desk, sheet.key).lines} == {None}
