"""The window names what is open before it closes a case, and asks why before it publishes."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.factories.registers import YEAR
from tests.ui.province.conftest import OpenProvinceWindow
from xa_report.domain.province.appraisal import CaseAction, CaseKey
from xa_report.province.register import Register
from xa_report.ui.province.case_actions import confirmation_for
from xa_report.ui.province.dialogs.reason_dialog import Confirmation, ReasonInput
from xa_report.workflow.province import queries
from xa_report.workflow.province.case_sheet import load_case_sheet

REASON = "Các sở đã thống nhất điểm tự chấm"
LONG = 60_000


def test_the_questions_before_closing_name_what_is_open(province_register: Register) -> None:
    unit = queries.list_communes(province_register)[4].code
    sheet = load_case_sheet(province_register, CaseKey(unit, YEAR))
    for action in (CaseAction.CLOSE, CaseAction.CLOSE_ROUND):
        words = confirmation_for(action, sheet).description
        assert "Còn việc chưa xong: chưa có kết quả điều tra ở tiêu chí" in words
        assert "chưa có ý kiến thẩm định ở" in words


def test_publication_waits_for_a_reason(
    open_province_window: OpenProvinceWindow, register_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    asked: list[Confirmation] = []
    answers: list[ReasonInput | None] = [None, ReasonInput(REASON)]
    folder = tmp_path / "ra"

    def ask(_: object, question: Confirmation) -> ReasonInput | None:
        asked.append(question)
        return answers.pop(0)

    window = open_province_window(
        register_path, choose_target_folder=lambda _: folder, ask_reason=ask
    )
    page, loader = window.consolidation, window.session.consolidation_loader
    loader.request()
    qtbot.waitUntil(lambda: loader.consolidation is not None, timeout=LONG)
    assert window.ranking.provisional.toolTip().count("\n") == 11
    page.export()
    assert not page.progress.is_busy
    page.export()
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=LONG)
    assert all(question.is_required for question in asked)
    assert len(asked) == 2
    assert "12 hồ sơ còn việc chưa xong" in asked[0].description
    assert (folder / "ranking.json").exists()


def test_without_a_reason_the_export_says_what_is_open(
    open_province_window: OpenProvinceWindow, register_path: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    page = open_province_window(register_path).consolidation
    page.start_export(tmp_path / "ra")
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=LONG)
    assert "12 hồ sơ còn việc chưa xong nên chưa công bố được" in page.fault.text()
    assert not (tmp_path / "ra").exists()
