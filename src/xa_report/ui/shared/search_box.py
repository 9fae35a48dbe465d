"""The search field with its list of results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

MAX_SEARCH_RESULTS = 12
"""As many hits as a list below a field can show."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One place that was found."""

    display_text: str
    code: str
    item: str = ""
    """Empty for a criterion."""


SEARCH_RESULT_ROLE = QtCore.Qt.ItemDataRole.UserRole


SearchFunction = Callable[[str], Sequence[SearchResult]]


class SearchBox(QtWidgets.QLineEdit):
    """Finds criteria and items, or what else it is given, with or without accents.

    Signals:
        result_activated(object): a Hit was chosen.
    """

    result_activated = QtCore.Signal(object)

    def __init__(
        self, hint: str = "Tìm tiêu chí, số liệu…  Ctrl+F", name: str = "Tìm tiêu chí, số liệu"
    ) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._find: SearchFunction = lambda _: ()
        self.results = QtGui.QStandardItemModel(self)
        self._list = QtWidgets.QCompleter(self.results, self)
        self._list.setCompletionMode(QtWidgets.QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setWidget(self)
        popup = self._list.popup()
        if popup is not None:
            popup.setObjectName("hits")
        self.textEdited.connect(self._search)
        self.returnPressed.connect(self._take_first)
        self._list.activated[QtCore.QModelIndex].connect(self._take)  # type: ignore[index]  # choosing an overload, which the stubs lack

    def set_search(self, find: SearchFunction) -> None:
        """Search by another function, from an empty field."""
        self._find = find
        self.clear()

    @QtCore.Slot(str)
    def _search(self, text: str) -> None:
        self.results.clear()
        for hit in self._find(text):
            line = QtGui.QStandardItem(hit.display_text)
            line.setData(hit, SEARCH_RESULT_ROLE)
            line.setToolTip(hit.display_text)
            self.results.appendRow(line)
        if self.results.rowCount():
            width = max(420, self.width())
            corner = QtCore.QRect(self.width() - width, 0, width, self.height())
            self._list.complete(corner)
        else:
            self._hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _take(self, index: QtCore.QModelIndex) -> None:
        hit = index.data(SEARCH_RESULT_ROLE)
        if isinstance(hit, SearchResult):
            # The completer writes the hit into the line after this slot: clear it afterwards.
            QtCore.QTimer.singleShot(0, self, self.clear)
            self.result_activated.emit(hit)

    @QtCore.Slot()
    def _take_first(self) -> None:
        if self.results.rowCount() and self.text():
            self._hide()
            self._take(self.results.index(0, 0))

    def _hide(self) -> None:
        popup = self._list.popup()
        if popup is not None:
            popup.hide()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
