"""The dialog for another name of an attached document."""

from collections.abc import Callable

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence_name import name_ending, name_stem
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import LineEdit

HINT = (
    "Nội dung, mã băm, trích dẫn và đuôi tệp giữ nguyên. Tên mới áp dụng cho mọi tiêu chí dùng tài "
    "liệu này, trừ tiêu chí mà tỉnh chưa mở lại."
)


class RenameDialog(QtWidgets.QDialog):
    """Dialog for the name of a document without its ending, which stays.

    `name_fault` returns why a name cannot be used, empty when it can; asked at every key.
    """

    def __init__(
        self,
        name: str,
        name_fault: Callable[[str], str],
        parent: QtWidgets.QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Đổi tên tài liệu")
        self.setMinimumWidth(520)
        self._name_fault = name_fault
        self.name_line = LineEdit("Tên mới")
        self.name_line.show_stored(name_stem(name))
        self.fault_label = create_label("", wrap=True)
        self.fault_label.setProperty("role", "missing")
        # Two lines are kept for it, so that the buttons do not jump while somebody types.
        self.fault_label.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 4)
        self.fault_label.setAlignment(QtCore.Qt.AlignmentFlag.AlignTop)
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        self.button_box = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self._lay_out(name)
        self.name_line.textChanged.connect(self._show_fault)
        self.name_line.selectAll()
        self.name_line.setFocus()
        self._show_fault()

    def name(self) -> str:
        """Return the new name as typed, without the ending."""
        return self.name_line.text()

    def _lay_out(self, name: str) -> None:
        row = QtWidgets.QHBoxLayout()
        row.addWidget(self.name_line, 1)
        if ending := name_ending(name):
            row.addWidget(create_label(f".{ending}", "muted"))
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        save_button = self.button_box.button(kinds.Ok)
        save_button.setText("Đổi tên")
        save_button.setProperty("look", "filled")
        self.button_box.button(kinds.Cancel).setText("Hủy")
        self.button_box.accepted.connect(self.accept)
        self.button_box.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(create_label(name, "strong", wrap=True))
        column.addLayout(row)
        column.addWidget(self.fault_label)
        column.addWidget(create_label(HINT, "muted", wrap=True))
        column.addWidget(self.button_box)

    @QtCore.Slot()
    def _show_fault(self) -> None:
        fault = self._name_fault(self.name())
        self.fault_label.setText(fault)
        self.name_line.mark_wrong(wrong=bool(fault))

    def accept(self) -> None:
        self._show_fault()
        if self.fault_label.text():
            self.name_line.setFocus()
            return
        super().accept()
