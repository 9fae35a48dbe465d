"""What the export wrote, and the way to it."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.export_work import Written
from xa_report.ui.province.pages.totals_columns import WRITTEN, WRITTEN_WIDTHS
from xa_report.ui.province.place import Place
from xa_report.ui.shared.object_table_model import ROW_ROLE, ObjectTableModel
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import ElidedLabel
from xa_report.ui.widgets.lists import ROW_HEIGHT, Table

ROWS, HEADING = 4, 46


class WrittenCard(Card):
    """A list of files; Enter opens one, the button their folder."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._show_path = place.asking.show
        self.words = ElidedLabel("strong")
        self.words.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.open_button = QtWidgets.QPushButton("Mở thư mục")
        self.head.insertWidget(0, self.words, 50)
        self.head.addWidget(self.open_button)
        self.model: ObjectTableModel[Written] = ObjectTableModel(
            WRITTEN, lambda one: one.path, place.theme, self
        )
        self.table = Table("Các tệp đã ghi")
        self.table.setModel(self.model)
        self.table.fix_columns(WRITTEN_WIDTHS, (0,))
        self.table.setFixedHeight(ROWS * ROW_HEIGHT + HEADING)
        self.add(self.table)
        self.open_button.clicked.connect(self._open_folder)
        self.table.row_activated.connect(self._open_file)
        self.hide()

    @QtCore.Slot(object)
    def show_files(self, found: tuple[Written, ...]) -> None:
        """Show what was written."""
        self.model.set_rows(found)
        folder = found[0].folder if found else ""
        self.words.show_text(f"Đã ghi {len(found)} tệp vào {folder}")
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.show()
        self.open_button.setFocus()

    @QtCore.Slot()
    def _open_folder(self) -> None:
        if self.model.rows:
            self._show_path(self.model.rows[0].folder)

    @QtCore.Slot(QtCore.QModelIndex)
    def _open_file(self, index: QtCore.QModelIndex) -> None:
        one = index.data(ROW_ROLE)
        if isinstance(one, Written):
            self._show_path(one.path)
