"""Work in the background: its result, its failure, its end on demand; and the export as such."""

import gc
import threading
from pathlib import Path

import pytest

from tests.factories.windows import QUARTER
from xa_report.errors import EnvironmentFailedError
from xa_report.ui.commune.export_dialog import ExportDialog
from xa_report.ui.shared.tasks import BackgroundTask


def test_a_task_tells_its_steps_and_its_result(qtbot):
    steps: list[tuple[str, int, int]] = []

    def work(progress):
        progress("Đang lập báo cáo", 1, 2)
        return 42

    task = BackgroundTask(work)
    task.progress_reported.connect(lambda *step: steps.append(step))
    with qtbot.waitSignal(task.work_done) as done:
        task.start()
    task.wait()
    assert done.args == [42]
    assert steps == [("Đang lập báo cáo", 1, 2)]


def test_a_task_hands_its_failure_over(qtbot):
    def work(progress):
        raise EnvironmentFailedError("Ổ đĩa đã đầy.")

    task = BackgroundTask(work)
    with qtbot.waitSignal(task.work_failed) as failed:
        task.start()
    task.wait()
    assert str(failed.args[0]) == "Ổ đĩa đã đầy."


def test_a_task_stops_at_its_next_step(qtbot):
    reached, go_on = threading.Event(), threading.Event()

    def work(progress):
        reached.set()
        go_on.wait(10)
        progress("bước hai", 1, 2)
        pytest.fail("the step was not refused")

    task = BackgroundTask(work)
    with qtbot.waitSignal(task.work_cancelled):
        task.start()
        assert reached.wait(10)
        task.cancel()
        go_on.set()
    task.wait()


def exported(window, qtbot):
    window.export()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(lambda: dialog.task.isFinished() and not dialog.bar.isVisible(), timeout=20000)
    return dialog


def test_a_draft_is_exported_and_can_be_opened(open_commune_window, qtbot, tmp_path):
    shown: list[Path] = []
    window = open_commune_window(
        QUARTER, choose_folder=lambda parent: tmp_path / "ra", open_path=shown.append
    )
    assert window.footer.export_button.text() == "Xuất bản nháp"
    dialog = exported(window, qtbot)
    assert dialog.heading.text() == "Đã xuất báo cáo."
    for button in (dialog.open_pdf, dialog.open_workbook, dialog.open_folder):
        button.click()
    assert [path.suffix for path in shown] == [".pdf", ".xlsx", ""]
    assert all(path.exists() for path in shown)
    dialog.close()


def test_a_failed_export_says_what_to_do(open_commune_window, qtbot, tmp_path):
    blocked = tmp_path / "ra"
    blocked.write_text("a file where a folder should be", "utf-8")
    window = open_commune_window(QUARTER, choose_folder=lambda parent: blocked)
    dialog = exported(window, qtbot)
    assert dialog.heading.text() == "Chưa xuất được báo cáo."
    assert "Hãy" in dialog.text_label.text()
    dialog.close()


def test_no_folder_no_export(open_commune_window):
    window = open_commune_window(choose_folder=lambda parent: None)
    window.export()
    assert window.findChild(ExportDialog) is None


def test_widgets_are_never_collected_by_another_thread(qtbot):
    go_on = threading.Event()
    collected = []

    def work(progress):
        go_on.wait(10)
        collected.append(gc.isenabled())

    tasks = [BackgroundTask(work), BackgroundTask(work)]
    for task in tasks:
        task.start_work()
    assert not gc.isenabled()
    go_on.set()
    tasks[0].join_thread()
    qtbot.waitUntil(gc.isenabled)
    assert collected == [False, False]


def test_a_task_that_is_forgotten_lets_the_collector_go(qtbot):
    task = BackgroundTask(lambda progress: None)
    task.start_work()
    task.wait()
    del task
    qtbot.waitUntil(gc.isenabled)
