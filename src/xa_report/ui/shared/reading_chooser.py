"""Buttons for what a doubtful number may mean; one key chooses."""

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

MAX_READINGS = 2


class ReadingChooser(QtWidgets.QWidget):
    """One button for each reading of a number, chosen by a click, Alt+1 or Alt+2.

    Hidden, and without its keys, while there is nothing to ask.

    Signals:
        reading_chosen(str): the reading, written as it can be typed.
    """

    reading_chosen = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.buttons = [QtWidgets.QPushButton() for _ in range(MAX_READINGS)]
        self._shortcuts = []
        for number, button in enumerate(self.buttons, start=1):
            button.clicked.connect(lambda _=False, at=number - 1: self._choose(at))
            row.addWidget(button)
            # Of the window: the field was left, so that the focus stands in the next one.
            shortcut = QtGui.QShortcut(QtGui.QKeySequence(f"Alt+{number}"), self)
            shortcut.setContext(QtCore.Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda at=number - 1: self._choose(at))
            self._shortcuts.append(shortcut)
        self._readings: tuple[str, ...] = ()
        self.offer_readings(())

    def offer_readings(self, readings: Sequence[str]) -> None:
        """Offer readings, at most MAX_READINGS; none ends the question."""
        self._readings = tuple(readings[:MAX_READINGS])
        for number, button in enumerate(self.buttons, start=1):
            offered = number <= len(self._readings)
            text = self._readings[number - 1] if offered else ""
            button.setText(f"{text}  (Alt+{number})" if offered else "")
            button.setAccessibleName(f"Chọn số {text}")
            button.setVisible(offered)
        # Two questions with the same key would answer neither: Qt calls such a key ambiguous.
        for number, shortcut in enumerate(self._shortcuts, start=1):
            shortcut.setEnabled(number <= len(self._readings) and self._takes_the_keys())
        self.setVisible(bool(self._readings))

    def _takes_the_keys(self) -> bool:
        """Take the keys from every other question of the window: the last one has them."""
        for other in self.window().findChildren(ReadingChooser):
            if other is not self:
                for shortcut in other._shortcuts:  # noqa: SLF001 - of the same class
                    shortcut.setEnabled(False)
        return True

    def _choose(self, position: int) -> None:
        if position < len(self._readings):
            self.reading_chosen.emit(self._readings[position])
