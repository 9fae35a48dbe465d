"""In the window too a person may set aside a plan, a period or a gap of numbers, one at a time."""

import pytest

from tests.factories.forged_submissions import create_forger, create_gate_register
from tests.province.intake.test_forged_records import FAULTS, WAITING
from xa_report.ui.province.quarantine_actions import AGREEMENT_TEXTS, OVERRIDES_BY_CODE, ReleaseJob
from xa_report.workflow.province import queries
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.shared.environment import no_progress


@pytest.fixture(scope="module")
def forger(tmp_path_factory):
    forger = create_forger(tmp_path_factory.mktemp("xa"))
    yield forger
    forger.commune.close()


@pytest.fixture
def register(forger, tmp_path):
    return create_gate_register(tmp_path / "so", forger)


def held_row(register, package):
    list(import_examined(register, list(examine_files(register, [package]))))
    (row,) = queries.list_quarantine_rows(register)
    return row


def test_every_reason_that_can_be_agreed_to_has_its_words():
    assert OVERRIDES_BY_CODE.keys() == AGREEMENT_TEXTS.keys()
    assert {"N17", "N21"}.isdisjoint(AGREEMENT_TEXTS)


@pytest.mark.parametrize("name", ["sequence 999", "a period to come"])
def test_a_file_comes_in_when_somebody_agrees_and_says_why(register, forger, name):
    row = held_row(register, forger.package(WAITING[name][0]))
    assert ReleaseJob(register, row, agreed=False, reason="đã gọi xã")(no_progress).held
    done = ReleaseJob(register, row, agreed=True, reason="đã gọi xã")(no_progress)
    assert done.code != row.code


def test_nobody_can_agree_to_a_fault(register, forger):
    row = held_row(register, forger.package(FAULTS["province item"][0]))
    assert row.code == "N17"
    assert ReleaseJob(register, row, agreed=True, reason="đã gọi xã")(no_progress).code == "N17"
