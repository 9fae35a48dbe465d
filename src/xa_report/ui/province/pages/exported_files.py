"""The card of the exported files of a consolidation."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.jobs import ConsolidationFile
from xa_report.ui.shared.local_files import format_size
from xa_report.ui.shared.object_table_model import ROW_ROLE, ColumnSpec, ObjectTableModel
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel
from xa_report.ui.shared.widgets.views import ROW_HEIGHT, TableView

FILE_KIND_TEXTS = {
    ".pdf": "Báo cáo tổng hợp",
    ".xlsx": "Bảng tổng hợp Excel",
    ".csv": "Dữ liệu mở",
    ".json": "Mô tả dữ liệu",
}
RANKING_FILES = "ranking*.json"
"""One for each form of the period."""
VISIBLE_ROWS, HEADER_HEIGHT = 4, 46
"""Rows before the list scrolls, and pixels of header and frame."""


def _file_kind_text(path: Path) -> str:
    if path.match(RANKING_FILES):
        return "Xếp hạng, ai cũng tính lại được"
    return FILE_KIND_TEXTS.get(path.suffix, "Dữ liệu")


EXPORTED_COLUMNS: tuple[ColumnSpec[ConsolidationFile], ...] = (
    ColumnSpec("Tệp đã ghi", lambda file: file.relative_path, tip=lambda file: str(file.path)),
    ColumnSpec("Nội dung", lambda file: _file_kind_text(file.path)),
    ColumnSpec("Dung lượng", lambda file: format_size(file.size), right=True),
)
EXPORTED_WIDTHS = {1: 260, 2: 100}


class ExportedFilesCard(CardFrame):
    """Card with a table of files; Enter opens one, the button their folder."""

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self._open_path = context.dialogs.open_path
        self.text_label = ElidedLabel("strong")
        self.text_label.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Preferred
        )
        self.open_button = QtWidgets.QPushButton("Mở thư mục")
        self.header_row.insertWidget(0, self.text_label, 50)
        self.header_row.addWidget(self.open_button)
        self.model: ObjectTableModel[ConsolidationFile] = ObjectTableModel(
            EXPORTED_COLUMNS, lambda file: file.path, context.theme, self
        )
        self.table = TableView("Các tệp đã ghi")
        self.table.setModel(self.model)
        self.table.set_column_widths(EXPORTED_WIDTHS, (0,))
        self.table.setFixedHeight(VISIBLE_ROWS * ROW_HEIGHT + HEADER_HEIGHT)
        self.add_widget(self.table)
        self.open_button.clicked.connect(self._open_folder)
        self.table.row_activated.connect(self._open_file)
        self.hide()

    @QtCore.Slot(object)
    def show_files(self, files: tuple[ConsolidationFile, ...]) -> None:
        """Show the files of an export; the card is hidden until then."""
        self.model.set_rows(files)
        folder = files[0].folder if files else ""
        self.text_label.show_text(f"Đã ghi {len(files)} tệp vào {folder}")
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.show()
        self.open_button.setFocus()

    @QtCore.Slot()
    def _open_folder(self) -> None:
        if self.model.rows:
            self._open_path(self.model.rows[0].folder)

    @QtCore.Slot(QtCore.QModelIndex)
    def _open_file(self, index: QtCore.QModelIndex) -> None:
        file = index.data(ROW_ROLE)
        if isinstance(file, ConsolidationFile):
            self._open_path(file.path)
