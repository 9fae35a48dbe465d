"""A state on a pale ground of its own: icon and word."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.marks import Mark
from xa_report.ui.theme import Theme, repolish
from xa_report.ui.widgets.labels import label

ICON_SIZE = 14


class Chip(QtWidgets.QFrame):
    """One state; it is as wide as its word."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("chip")
        self._theme = theme
        self._icon = QtWidgets.QLabel()
        self._word = label()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        fixed = QtWidgets.QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, fixed)

    @property
    def word(self) -> str:
        """What it says."""
        return self._word.text()

    def show_mark(self, mark: Mark) -> None:
        """Show a state; one without an icon name shows the word alone."""
        self._word.setText(mark.word)
        self._icon.setVisible(bool(mark.icon))
        if mark.icon:
            icon = self._theme.icon(mark.icon, mark.role)
            self._icon.setPixmap(icon.pixmap(QtCore.QSize(ICON_SIZE, ICON_SIZE)))
        self.setAccessibleName(mark.word)
        repolish(self, "role", mark.role)
        # At once, not with the next event: whoever makes room for the chip asks for its size now.
        self.updateGeometry()
