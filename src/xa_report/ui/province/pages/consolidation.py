"""The page of the consolidation: targets of the province and the export."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.ui.province import formats
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.dialogs.reason_dialog import Confirmation
from xa_report.ui.province.jobs import ConsolidationExportJob
from xa_report.ui.province.page import FooterAction, FooterContent, ProvincePage
from xa_report.ui.province.pages.exported_files import ExportedFilesCard
from xa_report.ui.province.pages.target_card import (
    ProvinceTargetCard,
    aligned_percent,
    province_target_badge,
    province_targets_text,
)
from xa_report.ui.province.progress_strip import ProgressStrip
from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.object_table_model import (
    ROW_ROLE,
    ColumnSpec,
    ObjectTableModel,
    always_true,
)
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.views import TableView

TARGET_COLUMNS: tuple[ColumnSpec[ProvinceTarget], ...] = (
    ColumnSpec("Chỉ tiêu của tỉnh", lambda target: target.label, tip=lambda target: target.label),
    ColumnSpec(
        "Đạt được",
        lambda target: aligned_percent(target.figure, target.value_text),
        right=True,
        strong=always_true,
    ),
    ColumnSpec("Mục tiêu", lambda target: target.target_text, right=True),
    ColumnSpec(
        "Trạng thái", lambda target: province_target_badge(target).word, mark=province_target_badge
    ),
    ColumnSpec(
        "Xã đạt",
        lambda target: (
            f"{target.meeting_communes} / {target.counted_communes}"
            if target.counted_communes
            else formats.NO_VALUE
        ),
        right=True,
        about="Số xã tự đạt trên số xã có số liệu",
    ),
)
TARGET_WIDTHS = {1: 104, 2: 116, 3: 118, 4: 76}
"""Pixels by column; the first one takes the rest."""
NO_REPORTS_TEXT = "Chưa có báo cáo nào để tổng hợp. Hãy nhập gói báo cáo ở trang Tiếp nhận trước."
MEETING_COLUMN, MEETING_COLUMN_FROM_WIDTH = 4, 640
"""The column of communes that meet a target is hidden in a narrower list."""
LOADING_TEXT = "Đang cộng số liệu các xã…"


MAX_NAMED_CASES = 5
"""Cases that the question before a publication names; more are counted."""


def publication_question(consolidation: Consolidation) -> Confirmation:
    """Return the question before a period with open matters is published; it wants a reason."""
    left = consolidation.unaccepted_matters
    named = "\n".join(f"• {each.text}." for each in left[:MAX_NAMED_CASES])
    more = len(left) - MAX_NAMED_CASES
    rest = f"\n• và {more} hồ sơ khác, nêu ở trang Xếp hạng." if more > 0 else ""
    return Confirmation(
        "Công bố khi còn việc chưa xong",
        f"{len(left)} hồ sơ còn việc chưa xong:\n{named}{rest}\nLý do công bố được ghi vào nhật ký "
        "của sổ và vào báo cáo.",
        placeholder="Ví dụ: các sở thống nhất điểm tự chấm tại cuộc họp ngày 20/12",
        button="Công bố",
        is_required=True,
    )


class ConsolidationPage(ProvincePage):
    """Table of the province's targets with the card of one, and the exported files below."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self.summary_label = create_label("", "strong", wrap=True)
        self.fault = create_label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.progress = ProgressStrip()
        self.model: ObjectTableModel[ProvinceTarget] = ObjectTableModel(
            TARGET_COLUMNS,
            lambda target: (target.plan.sha256, target.target.id),
            context.theme,
            self,
        )
        self.table = TableView("Chỉ tiêu cấp tỉnh")
        self.table.setModel(self.model)
        self.table.set_column_widths(TARGET_WIDTHS, (0,))
        self.table.hide_column_below(MEETING_COLUMN, MEETING_COLUMN_FROM_WIDTH)
        self.card = ProvinceTargetCard(context.theme)
        self.exported_files = ExportedFilesCard(context)
        self._lay_out()
        self._connect()
        self.show_period()

    @property
    def title(self) -> str:
        return "Tổng hợp"

    def footer_content(self) -> FooterContent:
        overview = self._session.overview
        can_export = bool(overview.sent_count) and not self.progress.is_busy
        action = FooterAction("Xuất tổng hợp…", self.export, "Ctrl+E", can_export)
        text = "báo cáo PDF, bảng tính Excel, dữ liệu mở và ranking.json vào một thư mục"
        title = f"{overview.sent_count} / {len(overview.communes)} xã"
        return FooterContent(title, text, (action,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.consolidation or changes.overview:
            self.show_period()

    def show_period(self) -> None:
        loader = self._session.consolidation_loader
        targets = loader.consolidation.targets if loader.consolidation else ()
        # Targets that are due come first; the sort is stable.
        self.model.set_rows(sorted(targets, key=lambda target: target.ahead))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        if not self._session.overview.sent_count:
            self.summary_label.setText(NO_REPORTS_TEXT)
        else:
            self.summary_label.setText(
                province_targets_text(targets)
                if loader.consolidation
                else loader.fault or LOADING_TEXT
            )
        self._splitter.setVisible(bool(targets))
        self._show_card()
        self.footer_changed.emit()

    def focus_start(self) -> None:
        self.table.setFocus()

    def stop_background_work(self) -> None:
        self.progress.stop_job()

    @QtCore.Slot()
    def export(self) -> None:
        """Let the user choose a folder and export the consolidation into it."""
        if self.progress.is_busy or not self._session.overview.sent_count:
            return
        loaded = self._session.consolidation_loader.consolidation
        reason = ""
        if loaded is not None and loaded.unaccepted_matters:
            answer = self._context.dialogs.ask_reason(self, publication_question(loaded))
            if answer is None:
                return
            reason = answer.text
        folder = self._context.dialogs.choose_target_folder(self)
        if folder is not None:
            self.start_export(folder, reason)

    def start_export(self, folder: Path, accept_reason: str = "") -> None:
        """Export the consolidation into a folder, in the background.

        `accept_reason` says why, where matters are open.
        """
        set_text_or_hide(self.fault, "")
        self.exported_files.hide()
        job = ConsolidationExportJob(
            self._session.register, self._session.period, folder, accept_reason
        )
        self.progress.start_job("Đang xuất tổng hợp", job)
        self.footer_changed.emit()

    def _lay_out(self) -> None:
        self._splitter = QtWidgets.QSplitter()
        self._splitter.setHandleWidth(14)
        self._splitter.setChildrenCollapsible(False)
        self.table.setMinimumWidth(440)
        self.card.setMinimumWidth(340)
        self._splitter.addWidget(self.table)
        self._splitter.addWidget(self.card)
        self._splitter.setSizes([820, 500])
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        for widget in (self.summary_label, self.fault, self.progress):
            column.addWidget(widget)
        column.addWidget(self._splitter, 1)
        column.addWidget(self.exported_files)
        column.addStretch(0)
        self.fault.hide()

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(self._show_card)
        self.table.row_activated.connect(lambda: self.card.table.setFocus())
        self.card.table.row_activated.connect(self._open_commune)
        self.progress.job_done.connect(self.exported_files.show_files)
        self.progress.job_failed.connect(self._show_fault)
        self.progress.job_stopped.connect(lambda: self._show_fault("Đã dừng; chưa ghi tệp nào."))
        self.progress.job_ended.connect(self._end_job)

    @QtCore.Slot()
    def _show_card(self) -> None:
        target = self.table.currentIndex().data(ROW_ROLE)
        self.card.setVisible(isinstance(target, ProvinceTarget))
        if isinstance(target, ProvinceTarget):
            self.card.show_target(target)

    @QtCore.Slot(QtCore.QModelIndex)
    def _open_commune(self, index: QtCore.QModelIndex) -> None:
        laggard = index.data(ROW_ROLE)
        if isinstance(laggard, TargetLaggard):
            self.commune_activated.emit(laggard.unit.code)

    @QtCore.Slot(str)
    def _show_fault(self, sentence: str) -> None:
        set_text_or_hide(self.fault, sentence)

    @QtCore.Slot()
    def _end_job(self) -> None:
        self.footer_changed.emit()
