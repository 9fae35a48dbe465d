"""Tree and table views: row height, column widths, Enter and double click."""

from PySide6 import QtCore, QtGui, QtWidgets

ModelIndex = QtCore.QModelIndex | QtCore.QPersistentModelIndex
ROW_HEIGHT = 29


class RowDelegate(QtWidgets.QStyledItemDelegate):
    """Rows of one height; a selected row keeps the colours of its states."""

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex) -> QtCore.QSize:
        return QtCore.QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def initStyleOption(self, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex) -> None:
        super().initStyleOption(option, index)
        colour = index.data(QtCore.Qt.ItemDataRole.ForegroundRole)
        if isinstance(colour, QtGui.QColor):
            for role in (QtGui.QPalette.ColorRole.HighlightedText, QtGui.QPalette.ColorRole.Text):
                option.palette.setColor(QtGui.QPalette.ColorGroup.All, role, colour)
        # The ring around the whole list shows the focus; a dotted cell in it would only add noise.
        option.state &= ~QtWidgets.QStyle.StateFlag.State_HasFocus


class TreeView(QtWidgets.QTreeView):
    """A calm tree.

    Signals:
        row_activated(QModelIndex): Enter was pressed or a line was double-clicked.
    """

    row_activated = QtCore.Signal(QtCore.QModelIndex)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._left_out: dict[int, int] = {}
        self.setItemDelegate(RowDelegate(self))
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
        """Give columns a width; the stretched ones share the rest."""
        modes = QtWidgets.QHeaderView.ResizeMode
        for column, width in widths.items():
            self.header().setSectionResizeMode(column, modes.Fixed)
            self.header().resizeSection(column, width)
        for column in stretched:
            self.header().setSectionResizeMode(column, modes.Stretch)

    def hide_column_below(self, column: int, below: int) -> None:
        """Hide a column while the list is narrower than so many pixels."""
        self._left_out[column] = below

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        for column, below in self._left_out.items():
            self.setColumnHidden(column, self.width() < below)
        super().resizeEvent(event)

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() in (QtCore.Qt.Key.Key_Return, QtCore.Qt.Key.Key_Enter):
            self.row_activated.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class TableView(TreeView):
    """A list of rows and columns, with a thin line below each row."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setObjectName("rows")
        self.setRootIsDecorated(False)
