"""A row of filter chips with counts."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets


class FilterChips(QtWidgets.QWidget):
    """Chips that narrow a list; arrows move between them.

    Signals:
        choice_changed(int): another chip.
    """

    choice_changed = QtCore.Signal(int)

    def __init__(self, name: str, captions: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._words = tuple(captions)
        self._group = QtWidgets.QButtonGroup(self)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for number, word in enumerate(captions):
            button = QtWidgets.QPushButton(word)
            button.setCheckable(True)
            button.setProperty("look", "choice")
            self._group.addButton(button, number)
            row.addWidget(button)
        self.buttons[0].setChecked(True)
        self._group.idClicked.connect(self.choice_changed)

    @property
    def buttons(self) -> list[QtWidgets.QAbstractButton]:
        """The chips from left to right."""
        return self._group.buttons()

    @property
    def current_index(self) -> int:
        """Which one is chosen."""
        return self._group.checkedId()

    def choose_filter(self, number: int) -> None:
        """Choose a chip as by hand."""
        self.buttons[number].setChecked(True)
        self.choice_changed.emit(number)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Say how many each stands for; what stands for nothing cannot be chosen."""
        for number, (button, count) in enumerate(zip(self.buttons, counts, strict=True)):
            button.setText(f"{self._words[number]}  {count}")
            button.setEnabled(bool(count) or not number)
        if not self.buttons[self.current_index].isEnabled():
            self.choose_filter(0)
