"""The line below a field: what is wrong with it, as icon and sentence."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.finding import Severity
from xa_report.ui.theme import Theme, repolish
from xa_report.ui.widgets.labels import label

ICONS = {
    "error": ("missing", "missing"),
    "warning": ("below", "below"),
    "note": ("province", "quiet"),
}


class Remark(QtWidgets.QWidget):
    """A fault of what is being typed goes before a finding about what is stored."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._fault = ""
        self._stored = ("", "note")
        self._icon = QtWidgets.QLabel()
        self._icon.setFixedWidth(16)
        self._words = label("", "", wrap=True)
        self.answer = QtWidgets.QPushButton("Ghi lý do…")
        self.answer.setProperty("look", "link")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        row.addWidget(self.answer, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def words(self) -> str:
        """What is said; empty when nothing is wrong."""
        return self._words.text() if not self.isHidden() else ""

    @QtCore.Slot(str)
    def show_fault(self, sentence: str) -> None:
        """Say why what stands in the field is not taken; empty when it is."""
        self._fault = sentence
        self._show()

    def show_stored(self, sentence: str, severity: str) -> None:
        """Say what is wrong with the stored answer."""
        self._stored = (sentence, severity)
        self._show()

    def _show(self) -> None:
        sentence, severity = (self._fault, "error") if self._fault else self._stored
        icon, role = ICONS[severity]
        if self._words.text() != sentence:
            self._words.setText(sentence)
        self._icon.setPixmap(self._theme.icon(icon, role).pixmap(QtCore.QSize(14, 14)))
        repolish(self._words, "role", role)
        self.answer.setVisible(severity == Severity.WARNING)
        self.setVisible(bool(sentence))
