"""The lists of the intake: files that were looked at, files kept apart, and one of them in full."""

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.marks import Mark
from xa_report.ui.province.pages import intake_columns as columns
from xa_report.ui.province.pages.file_card import FileCard
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.theme import Theme
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.lists import Table
from xa_report.workflow.province.queries import ImportRow, QuarantineRow

EMPTY = (
    "Không có tệp nào bị giữ riêng. Tệp không nhận được sẽ nằm ở đây cùng lý do và việc cần làm."
)
LOW = 420
"""Height below which two lists and a card leave no list worth reading."""


class FileLists(QtWidgets.QWidget):
    """Two tables, and the card of the file that was chosen last in either.

    Signals:
        commune_activated(str): show the commune of a file, by its code.
    """

    commune_activated = QtCore.Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.heading = label("", "strong")
        self.files: ObjectTableModel[ImportRow] = ObjectTableModel(
            columns.FILES, lambda line: line.path, theme, self
        )
        self.held: ObjectTableModel[QuarantineRow] = ObjectTableModel(
            columns.HELD, lambda line: line.number, theme, self
        )
        self.file_table = Table("Các tệp đã kiểm tra")
        self.held_table = Table("Các tệp giữ riêng")
        self.held_heading = label("", "strong")
        self.empty = label(EMPTY, "muted", wrap=True)
        self.card = FileCard(theme)
        self._lay_out()
        for table in (self.file_table, self.held_table):
            table.selectionModel().currentChanged.connect(self._show_card)
            table.clicked.connect(self._show_card)
            table.row_activated.connect(self._enter)

    def show_files(self, lines: tuple[ImportRow, ...], heading: str) -> None:
        """Show what was looked at, or what has happened."""
        self.files.set_rows(lines)
        # Never both lists for a moment: showing one makes a window that is too low grow at once.
        if not lines:
            self.file_table.hide()
        self._make_room()
        self.file_table.setVisible(bool(lines))
        show_or_hide(self.heading, heading)
        self.file_table.setCurrentIndex(self.files.index(0, 0))
        self._show_rest()

    def show_held(self, lines: tuple[QuarantineRow, ...]) -> None:
        """Show what is kept apart; what is chosen stays chosen."""
        chosen = self.held_table.currentIndex().data(ROW_ROLE)
        self.held.set_rows(lines)
        self.held_heading.setText(f"Giữ riêng ({len(lines)})" if lines else "Giữ riêng")
        number = chosen.number if isinstance(chosen, QuarantineRow) else 0
        index = self.held.index_of(number)
        self.held_table.setCurrentIndex(index if index.isValid() else self.held.index(0, 0))
        self._show_rest()

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """On a low screen what is kept apart waits until the files that are looked at are done."""
        cramped = bool(self.files.rows) and self.height() < LOW
        self.held_table.setVisible(bool(self.held.rows) and not cramped)
        self.held_heading.setVisible(bool(self.held.rows or not self.files.rows) and not cramped)

    def _lay_out(self) -> None:
        self.file_table.setModel(self.files)
        self.file_table.fix_columns(columns.FILE_WIDTHS, columns.FILE_STRETCHED)
        self.held_table.setModel(self.held)
        self.held_table.fix_columns(columns.HELD_WIDTHS, columns.HELD_STRETCHED)
        for table, left_out in (
            (self.file_table, columns.FILE_LEFT_OUT), (self.held_table, columns.HELD_LEFT_OUT),
        ):  # fmt: skip
            for number in left_out:
                table.leave_out(number, columns.ROOMY)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.heading)
        column.addWidget(self.file_table, 3)
        column.addWidget(self.held_heading)
        column.addWidget(self.empty)
        column.addWidget(self.held_table, 2)
        column.addWidget(self.card)
        column.addStretch(0)

    def _show_rest(self) -> None:
        """Say that nothing is kept apart, unless other files are looked at."""
        quiet, looking = not self.held.rows, bool(self.files.rows)
        self.empty.setVisible(quiet and not looking)
        self._make_room()
        table = self.file_table if looking else self.held_table
        self._show_card(table.currentIndex())

    def _show_file(self, line: ImportRow | QuarantineRow, mark: Mark) -> None:
        self.card.show_file(line.name, line.code, mark, reason=line.reason, action=line.action)

    @QtCore.Slot(QtCore.QModelIndex)
    def _show_card(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, ImportRow):
            self._show_file(line, columns.file_mark(line))
            self.card.offer(None)
            self.held_table.clearSelection()
        elif isinstance(line, QuarantineRow):
            self._show_file(line, columns.held_mark(line))
            self.card.offer(line)
            self.file_table.clearSelection()
        else:
            self.card.hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _enter(self, index: QtCore.QModelIndex) -> None:
        line = index.data(ROW_ROLE)
        if isinstance(line, ImportRow) and line.unit_code:
            self.commune_activated.emit(line.unit_code)
        elif isinstance(line, QuarantineRow):
            self.card.sheet.setFocus()
