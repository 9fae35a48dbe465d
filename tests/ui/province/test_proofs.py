"""The proof of documents in the window: after an import, by its menu item, and before closing."""

from pathlib import Path

import pytest

from tests.factories import received_files
from xa_report.domain.province.appraisal import CaseAction, CaseKey, CaseState
from xa_report.province.database.proofs import save_proof, unproven_submissions
from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonInput
from xa_report.ui.province.jobs import ImportJob
from xa_report.verification.report_proof import ProofKind, ReportProof
from xa_report.workflow.province import appraisal
from xa_report.workflow.province.intake import examine_files, import_examined
from xa_report.workflow.province.register_setup import open_register


@pytest.fixture
def register(empty_register: Path):
    return open_register(str(empty_register), "Lê Thị Mai")


@pytest.fixture
def taken(register, received_packages):
    """A register into which one package came, not yet proven."""
    list(import_examined(register, list(examine_files(register, received_packages.packages[:1]))))
    return register


def open_page(open_province_window, register):
    def agree(_: object, confirmation: Confirmation) -> ReasonInput:
        return ReasonInput("đồng ý")

    window = open_province_window(Path(register.location), now=received_files.NOW, ask_reason=agree)
    window.navigator.show_page(window.appraisal)
    return window.appraisal


def test_an_import_is_proven_before_it_ends(register, received_packages):
    examined = tuple(examine_files(register, received_packages.packages))
    steps: list[str] = []
    ImportJob(register, examined)(lambda name, done, of: steps.append(name))
    assert sum(name.startswith("So văn bản với số liệu: ") for name in steps) == len(examined)
    with register.database.read() as connection:
        assert unproven_submissions(connection) == ()


def test_the_menu_proves_and_the_head_shows_it(open_province_window, taken):
    page = open_page(open_province_window, taken)
    assert "L1 · chưa so văn bản" in page.header.submission_text.text()
    page.header.menu.proof_item.trigger()
    assert page.case_actions.message_label.text() == "L1: văn bản khớp số liệu."
    assert "L1 · văn bản khớp số liệu" in page.header.submission_text.text()


def test_papers_that_say_otherwise_are_named_when_a_case_is_closed(
    open_province_window, taken, received_packages
):
    sentence = "PDF khác bản vẽ lại từ số liệu gửi kèm: trang 2: nội dung trang."
    with taken.database.write() as connection:
        (number,) = unproven_submissions(connection)
        proof = ReportProof(ProofKind.REDRAWN, "1", (sentence,))
        save_proof(taken.database, connection, number, proof)
    page = open_page(open_province_window, taken)
    assert "L1 · văn bản khác số liệu" in page.header.submission_text.text()
    page.header.menu.menu_actions[CaseAction.CLOSE].trigger()
    message = page.case_actions.message_label.text()
    assert "chưa chốt được" in message
    assert sentence in message
    key = CaseKey(received_packages.units[0].code, received_files.YEAR)
    assert appraisal.load_case(taken, key).row.state is CaseState.RECEIVED
