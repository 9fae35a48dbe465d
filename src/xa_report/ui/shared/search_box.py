"""The search field with its list of results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

MAX_SEARCH_RESULTS = 12
"""As many results as the popup shows without scrolling."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One criterion, item or commune that matches a search."""

    display_text: str
    code: str
    item: str = ""
    """The id of an item; empty when a criterion or a commune was found."""


SEARCH_RESULT_ROLE = QtCore.Qt.ItemDataRole.UserRole
SearchFunction = Callable[[str], Sequence[SearchResult]]
"""Returns the results for a text, best first."""


class SearchBox(QtWidgets.QLineEdit):
    """A search field whose results drop down while one types.

    Signals:
        result_activated(object): the SearchResult that was chosen.
    """

    result_activated = QtCore.Signal(object)

    def __init__(
        self, hint: str = "Tìm tiêu chí, số liệu…  Ctrl+F", name: str = "Tìm tiêu chí, số liệu"
    ) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setClearButtonEnabled(True)
        self._search_function: SearchFunction = lambda _: ()
        self.results = QtGui.QStandardItemModel(self)
        self._completer = QtWidgets.QCompleter(self.results, self)
        # Unfiltered: the results are searched here, without accents, which QCompleter cannot.
        self._completer.setCompletionMode(
            QtWidgets.QCompleter.CompletionMode.UnfilteredPopupCompletion
        )
        # Not QLineEdit.setCompleter, which would filter and complete the text by itself.
        self._completer.setWidget(self)
        popup = self._completer.popup()
        if popup is not None:
            popup.setObjectName("hits")
        self.textEdited.connect(self._search)
        self.returnPressed.connect(self._activate_first)
        self._completer.activated[QtCore.QModelIndex].connect(self._activate)  # type: ignore[index]  # choosing an overload, which the stubs lack

    def set_search(self, search: SearchFunction) -> None:
        """Search with another function from now on; the field is cleared."""
        self._search_function = search
        self.clear()

    @QtCore.Slot(str)
    def _search(self, text: str) -> None:
        self.results.clear()
        for result in self._search_function(text):
            item = QtGui.QStandardItem(result.display_text)
            item.setData(result, SEARCH_RESULT_ROLE)
            item.setToolTip(result.display_text)
            self.results.appendRow(item)
        if self.results.rowCount():
            # Wider than the field and to its left: it stands at the right edge of the window.
            width = max(420, self.width())
            corner = QtCore.QRect(self.width() - width, 0, width, self.height())
            self._completer.complete(corner)
        else:
            self._hide()

    @QtCore.Slot(QtCore.QModelIndex)
    def _activate(self, index: QtCore.QModelIndex) -> None:
        result = index.data(SEARCH_RESULT_ROLE)
        if isinstance(result, SearchResult):
            # The completer writes the result into the line after this slot: clear it afterwards.
            QtCore.QTimer.singleShot(0, self, self.clear)
            self.result_activated.emit(result)

    @QtCore.Slot()
    def _activate_first(self) -> None:
        if self.results.rowCount() and self.text():
            self._hide()
            self._activate(self.results.index(0, 0))

    def _hide(self) -> None:
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()

    def keyPressEvent(self, event: QtGui.QKeyEvent) -> None:
        if event.key() == QtCore.Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)
