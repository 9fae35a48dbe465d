"""The page where reports come in: drop, preview, import, and what is kept apart."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.drop_zone import DropZone
from xa_report.ui.province.jobs import (
    ImportJob,
    ImportPreview,
    PreviewJob,
    file_counts_text,
    import_button_text,
    sort_for_review,
)
from xa_report.ui.province.page import FooterAction, FooterContent, ProvincePage
from xa_report.ui.province.pages.received_files import ReceivedFilesPanel
from xa_report.ui.province.progress_strip import ProgressStrip
from xa_report.ui.province.quarantine_actions import QuarantineActions
from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.workflow.province.queries import ImportRow, QuarantineRow

DROP_AREA_HEIGHT = 68
"""Height of the way in, and of the progress that takes its place."""
RELEASED_TEXT = "Đã kiểm tra lại và nhận vào sổ."
STILL_IN_QUARANTINE_TEXT = "Đã kiểm tra lại: chưa nhận được, tệp vẫn được giữ riêng."
PREVIEW_STOPPED_TEXT = "Đã dừng kiểm tra; chưa ghi gì vào sổ."


class IntakePage(ProvincePage):
    """Nothing is written before the import button, which says exactly how many."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._book = context.book
        self.drop = DropZone(context)
        self.progress = ProgressStrip()
        self.acts = QuarantineActions(context, self.progress, self)
        self.fault = create_label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.lists = ReceivedFilesPanel(context.theme)
        self.previewed: ImportPreview | None = None
        self._importing: ImportJob | None = None
        self._releasing = False
        self._lay_out()
        self._connect()
        self.clear()
        self.show_period()

    @property
    def title(self) -> str:
        held = len(self._book.held)
        return f"Tiếp nhận  {held}" if held else "Tiếp nhận"

    def foot(self) -> FooterContent:
        overview = self._book.overview
        if self.previewed is not None and not self.progress.busy:
            lines = self.previewed.lines
            able = any(line.taken or line.held for line in lines)
            away = FooterAction("Bỏ qua", self.clear, "Không nhập các tệp này")
            step = FooterAction(import_button_text(lines), self.take_in, "Ctrl+Enter", able)
            return FooterContent(
                "Xem trước", f"{file_counts_text(lines)}; chưa ghi gì vào sổ", (away, step)
            )
        words = f"đã nộp; {len(self._book.held)} tệp giữ riêng"
        step = FooterAction("Chọn tệp…", self.drop.ask_files, "Ctrl+O", not self.progress.busy)
        return FooterContent(f"{overview.sent} / {len(overview.lines)} xã", words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.quarantine:
            self.show_period()

    def show_period(self) -> None:
        self.lists.show_held(self._book.held)
        self.footer_changed.emit()

    def begin(self) -> None:
        looking = bool(self.lists.files.rows)
        (self.lists.file_table if looking else self.drop.files).setFocus()

    def stop(self) -> None:
        self.progress.stop()

    @QtCore.Slot(object)
    def examine(self, paths: tuple[Path, ...]) -> None:
        """Look at files and folders in the background; nothing is written."""
        if self.progress.busy:
            return
        self.clear()
        self._top.setCurrentIndex(1)
        work = PreviewJob(self._book.desk, paths, self._book.clock)
        self.progress.begin("Đang kiểm tra", work)
        self.footer_changed.emit()

    def take_in(self) -> None:
        """Take in what was previewed."""
        if self.previewed is None or self.progress.busy:
            return
        self._importing = ImportJob(self._book.desk, self.previewed.found)
        self.previewed = None
        self._top.setCurrentIndex(1)
        self.progress.begin("Đang nhập", self._importing)
        self.footer_changed.emit()

    @QtCore.Slot()
    def clear(self) -> None:
        """Forget the files that were looked at."""
        self.previewed = None
        set_text_or_hide(self.fault, "")
        self.lists.show_files((), "")
        self.footer_changed.emit()

    @QtCore.Slot(object)
    def _release(self, line: QuarantineRow) -> None:
        self.acts.release(line)
        if self.progress.busy:
            self._releasing = True
            self.previewed = None
            self._top.setCurrentIndex(1)
            self.footer_changed.emit()

    def _lay_out(self) -> None:
        at_work = CardFrame()
        at_work.add(self.progress)
        # One on the other: nothing below moves when work begins or ends.
        self._top = QtWidgets.QStackedWidget()
        self._top.addWidget(self.drop)
        self._top.addWidget(at_work)
        self._top.setFixedHeight(DROP_AREA_HEIGHT)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(self._top)
        column.addWidget(self.fault)
        column.addWidget(self.lists, 1)

    def _connect(self) -> None:
        self.drop.paths_chosen.connect(self.examine)
        self.lists.commune_activated.connect(self.commune_activated)
        card = self.lists.card
        card.sheet_requested.connect(self.acts.save_sheet)
        card.file_requested.connect(self.acts.save_file)
        card.settlement_requested.connect(self.acts.settle)
        card.release_requested.connect(self._release)
        self.acts.message_changed.connect(lambda sentence: set_text_or_hide(self.fault, sentence))
        self.progress.done.connect(self._done)
        self.progress.failed.connect(lambda sentence: set_text_or_hide(self.fault, sentence))
        self.progress.stopped.connect(self._stopped)
        self.progress.ended.connect(self._ended)

    @QtCore.Slot(object)
    def _done(self, result: object) -> None:
        if isinstance(result, ImportPreview):
            self.previewed = result
            self.lists.show_files(result.lines, f"Xem trước – {file_counts_text(result.lines)}")
        elif isinstance(result, ImportRow):
            self.lists.show_files(
                (result,), RELEASED_TEXT if result.taken else STILL_IN_QUARANTINE_TEXT
            )
        elif self._importing is not None:
            lines = sort_for_review(self._importing.lines)
            self.lists.show_files(lines, f"Đã nhập – {file_counts_text(lines)}")

    @QtCore.Slot()
    def _stopped(self) -> None:
        if self._importing is None:
            self.lists.show_files((), PREVIEW_STOPPED_TEXT)
            return
        lines = sort_for_review(self._importing.lines)
        rest = len(self._importing.found) - len(lines)
        words = f"Đã dừng – {file_counts_text(lines)}; còn {rest} tệp chưa nhập, hãy chọn lại để nhập tiếp."
        self.lists.show_files(lines, words)

    @QtCore.Slot()
    def _ended(self) -> None:
        self._top.setCurrentIndex(0)
        changed = self._importing is not None or self._releasing
        self._importing, self._releasing = None, False
        if changed:
            self._book.refresh()
        self.begin()
        self.footer_changed.emit()
