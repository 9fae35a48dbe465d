"""The province's targets, and the books written into a folder."""

import json
from pathlib import Path

import pytest

from tests.ui.keyboard import Key, press
from tests.ui.province import made
from xa_report.domain.assessment import TargetState
from xa_report.ui.province.jobs import ConsolidationExportJob
from xa_report.ui.shared.tasks import TaskCancelledError

LONG = 60000


@pytest.fixture
def page(window, qtbot):
    window.ways.turn_to(window.totals)
    qtbot.waitUntil(lambda: window.book.books.now is not None, timeout=LONG)
    return window.totals


def test_targets_are_shown_with_gap_and_who_pulls_down(window, page):
    targets = window.book.books.now.targets
    assert page.model.rowCount() == len(targets)
    missed = next(n for n, one in enumerate(page.model.rows) if one.drags)
    page.table.setCurrentIndex(page.model.index(missed, 0))
    one = page.model.rows[missed]
    assert page.card.model.rows == one.drags
    assert one.drags[0].words in page.card.drag_words.text()
    due = [t for t in targets if not t.ahead]
    met = sum(t.state is TargetState.MET for t in due)
    assert page.words.text().startswith(f"{len(due)} chỉ tiêu cấp tỉnh đến hạn: {met} đạt")


def test_enter_leads_from_a_target_to_a_commune(window, page):
    missed = next(n for n, one in enumerate(page.model.rows) if one.drags)
    page.table.setCurrentIndex(page.model.index(missed, 0))
    press(page.table, Key.Key_Return)
    assert page.card.table.hasFocus()
    press(page.card.table, Key.Key_Return)
    assert window.page is window.appraisal
    assert window.appraisal.case.sheet.unit == page.model.rows[missed].drags[0].unit


@pytest.mark.slow
def test_the_books_are_written_into_a_folder(opened, register, tmp_path, qtbot):
    shown: list[Path] = []
    folder = tmp_path / "tổng hợp"
    window = opened(register, target=lambda _: folder, show=shown.append)
    window.ways.export()
    assert window.page is window.totals
    assert not window.footer.next_button.isEnabled()
    page = window.totals
    qtbot.waitUntil(lambda: not page.progress.busy, timeout=LONG)
    names = {one.shown for one in page.written.model.rows}
    assert {"TH_80_2026.pdf", "TH_80_2026.xlsx", "ranking.json"} <= names
    assert all(one.path.stat().st_size == one.size for one in page.written.model.rows)
    ranked = json.loads((folder / "ranking.json").read_bytes())
    assert len(ranked["communes"]) == 12
    page.written.open_button.click()
    press(page.written.table, Key.Key_Return)
    assert shown == [folder, page.written.model.rows[0].path]


def test_a_folder_that_cannot_be_written_is_told(opened, register, tmp_path, qtbot):
    blocked = tmp_path / "tệp"
    blocked.write_text("x")
    window = opened(register, target=lambda _: blocked)
    window.ways.export()
    qtbot.waitUntil(lambda: not window.totals.progress.busy, timeout=LONG)
    assert "Không ghi được" in window.totals.fault.text()
    assert window.footer.next_button.isEnabled()


def test_an_export_is_stopped_before_anything_is_written(opened, register, tmp_path, qtbot):
    folder = tmp_path / "ra"
    window = opened(register, target=lambda _: folder)
    window.ways.export()
    window.totals.progress.stop_button.click()
    qtbot.waitUntil(lambda: not window.totals.progress.busy, timeout=LONG)
    assert window.totals.fault.text() == "Đã dừng; chưa ghi tệp nào."
    assert not folder.exists()


@pytest.mark.parametrize("stop_at", ["lập bảng tính Excel", "ghi các tệp"])
def test_whoever_stops_the_writing_finds_the_folder_as_it_was(desk, tmp_path, stop_at):
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
        ConsolidationExportJob(desk, made.YEAR, folder)(progress)
    assert seen[-1] == stop_at
    assert [(path, path.read_bytes()) for path in folder.rglob("*")] == [(old, b"old")]


def test_nobody_who_chose_no_folder_gets_files(opened, register):
    window = opened(register, target=lambda _: None)
    window.ways.export()
    assert not window.totals.progress.busy
