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
        self._session = context.session
        self.drop = DropZone(context)
        self.progress = ProgressStrip()
        self.quarantine_actions = QuarantineActions(context, self.progress, self)
        self.fault = create_label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.lists = ReceivedFilesPanel(context.theme)
        self.preview: ImportPreview | None = None
        self._importing: ImportJob | None = None
        self._releasing = False
        self._lay_out()
        self._connect()
        self.clear_preview()
        self.show_period()

    @property
    def title(self) -> str:
        held = len(self._session.quarantine)
        return f"Tiếp nhận  {held}" if held else "Tiếp nhận"

    def footer_content(self) -> FooterContent:
        overview = self._session.overview
        if self.preview is not None and not self.progress.is_busy:
            lines = self.preview.lines
            able = any(line.taken or line.held for line in lines)
            away = FooterAction("Bỏ qua", self.clear_preview, "Không nhập các tệp này")
            step = FooterAction(
                import_button_text(lines), self.import_previewed, "Ctrl+Enter", able
            )
            return FooterContent(
                "Xem trước", f"{file_counts_text(lines)}; chưa ghi gì vào sổ", (away, step)
            )
        words = f"đã nộp; {len(self._session.quarantine)} tệp giữ riêng"
        step = FooterAction(
            "Chọn tệp…", self.drop.choose_files, "Ctrl+O", not self.progress.is_busy
        )
        return FooterContent(f"{overview.sent_count} / {len(overview.communes)} xã", words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.quarantine:
            self.show_period()

    def show_period(self) -> None:
        self.lists.show_quarantine(self._session.quarantine)
        self.footer_changed.emit()

    def focus_start(self) -> None:
        looking = bool(self.lists.files.rows)
        (self.lists.file_table if looking else self.drop.files_button).setFocus()

    def stop_background_work(self) -> None:
        self.progress.stop_job()

    @QtCore.Slot(object)
    def preview_files(self, paths: tuple[Path, ...]) -> None:
        """Look at files and folders in the background; nothing is written."""
        if self.progress.is_busy:
            return
        self.clear_preview()
        self._top.setCurrentIndex(1)
        work = PreviewJob(self._session.register, paths, self._session.clock)
        self.progress.start_job("Đang kiểm tra", work)
        self.footer_changed.emit()

    def import_previewed(self) -> None:
        """Take in what was previewed."""
        if self.preview is None or self.progress.is_busy:
            return
        self._importing = ImportJob(self._session.register, self.preview.examined_files)
        self.preview = None
        self._top.setCurrentIndex(1)
        self.progress.start_job("Đang nhập", self._importing)
        self.footer_changed.emit()

    @QtCore.Slot()
    def clear_preview(self) -> None:
        """Forget the files that were looked at."""
        self.preview = None
        set_text_or_hide(self.fault, "")
        self.lists.show_files((), "")
        self.footer_changed.emit()

    @QtCore.Slot(object)
    def _release(self, line: QuarantineRow) -> None:
        self.quarantine_actions.release_file(line)
        if self.progress.is_busy:
            self._releasing = True
            self.preview = None
            self._top.setCurrentIndex(1)
            self.footer_changed.emit()

    def _lay_out(self) -> None:
        at_work = CardFrame()
        at_work.add_widget(self.progress)
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
        self.drop.paths_chosen.connect(self.preview_files)
        self.lists.commune_activated.connect(self.commune_activated)
        card = self.lists.card
        card.sheet_requested.connect(self.quarantine_actions.save_return_sheet)
        card.file_requested.connect(self.quarantine_actions.save_copy)
        card.settlement_requested.connect(self.quarantine_actions.settle_file)
        card.release_requested.connect(self._release)
        self.quarantine_actions.message_changed.connect(
            lambda sentence: set_text_or_hide(self.fault, sentence)
        )
        self.progress.done.connect(self._done)
        self.progress.failed.connect(lambda sentence: set_text_or_hide(self.fault, sentence))
        self.progress.stopped.connect(self._stopped)
        self.progress.ended.connect(self._ended)

    @QtCore.Slot(object)
    def _done(self, result: object) -> None:
        if isinstance(result, ImportPreview):
            self.preview = result
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
        rest = len(self._importing.examined_files) - len(lines)
        words = f"Đã dừng – {file_counts_text(lines)}; còn {rest} tệp chưa nhập, hãy chọn lại để nhập tiếp."
        self.lists.show_files(lines, words)

    @QtCore.Slot()
    def _ended(self) -> None:
        self._top.setCurrentIndex(0)
        changed = self._importing is not None or self._releasing
        self._importing, self._releasing = None, False
        if changed:
            self._session.refresh()
        self.focus_start()
        self.footer_changed.emit()
