"""The province's targets, and the consolidation written into a folder."""

import json
from pathlib import Path

import pytest

from tests.factories import registers
from tests.ui.keyboard import Key, press
from xa_report.domain.assessment import TargetState
from xa_report.ui.province.jobs import ConsolidationExportJob
from xa_report.ui.shared.tasks import TaskCancelledError
from xa_report.workflow.province.consolidation import accept_open_matters
from xa_report.workflow.province.register_setup import open_register

LONG = 60000


@pytest.fixture
def page(province_window, qtbot):
    province_window.navigator.show_page(province_window.consolidation)
    qtbot.waitUntil(
        lambda: province_window.session.consolidation_loader.consolidation is not None, timeout=LONG
    )
    return province_window.consolidation


def test_targets_are_shown_with_gap_and_who_pulls_down(province_window, page):
    targets = province_window.session.consolidation_loader.consolidation.targets
    assert page.model.rowCount() == len(targets)
    missed = next(n for n, one in enumerate(page.model.rows) if one.laggards)
    page.table.setCurrentIndex(page.model.index(missed, 0))
    target = page.model.rows[missed]
    assert page.card.model.rows == target.laggards
    assert target.laggards[0].action_text in page.card.laggard_label.text()
    due = [t for t in targets if not t.ahead]
    met = sum(t.state is TargetState.MET for t in due)
    assert page.summary_label.text().startswith(f"{len(due)} chỉ tiêu cấp tỉnh đến hạn: {met} đạt")


def test_enter_leads_from_a_target_to_a_commune(province_window, page):
    missed = next(n for n, one in enumerate(page.model.rows) if one.laggards)
    page.table.setCurrentIndex(page.model.index(missed, 0))
    press(page.table, Key.Key_Return)
    assert page.card.table.hasFocus()
    press(page.card.table, Key.Key_Return)
    assert province_window.current_page is province_window.appraisal
    assert province_window.appraisal.case.sheet.unit == page.model.rows[missed].laggards[0].unit


@pytest.fixture
def publishable_register(register_path: Path) -> Path:
    """The register, with what is open in its cases taken."""
    register = open_register(str(register_path), "Lê Thị Mai")
    accept_open_matters(register, registers.YEAR, "Các sở đã thống nhất điểm tự chấm")
    return register_path


@pytest.mark.slow
def test_the_consolidation_is_written_into_a_folder(
    open_province_window, publishable_register, tmp_path, qtbot
):
    shown: list[Path] = []
    folder = tmp_path / "tổng hợp"
    window = open_province_window(
        publishable_register, choose_target_folder=lambda _: folder, open_path=shown.append
    )
    window.navigator.export_consolidation()
    assert window.current_page is window.consolidation
    assert not window.footer.next_button.isEnabled()
    page = window.consolidation
    qtbot.waitUntil(lambda: not page.progress.is_busy, timeout=LONG)
    names = {file.relative_path for file in page.exported_files.model.rows}
    assert {"TH_80_2026.pdf", "TH_80_2026.xlsx", "ranking.json"} <= names
    assert all(one.path.stat().st_size == one.size for one in page.exported_files.model.rows)
    ranked = json.loads((folder / "ranking.json").read_bytes())
    assert len(ranked["communes"]) == 12
    page.exported_files.open_button.click()
    press(page.exported_files.table, Key.Key_Return)
    assert shown == [folder, page.exported_files.model.rows[0].path]


def test_a_folder_that_cannot_be_written_is_told(
    open_province_window, publishable_register, tmp_path, qtbot
):
    blocked = tmp_path / "tệp"
    blocked.write_text("x")
    window = open_province_window(publishable_register, choose_target_folder=lambda _: blocked)
    window.navigator.export_consolidation()
    qtbot.waitUntil(lambda: not window.consolidation.progress.is_busy, timeout=LONG)
    assert "Không ghi được" in window.consolidation.fault.text()
    assert window.footer.next_button.isEnabled()


def test_an_export_is_stopped_before_anything_is_written(
    open_province_window, publishable_register, tmp_path, qtbot
):
    folder = tmp_path / "ra"
    window = open_province_window(publishable_register, choose_target_folder=lambda _: folder)
    window.navigator.export_consolidation()
    window.consolidation.progress.stop_button.click()
    qtbot.waitUntil(lambda: not window.consolidation.progress.is_busy, timeout=LONG)
    assert window.consolidation.fault.text() == "Đã dừng; chưa ghi tệp nào."
    assert not folder.exists()


@pytest.mark.parametrize("stop_at", ["lập bảng tính Excel", "ghi các tệp"])
@pytest.mark.usefixtures("publishable_register")
def test_whoever_stops_the_writing_finds_the_folder_as_it_was(province_register, tmp_path, stop_at):
    folder = tmp_path / "ra"
    folder.mkdir()
    old = folder / "ranking.json"
    old.write_bytes(b"old")
    seen: list[str] = []

    def progress(what: str, done: int, of: int) -> None:
        seen.append(what)
        if what == stop_at and seen.count("ghi các tệp") != 1:  # at the second file
            raise TaskCancelledError

    with pytest.raises(TaskCancelledError):
        ConsolidationExportJob(province_register, registers.YEAR, folder)(progress)
    assert seen[-1] == stop_at
    assert [(path, path.read_bytes()) for path in folder.rglob("*")] == [(old, b"old")]


def test_nobody_who_chose_no_folder_gets_files(open_province_window, register_path):
    window = open_province_window(register_path, choose_target_folder=lambda _: None)
    window.navigator.export_consolidation()
    assert not window.consolidation.progress.is_busy
