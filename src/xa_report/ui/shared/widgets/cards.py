"""White cards, plain and foldable."""

from PySide6 import QtCore, QtWidgets

from xa_report.ui.shared.widgets.labels import create_label


class CardFrame(QtWidgets.QFrame):
    """A white frame with a header row and widgets below each other."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setObjectName("card")
        self.column = QtWidgets.QVBoxLayout(self)
        self.column.setContentsMargins(16, 12, 16, 12)
        self.column.setSpacing(8)
        self.header_row = QtWidgets.QHBoxLayout()
        self.header_row.setSpacing(8)
        self.column.addLayout(self.header_row)
        if title:
            self.header_row.addWidget(create_label(title, "strong"))
        self.header_row.addStretch(1)

    def add_widget(self, widget: QtWidgets.QWidget) -> None:
        """Append a widget below the others."""
        self.column.addWidget(widget)


class FoldableCard(CardFrame):
    """A card whose body is folded until its title is clicked.

    `key` only names the shortcut in the title; the window binds it.
    """

    def __init__(self, title: str, key: str) -> None:
        super().__init__()
        self._title = title
        self._key = key
        self.handle = QtWidgets.QPushButton()
        self.handle.setProperty("look", "link")
        self.handle.setCheckable(True)
        self.handle.toggled.connect(self._fold)
        self.header_row.insertWidget(0, self.handle)
        self.inside = QtWidgets.QWidget()
        self.body = QtWidgets.QVBoxLayout(self.inside)
        self.body.setContentsMargins(6, 0, 0, 0)
        self.body.setSpacing(6)
        self.add_widget(self.inside)
        self.column.setContentsMargins(10, 6, 16, 8)
        self._fold(open_now=False)

    def toggle(self) -> None:
        """Fold or unfold the body."""
        self.handle.toggle()

    @QtCore.Slot(bool)
    def _fold(self, open_now: bool) -> None:
        self.inside.setVisible(open_now)
        sign = "▾" if open_now else "▸"
        self.handle.setText(f"{sign}  {self._title}  ({self._key})")
        self.handle.setAccessibleName(self._title)
