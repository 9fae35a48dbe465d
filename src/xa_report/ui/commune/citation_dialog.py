"""The dialog for the citation of a document: number, date, issuer, title, page."""

import unicodedata

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import CitedDocument, Evidence
from xa_report.domain.number_text import ValueFaultError
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.ui.shared.widgets.text_edits import DateEdit, LineEdit


class CitationDialog(QtWidgets.QDialog):
    """Dialog for the citation of a document; every field may stay empty.

    With an `evidence` it corrects that citation; the page then stays as it is.
    """

    def __init__(
        self, name: str, evidence: Evidence | None = None, parent: QtWidgets.QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Tài liệu kiểm chứng")
        self.setMinimumWidth(460)
        self.number = LineEdit("Số, ký hiệu")
        self.number.setPlaceholderText("31/BC-UBND")
        self.date_edit = DateEdit("Ngày ban hành")
        self.issuer = LineEdit("Cơ quan ban hành")
        self.title = LineEdit("Trích yếu")
        self.page_line = LineEdit("Trang")
        self.page_line.setPlaceholderText("4 hoặc 4–6")
        self.fault_label = create_label("", wrap=True)
        self.fault_label.setProperty("role", "missing")
        self.fault_label.hide()
        self._lay_out(name)
        if evidence is not None:
            self._fill(evidence)
        self.number.setFocus()

    def document(self) -> CitedDocument:
        """Return the citation as typed; raise for a wrong date, which `accept` keeps out."""
        texts = (_normalized_text(line) for line in (self.number, self.issuer, self.title))
        number, issuer, title = texts
        return CitedDocument(number, self.date_edit.read_day(), issuer, title)

    def page(self) -> str:
        """Return the page as typed."""
        return _normalized_text(self.page_line)

    def _fill(self, evidence: Evidence) -> None:
        document = evidence.file.document
        for line, text in (
            (self.number, document.number),
            (self.issuer, document.issuer),
            (self.title, document.title),
            (self.page_line, evidence.page),
        ):
            line.show_stored(text)
        # The page belongs to one use of the file, the citation to the file itself.
        self.page_line.setEnabled(False)
        self.date_edit.show_date(document.dated)

    def _lay_out(self, name: str) -> None:
        form = QtWidgets.QFormLayout()
        form.setVerticalSpacing(8)
        form.setHorizontalSpacing(14)
        form.addRow("Số, ký hiệu", self.number)
        form.addRow("Ngày ban hành", self.date_edit)
        form.addRow("Cơ quan ban hành", self.issuer)
        form.addRow("Trích yếu", self.title)
        form.addRow("Trang", self.page_line)
        kinds = QtWidgets.QDialogButtonBox.StandardButton
        buttons = QtWidgets.QDialogButtonBox(kinds.Ok | kinds.Cancel)
        save_button = buttons.button(kinds.Ok)
        save_button.setText("Lưu tài liệu")
        save_button.setProperty("look", "filled")
        buttons.button(kinds.Cancel).setText("Hủy")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(create_label(name, "strong", wrap=True))
        column.addLayout(form)
        column.addWidget(self.fault_label)
        column.addWidget(buttons)

    def accept(self) -> None:
        try:
            self.date_edit.read_day()
        except ValueFaultError as error:
            self.fault_label.setText(f"{error}.")
            self.fault_label.show()
            self.date_edit.line_edit.setFocus()
            return
        super().accept()


def _normalized_text(line: LineEdit) -> str:
    return unicodedata.normalize("NFC", line.text()).strip()
