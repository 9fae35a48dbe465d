"""Buttons for what a doubtful number may mean; one key chooses."""

from collections.abc import Sequence
from itertools import count

from PySide6 import QtCore, QtGui, QtWidgets

MAX_READINGS = 2
_QUESTION_NUMBERS = count(1)


class ReadingChooser(QtWidgets.QWidget):
    """One button for each reading of a number, chosen by a click, Alt+1 or Alt+2.

    Hidden while there is nothing to ask. Of several open questions of a window one has the keys:
    that of the field with the focus, else the one asked last.

    Signals:
        reading_chosen(str): the reading, written as it can be typed.
    """

    reading_chosen = QtCore.Signal(str)

    def __init__(self, field: QtWidgets.QWidget) -> None:
        """Ask about `field`: the widget around all that belongs to the question."""
        super().__init__()
        self.field = field
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
        self.asked_as = 0
        """The number of the question, ascending in the order of asking."""
        self._readings: tuple[str, ...] = ()
        self._follows_focus = False
        # Without delay, but after the layouts: before them a new question has no place yet.
        self._scroll_timer = QtCore.QTimer(self, singleShot=True, interval=0)
        self._scroll_timer.timeout.connect(self._scroll_into_view)
        self.offer_readings(())

    @property
    def is_asking(self) -> bool:
        """True while there are readings to choose from."""
        return bool(self._readings)

    def offer_readings(self, readings: Sequence[str]) -> None:
        """Offer readings, at most MAX_READINGS; none ends the question."""
        was_focused = is_focus_within(self)
        self._readings = tuple(readings[:MAX_READINGS])
        if self._readings:
            self.asked_as = next(_QUESTION_NUMBERS)
            self._scroll_timer.start()
        for number, button in enumerate(self.buttons, start=1):
            button.setVisible(number <= len(self._readings))
        self.take_keys(taken=False)
        self.setVisible(self.is_asking)
        share_keys(self.window())
        # Hidden buttons would hand the focus to whatever comes next in the window.
        if was_focused and not self.is_asking:
            self.field.setFocus()

    def take_keys(self, *, taken: bool) -> None:
        """Answer to the keys and name them in the buttons, or neither."""
        for number, (button, shortcut) in enumerate(
            zip(self.buttons, self._shortcuts, strict=True), start=1
        ):
            offered = number <= len(self._readings)
            text = self._readings[number - 1] if offered else ""
            button.setText(f"{text}  (Alt+{number})" if offered and taken else text)
            button.setAccessibleName(f"Chọn số {text}")
            # Two questions with the same key would answer neither: Qt calls it ambiguous.
            shortcut.setEnabled(offered and taken)

    def _choose(self, position: int) -> None:
        if position < len(self._readings):
            self.reading_chosen.emit(self._readings[position])

    @QtCore.Slot()
    def _scroll_into_view(self) -> None:
        # Nobody who has gone on to another field is taken back.
        parent = self.parentWidget() if self.isVisible() and is_focus_within(self.field) else None
        while parent is not None and not isinstance(parent, QtWidgets.QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(self, 0, 12)

    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        self._follow_focus(follow=True)

    def hideEvent(self, event: QtGui.QHideEvent) -> None:
        # Also when its page or pane is left: the keys go to a question that can be seen.
        super().hideEvent(event)
        self._follow_focus(follow=False)

    def _follow_focus(self, *, follow: bool) -> None:
        changed = QtWidgets.QApplication.instance().focusChanged  # type: ignore[union-attr]
        if follow is not self._follows_focus:
            self._follows_focus = follow
            (changed.connect if follow else changed.disconnect)(self._share_keys)
        self._share_keys()

    @QtCore.Slot()
    def _share_keys(self) -> None:
        share_keys(self.window())


def is_focus_within(widget: QtWidgets.QWidget) -> bool:
    """Return whether a widget or one inside of it has the focus."""
    focused = QtWidgets.QApplication.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def share_keys(window: QtWidgets.QWidget) -> None:
    """Give the keys of a window to one of its questions that can be seen."""
    choosers = [c for c in window.findChildren(ReadingChooser) if c.isVisible()]
    beside_focus = [c for c in choosers if is_focus_within(c.field)]
    holder = max(beside_focus or choosers, key=lambda c: c.asked_as, default=None)
    for chooser in choosers:
        chooser.take_keys(taken=chooser is holder)
