"""The page where reports come in: drop, preview, import, and what is kept apart."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.ui.models.rows_model import ROW_ROLE, RowsModel
from xa_report.ui.province.drop_zone import DropZone
from xa_report.ui.province.intake_work import (
    ExamineWork,
    ImportWork,
    Previewed,
    import_text,
    in_order,
    summary,
)
from xa_report.ui.province.page import Foot, Page, Step
from xa_report.ui.province.pages import intake_columns as columns
from xa_report.ui.province.pages.file_card import FileCard
from xa_report.ui.province.place import Place
from xa_report.ui.province.progress_line import ProgressLine
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.lists import Table
from xa_report.workflow.province_views import FileLine, HeldLine

TOP = 68
"""Height of the way in, and of the progress that takes its place."""
EMPTY = (
    "Không có tệp nào bị giữ riêng. Tệp không nhận được sẽ nằm ở đây cùng lý do và việc cần làm."
)


class IntakePage(Page):
    """Nothing is written before the import button, which says exactly how many."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._book = place.book
        self.drop = DropZone(place)
        self.progress = ProgressLine()
        self.heading = label("", "strong")
        self.fault = label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.files: RowsModel[FileLine] = RowsModel(
            columns.FILES, lambda line: line.path, place.theme, self
        )
        self.held: RowsModel[HeldLine] = RowsModel(
            columns.HELD, lambda line: line.number, place.theme, self
        )
        self.file_table = Table("Các tệp đã kiểm tra")
        self.held_table = Table("Các tệp giữ riêng")
        self.held_heading = label("", "strong")
        self.empty = label(EMPTY, "muted", wrap=True)
        self.card = FileCard(place.theme)
        self.previewed: Previewed | None = None
        self._importing: ImportWork | None = None
        self._lay_out()
        self._connect()
        self._show_files((), "")
        self.refresh()

    @property
    def title(self) -> str:
        held = len(self._book.held)
        return f"Tiếp nhận  {held}" if held else "Tiếp nhận"

    def foot(self) -> Foot:
        overview = self._book.overview
        if self.previewed is not None and not self.progress.busy:
            lines = self.previewed.lines
            able = any(line.taken or line.held for line in lines)
            away = Step("Bỏ qua", self.clear, "Không nhập các tệp này")
            step = Step(import_text(lines), self.take_in, "Ctrl+Enter", able)
            return Foot("Xem trước", f"{summary(lines)}; chưa ghi gì vào sổ", (away, step))
        words = f"xã đã nộp; {len(self._book.held)} tệp giữ riêng"
        step = Step("Chọn tệp…", self.drop.ask_files, "Ctrl+O", not self.progress.busy)
        return Foot(f"{overview.sent} / {len(overview.lines)}", words, (step,))

    def refresh(self) -> None:
        held = self._book.held
        self.held.set_rows(held)
        self.held_heading.setText(f"Giữ riêng ({len(held)})" if held else "Giữ riêng")
        self._show_quiet()
        self.held_table.setVisible(bool(held))
        if not self.held_table.currentIndex().isValid():
            self.held_table.setCurrentIndex(self.held.index(0, 0))
        self._show_card(self._looked_at())
        self.moved.emit()

    def begin(self) -> None:
        table = self.file_table if self.files.rows else self.drop.files
        table.setFocus()

    def stop(self) -> None:
        self.progress.stop()

    @QtCore.Slot(object)
    def examine(self, paths: tuple[Path, ...]) -> None:
        """Look at files and folders in the background; nothing is written."""
        if self.progress.busy:
            return
        self.clear()
        self._top.setCurrentIndex(1)
        work = ExamineWork(self._book.desk, paths, self._book.clock)
        self.progress.begin("Đang kiểm tra", work)
        self.moved.emit()

    def take_in(self) -> None:
        """Take in what was previewed."""
        if self.previewed is None or self.progress.busy:
            return
        self._importing = ImportWork(self._book.desk, self.previewed.found)
        self.previewed = None
        self._top.setCurrentIndex(1)
        self.progress.begin("Đang nhập", self._importing)
        self.moved.emit()

    @QtCore.Slot()
    def clear(self) -> None:
        """Forget the files that were looked at."""
        self.previewed = None
        show_or_hide(self.fault, "")
        self._show_files((), "")
        self.moved.emit()

    def _lay_out(self) -> None:
        self.file_table.setModel(self.files)
        self.file_table.fix_columns(columns.FILE_WIDTHS, columns.FILE_STRETCHED)
        self.held_table.setModel(self.held)
        self.held_table.fix_columns(columns.HELD_WIDTHS, columns.HELD_STRETCHED)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        at_work = Card()
        at_work.add(self.progress)
        # One on the other: nothing below moves when work begins or ends.
        self._top = QtWidgets.QStackedWidget()
        self._top.addWidget(self.drop)
        self._top.addWidget(at_work)
        self._top.setFixedHeight(TOP)
        for widget in (self._top, self.fault, self.heading):
            column.addWidget(widget)
        column.addWidget(self.file_table, 3)
        column.addWidget(self.held_heading)
        column.addWidget(self.empty)
        column.addWidget(self.held_table, 2)
        column.addWidget(self.card)
        column.addStretch(0)

    def _connect(self) -> None:
        self.drop.chosen.connect(self.examine)
        self.progress.done.connect(self._done)
        self.progress.failed.connect(self._failed)
        self.progress.stopped.connect(self._stopped)
        self.progress.ended.connect(self._ended)
        for table in (self.file_table, self.held_table):
            table.selectionModel().currentChanged.connect(self._show_card)
            table.clicked.connect(self._show_card)
            table.entered_at.connect(self._enter)

    @QtCore.Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Previewed):
            self.previewed = found
            self._show_files(found.lines, f"Xem trước – {summary(found.lines)}")
        elif self._importing is not None:
            lines = in_order(self._importing.lines)
            self._show_files(lines, f"Đã nhập – {summary(lines)}")

    @QtCore.Slot(str)
    def _failed(self, sentence: str) -> None:
        show_or_hide(self.fault, sentence)

    @QtCore.Slot()
    def _stopped(self) -> None:
        if self._importing is None:
            self._show_files((), "Đã dừng kiểm tra; chưa ghi gì vào sổ.")
            return
        lines = in_order(self._importing.lines)
        rest = len(self._importing.found) - len(lines)
        words = f"Đã dừng – {summary(lines)}; còn {rest} tệp chưa nhập, hãy chọn lại để nhập tiếp."
        self._show_files(lines, words)

    @QtCore.Slot()
    def _ended(self) -> None:
        self._top.setCurrentIndex(0)
        imported, self._importing = self._importing is not None, None
        if imported:
            self._book.refresh()
        self.begin()
        self.moved.emit()

    def _show_files(self, lines: tuple[FileLine, ...], heading: str) -> None:
        self.files.set_rows(lines)
        self.file_table.setVisible(bool(lines))
        show_or_hide(self.heading, heading)
        self._show_quiet()
        self.file_table.setCurrentIndex(self.files.index(0, 0))
        self._show_card(self._looked_at())

    def _show_quiet(self) -> None:
        """Say that nothing is kept apart, unless other files are looked at."""
        quiet = not self._book.held
        self.empty.setVisible(quiet and not self.files.rows)
        self.held_heading.setVisible(not (quiet and self.files.rows))

    def _looked_at(self) -> QtCore.QModelIndex:
        table = self.file_table if self.files.rows else self.held_table
        return table.currentIndex()

    @QtCore.Slot(QtCore.QModelIndex)
    def _show_card(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, FileLine):
            words = (line.reason, line.action)
            self.card.show_file(line.path.name, line.code, columns.file_mark(line), words)
        elif isinstance(line, HeldLine):
            words = (line.reason, line.action)
            self.card.show_file(line.name, line.code, columns.held_mark(line), words)
        else:
            self.card.hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _enter(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, FileLine) and line.unit_code:
            self.commune_wanted.emit(line.unit_code)
