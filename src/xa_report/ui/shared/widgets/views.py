"""Tree and table views: row height, column widths, Enter and double click."""

from PySide6 import QtCore, QtGui, QtWidgets

ModelIndex = QtCore.QModelIndex | QtCore.QPersistentModelIndex
"""The index that Qt hands to the overrides of models and delegates."""
ROW_HEIGHT = 29
"""Pixels."""


class RowDelegate(QtWidgets.QStyledItemDelegate):
    """Delegate with rows of one height; a selected row keeps the colours of its badges."""

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex) -> QtCore.QSize:
        return QtCore.QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def initStyleOption(self, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        # By default a selected row is painted in the one colour of the palette.
        colour = index.data(QtCore.Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QtGui.QColor):
            for role in (QtGui.QPalette.ColorRole.HighlightedText, QtGui.QPalette.ColorRole.Text):
                option.palette.setColor(QtGui.QPalette.ColorGroup.All, role, colour)
        # The ring around the whole list shows the focus; a dotted cell in it would only add noise.
        option.state &= ~QtWidgets.QStyle.StateFlag.State_HasFocus


class TreeView(QtWidgets.QTreeView):
    """Base of all trees and tables: fixed rows, no editing, no horizontal scrolling.

    Signals:
        row_activated(QModelIndex): Enter was pressed on a row or it was double-clicked.
    """

    row_activated = QtCore.Signal(QtCore.QModelIndex)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._min_widths: dict[int, int] = {}
        self.setItemDelegate(RowDelegate(self))
        # Uniform heights spare Qt asking every row for its own.
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setTextElideMode(QtCore.Qt.TextElideMode.ElideRight)
        self.setEditTriggers(QtWidgets.QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(QtCore.Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.header().setStretchLastSection(False)
        self.header().setSectionsMovable(False)
        self.header().setHighlightSections(False)
        self.doubleClicked.connect(self.row_activated)

    def set_column_widths(self, widths: dict[int, int], stretched: tuple[int, ...]) -> None:
        """Fix the width of columns, in pixels; the stretched ones share the rest."""
        modes = QtWidgets.QHeaderView.ResizeMode
        for column, width in widths.items():
            self.header().setSectionResizeMode(column, modes.Fixed)
            self.header().resizeSection(column, width)
        for column in stretched:
            self.header().setSectionResizeMode(column, modes.Stretch)

    def hide_column_below(self, column: int, below: int) -> None:
        """Hide a column while the view is narrower than `below` pixels."""
        self._min_widths[column] = below

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        for column, below in self._min_widths.items():
            self.setColumnHidden(column, self.width() < below)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        # Not Qt's `activated`: on some systems a single click emits it.
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.row_activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class TableView(TreeView):
    """A tree view without branches, with a thin line below each row."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setObjectName("rows")
        self.setRootIsDecorated(False)
