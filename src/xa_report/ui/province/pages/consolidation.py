"""The page of the consolidation: targets of the province and the export."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.province_targets import ProvinceTarget, TargetLaggard
from xa_report.ui.province import formats
from xa_report.ui.province.context import ProvinceUiContext
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
    ColumnSpec("Chỉ tiêu của tỉnh", lambda one: one.label, tip=lambda one: one.label),
    ColumnSpec(
        "Đạt được",
        lambda one: aligned_percent(one.figure, one.value_text),
        right=True,
        strong=always_true,
    ),
    ColumnSpec("Mục tiêu", lambda one: one.target_text, right=True),
    ColumnSpec(
        "Trạng thái", lambda one: province_target_badge(one).word, mark=province_target_badge
    ),
    ColumnSpec(
        "Xã đạt",
        lambda one: (
            f"{one.meeting_communes} / {one.counted_communes}"
            if one.counted_communes
            else formats.NO_VALUE
        ),
        right=True,
        about="Số xã tự đạt trên số xã có số liệu",
    ),
)
TARGET_WIDTHS = {1: 104, 2: 116, 3: 118, 4: 76}


NO_REPORTS_TEXT = "Chưa có báo cáo nào để tổng hợp. Hãy nhập gói báo cáo ở trang Tiếp nhận trước."
MEETING_COLUMN, MEETING_COLUMN_FROM_WIDTH = 4, 640
"""The column of communes that meet a target is left out of a narrower list."""
LOADING_TEXT = "Đang cộng số liệu các xã…"


class ConsolidationPage(ProvincePage):
    """Targets left, one of them right; below, what was written."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._context = context
        self._session = context.session
        self.summary_label = create_label("", "strong", wrap=True)
        self.fault = create_label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.progress = ProgressStrip()
        self.model: ObjectTableModel[ProvinceTarget] = ObjectTableModel(
            TARGET_COLUMNS, lambda one: (one.plan.sha256, one.target.id), context.theme, self
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
        able = bool(overview.sent_count) and not self.progress.is_busy
        step = FooterAction("Xuất tổng hợp…", self.export, "Ctrl+E", able)
        words = "báo cáo PDF, bảng tính Excel, dữ liệu mở và ranking.json vào một thư mục"
        return FooterContent(f"{overview.sent_count} / {len(overview.communes)} xã", words, (step,))

    def show_changes(self, changes: RegisterChanges) -> None:
        if changes.consolidation or changes.overview:
            self.show_period()

    def show_period(self) -> None:
        books = self._session.consolidation_loader
        found = books.consolidation.targets if books.consolidation else ()
        self.model.set_rows(sorted(found, key=lambda one: one.ahead))
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        if not self._session.overview.sent_count:
            self.summary_label.setText(NO_REPORTS_TEXT)
        else:
            self.summary_label.setText(
                province_targets_text(found) if books.consolidation else books.fault or LOADING_TEXT
            )
        self._splitter.setVisible(bool(found))
        self._show()
        self.footer_changed.emit()

    def focus_start(self) -> None:
        self.table.setFocus()

    def stop_background_work(self) -> None:
        self.progress.stop_job()

    @QtCore.Slot()
    def export(self) -> None:
        """Ask for a folder and write the books of the period into it."""
        if self.progress.is_busy or not self._session.overview.sent_count:
            return
        folder = self._context.dialogs.choose_target_folder(self)
        if folder is not None:
            self.start_export(folder)

    def start_export(self, folder: Path) -> None:
        """Write the books into a folder, in the background."""
        set_text_or_hide(self.fault, "")
        self.exported_files.hide()
        work = ConsolidationExportJob(self._session.register, self._session.period, folder)
        self.progress.start_job("Đang xuất tổng hợp", work)
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
        self.table.selectionModel().currentChanged.connect(self._show)
        self.table.row_activated.connect(lambda: self.card.table.setFocus())
        self.card.table.row_activated.connect(self._open)
        self.progress.done.connect(self.exported_files.show_files)
        self.progress.failed.connect(self._failed)
        self.progress.stopped.connect(lambda: self._failed("Đã dừng; chưa ghi tệp nào."))
        self.progress.ended.connect(self._ended)

    @QtCore.Slot()
    def _show(self) -> None:
        one = self.table.currentIndex().data(ROW_ROLE)
        self.card.setVisible(isinstance(one, ProvinceTarget))
        if isinstance(one, ProvinceTarget):
            self.card.show_target(one)

    @QtCore.Slot(QtCore.QModelIndex)
    def _open(self, index: QtCore.QModelIndex) -> None:
        drag = index.data(ROW_ROLE)
        if isinstance(drag, TargetLaggard):
            self.commune_activated.emit(drag.unit.code)

    @QtCore.Slot(str)
    def _failed(self, sentence: str) -> None:
        set_text_or_hide(self.fault, sentence)

    @QtCore.Slot()
    def _ended(self) -> None:
        self.footer_changed.emit()
