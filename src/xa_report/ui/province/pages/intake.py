"""The page where reports come in: drop, preview, import, and what is kept apart."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.book import RegisterChanges
from xa_report.ui.province.drop_zone import DropZone
from xa_report.ui.province.held_acts import HeldActs
from xa_report.ui.province.intake_work import (
    ExamineWork,
    ImportWork,
    Previewed,
    import_text,
    in_order,
    summary,
)
from xa_report.ui.province.page import Foot, ProvincePage, Step
from xa_report.ui.province.pages.file_lists import FileLists
from xa_report.ui.province.place import Place
from xa_report.ui.province.progress_line import ProgressLine
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.workflow.province.queries import ImportRow, QuarantineRow

TOP = 68
"""Height of the way in, and of the progress that takes its place."""
RELEASED = "Đã kiểm tra lại và nhận vào sổ."
STILL_HELD = "Đã kiểm tra lại: chưa nhận được, tệp vẫn được giữ riêng."
STOPPED = "Đã dừng kiểm tra; chưa ghi gì vào sổ."


class IntakePage(ProvincePage):
    """Nothing is written before the import button, which says exactly how many."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._book = place.book
        self.drop = DropZone(place)
        self.progress = ProgressLine()
        self.acts = HeldActs(place, self.progress, self)
        self.fault = label("", wrap=True)
        self.fault.setProperty("role", "missing")
        self.lists = FileLists(place.theme)
        self.previewed: Previewed | None = None
        self._importing: ImportWork | None = None
        self._releasing = False
        self._lay_out()
        self._connect()
        self.clear()
        self.show_period()

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
        words = f"đã nộp; {len(self._book.held)} tệp giữ riêng"
        step = Step("Chọn tệp…", self.drop.ask_files, "Ctrl+O", not self.progress.busy)
        return Foot(f"{overview.sent} / {len(overview.lines)} xã", words, (step,))

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
        work = ExamineWork(self._book.desk, paths, self._book.clock)
        self.progress.begin("Đang kiểm tra", work)
        self.footer_changed.emit()

    def take_in(self) -> None:
        """Take in what was previewed."""
        if self.previewed is None or self.progress.busy:
            return
        self._importing = ImportWork(self._book.desk, self.previewed.found)
        self.previewed = None
        self._top.setCurrentIndex(1)
        self.progress.begin("Đang nhập", self._importing)
        self.footer_changed.emit()

    @QtCore.Slot()
    def clear(self) -> None:
        """Forget the files that were looked at."""
        self.previewed = None
        show_or_hide(self.fault, "")
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
        at_work = Card()
        at_work.add(self.progress)
        # One on the other: nothing below moves when work begins or ends.
        self._top = QtWidgets.QStackedWidget()
        self._top.addWidget(self.drop)
        self._top.addWidget(at_work)
        self._top.setFixedHeight(TOP)
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
        self.acts.message_changed.connect(lambda sentence: show_or_hide(self.fault, sentence))
        self.progress.done.connect(self._done)
        self.progress.failed.connect(lambda sentence: show_or_hide(self.fault, sentence))
        self.progress.stopped.connect(self._stopped)
        self.progress.ended.connect(self._ended)

    @QtCore.Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Previewed):
            self.previewed = found
            self.lists.show_files(found.lines, f"Xem trước – {summary(found.lines)}")
        elif isinstance(found, ImportRow):
            self.lists.show_files((found,), RELEASED if found.taken else STILL_HELD)
        elif self._importing is not None:
            lines = in_order(self._importing.lines)
            self.lists.show_files(lines, f"Đã nhập – {summary(lines)}")

    @QtCore.Slot()
    def _stopped(self) -> None:
        if self._importing is None:
            self.lists.show_files((), STOPPED)
            return
        lines = in_order(self._importing.lines)
        rest = len(self._importing.found) - len(lines)
        words = f"Đã dừng – {summary(lines)}; còn {rest} tệp chưa nhập, hãy chọn lại để nhập tiếp."
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
