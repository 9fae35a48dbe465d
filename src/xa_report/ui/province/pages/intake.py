"""The page of the intake: drop zone, preview, import, and quarantined files."""

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
"""Pixels of the drop zone, and of the progress that takes its place."""
RELEASED_TEXT = "Đã kiểm tra lại và nhận vào sổ."
STILL_IN_QUARANTINE_TEXT = "Đã kiểm tra lại: chưa nhận được, tệp vẫn được giữ riêng."
PREVIEW_STOPPED_TEXT = "Đã dừng kiểm tra; chưa ghi gì vào sổ."


class IntakePage(ProvincePage):
    """Page to preview and import received files; only the import button writes anything."""

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
        count = len(self._session.quarantine)
        return f"Tiếp nhận  {count}" if count else "Tiếp nhận"

    def footer_content(self) -> FooterContent:
        overview = self._session.overview
        if self.preview is not None and not self.progress.is_busy:
            rows = self.preview.rows
            can_import = any(row.taken or row.held for row in rows)
            dismiss = FooterAction("Bỏ qua", self.clear_preview, "Không nhập các tệp này")
            action = FooterAction(
                import_button_text(rows), self.import_previewed, "Ctrl+Enter", can_import
            )
            return FooterContent(
                "Xem trước", f"{file_counts_text(rows)}; chưa ghi gì vào sổ", (dismiss, action)
            )
        text = f"đã nộp; {len(self._session.quarantine)} tệp giữ riêng"
        action = FooterAction(
            "Chọn tệp…", self.drop.choose_files, "Ctrl+O", not self.progress.is_busy
        )
        title = f"{overview.sent_count} / {len(overview.communes)} xã"
        return FooterContent(title, text, (action,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.quarantine:
            self.show_period()

    def show_period(self) -> None:
        self.lists.show_quarantine(self._session.quarantine)
        self.footer_changed.emit()

    def focus_start(self) -> None:
        has_files = bool(self.lists.files.rows)
        (self.lists.file_table if has_files else self.drop.files_button).setFocus()

    def stop_background_work(self) -> None:
        self.progress.stop_job()

    @QtCore.Slot(object)
    def preview_files(self, paths: tuple[Path, ...]) -> None:
        """Examine files and folders in the background; nothing is written.

        Does nothing while another job runs.
        """
        if self.progress.is_busy:
            return
        self.clear_preview()
        self._top.setCurrentIndex(1)
        job = PreviewJob(self._session.register, paths, self._session.clock)
        self.progress.start_job("Đang kiểm tra", job)
        self.footer_changed.emit()

    def import_previewed(self) -> None:
        """Import the previewed files in the background; nothing without a preview."""
        if self.preview is None or self.progress.is_busy:
            return
        self._importing = ImportJob(self._session.register, self.preview.examined_files)
        self.preview = None
        self._top.setCurrentIndex(1)
        self.progress.start_job("Đang nhập", self._importing)
        self.footer_changed.emit()

    @QtCore.Slot()
    def clear_preview(self) -> None:
        """Drop the preview and clear its list."""
        self.preview = None
        set_text_or_hide(self.fault, "")
        self.lists.show_files((), "")
        self.footer_changed.emit()

    @QtCore.Slot(object)
    def _release(self, row: QuarantineRow) -> None:
        self.quarantine_actions.release_file(row)
        # Not busy: the user cancelled the question.
        if self.progress.is_busy:
            self._releasing = True
            self.preview = None
            self._top.setCurrentIndex(1)
            self.footer_changed.emit()

    def _lay_out(self) -> None:
        progress_card = CardFrame()
        progress_card.add_widget(self.progress)
        # One behind the other: nothing below moves when a job begins or ends.
        self._top = QtWidgets.QStackedWidget()
        self._top.addWidget(self.drop)
        self._top.addWidget(progress_card)
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
        self.progress.job_done.connect(self._show_result)
        self.progress.job_failed.connect(lambda sentence: set_text_or_hide(self.fault, sentence))
        self.progress.job_stopped.connect(self._show_stopped)
        self.progress.job_ended.connect(self._end_job)

    @QtCore.Slot(object)
    def _show_result(self, result: object) -> None:
        if isinstance(result, ImportPreview):
            self.preview = result
            self.lists.show_files(result.rows, f"Xem trước – {file_counts_text(result.rows)}")
        elif isinstance(result, ImportRow):
            self.lists.show_files(
                (result,), RELEASED_TEXT if result.taken else STILL_IN_QUARANTINE_TEXT
            )
        elif self._importing is not None:
            rows = sort_for_review(self._importing.rows)
            self.lists.show_files(rows, f"Đã nhập – {file_counts_text(rows)}")

    @QtCore.Slot()
    def _show_stopped(self) -> None:
        if self._importing is None:
            self.lists.show_files((), PREVIEW_STOPPED_TEXT)
            return
        rows = sort_for_review(self._importing.rows)
        rest = len(self._importing.examined_files) - len(rows)
        heading = (
            f"Đã dừng – {file_counts_text(rows)}; còn {rest} tệp chưa nhập, "
            "hãy chọn lại để nhập tiếp."
        )
        self.lists.show_files(rows, heading)

    @QtCore.Slot()
    def _end_job(self) -> None:
        self._top.setCurrentIndex(0)
        changed = self._importing is not None or self._releasing
        self._importing, self._releasing = None, False
        if changed:
            self._session.refresh()
        self.focus_start()
        self.footer_changed.emit()
