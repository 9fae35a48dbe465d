"""What an area or criterion consists of; a click opens it."""

from collections.abc import Mapping

from PySide6 import QtCore, QtWidgets

from xa_report.ui.outline import Node
from xa_report.ui.place import Place
from xa_report.ui.standing import Standing
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import ElidedLabel, label


class ChildrenCard(Card):
    """A line for each part.

    Signals:
        criterion_activated(str): a part is to be opened, by its code.
    """

    criterion_activated = QtCore.Signal(str)

    def __init__(self, node: Node, place: Place) -> None:
        super().__init__("Gồm")
        self._theme = place.theme
        self._rows: dict[str, tuple[QtWidgets.QLabel, QtWidgets.QLabel, QtWidgets.QLabel]] = {}
        self._shown: dict[str, Standing] = {}
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        for row, child in enumerate(node.children):
            self._add(grid, row, child)

    def show_standings(self, standings: Mapping[str, Standing]) -> None:
        """Show the points and states of the parts; only lines that differ are written anew."""
        for code, (points, icon, word) in self._rows.items():
            standing = standings[code]
            if self._shown.get(code) == standing:
                continue
            self._shown[code] = standing
            points.setText(standing.points)
            mark = standing.mark
            icon.setPixmap(self._theme.icon(mark.icon, mark.role).pixmap(QtCore.QSize(14, 14)))
            word.setText(mark.word)

    def _add(self, grid: QtWidgets.QGridLayout, row: int, child: Node) -> None:
        button = QtWidgets.QPushButton(child.code)
        button.setProperty("look", "link")
        button.setAccessibleName(child.shown)
        button.clicked.connect(lambda: self.criterion_activated.emit(child.code))
        title = ElidedLabel()
        title.show_text(child.title)
        right = QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
        self._rows[child.code] = (label(), QtWidgets.QLabel(), label("", "muted"))
        points, icon, word = self._rows[child.code]
        grid.addWidget(button, row, 0)
        grid.addWidget(title, row, 1)
        grid.addWidget(points, row, 2, right)
        grid.addWidget(icon, row, 3)
        grid.addWidget(word, row, 4)
