"""A row of filter chips with counts."""

from collections.abc import Sequence

from PySide6 import QtCore, QtWidgets


class FilterChips(QtWidgets.QWidget):
    """Exclusive chips that filter a list; arrow keys move between them.

    Signals:
        choice_changed(int): a chip was chosen, by its number from the left.
    """

    choice_changed = QtCore.Signal(int)

    def __init__(self, name: str, captions: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._captions = tuple(captions)
        self._group = QtWidgets.QButtonGroup(self)
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for number, caption in enumerate(captions):
            button = QtWidgets.QPushButton(caption)
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
        """The number of the chosen chip, from 0."""
        return self._group.checkedId()

    def choose_filter(self, number: int) -> None:
        """Choose a chip by its number and emit `choice_changed`."""
        # The group emits idClicked only for clicks of the user.
        self.buttons[number].setChecked(True)
        self.choice_changed.emit(number)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show the count of each chip; chips without any are disabled, except the first."""
        for number, (button, count) in enumerate(zip(self.buttons, counts, strict=True)):
            button.setText(f"{self._captions[number]}  {count}")
            button.setEnabled(bool(count) or not number)
        if not self.buttons[self.current_index].isEnabled():
            self.choose_filter(0)
