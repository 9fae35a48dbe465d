"""Typing as people do: letters arrive as text, Vietnamese ones also from an input method."""

from PySide6 import QtCore, QtGui, QtWidgets

Key = QtCore.Qt.Key
PLAIN = QtCore.Qt.KeyboardModifier.NoModifier
KEYPAD = QtCore.Qt.KeyboardModifier.KeypadModifier
CONTROL = QtCore.Qt.KeyboardModifier.ControlModifier


def send(widget: QtWidgets.QWidget, event: QtCore.QEvent) -> None:
    QtWidgets.QApplication.sendEvent(widget, event)


def type_text(
    widget: QtWidgets.QWidget, text: str, modifiers: QtCore.Qt.KeyboardModifier = PLAIN
) -> None:
    """Key events with text; QTest refuses letters beyond Latin-1."""
    for letter in text:
        for kind in (QtCore.QEvent.Type.KeyPress, QtCore.QEvent.Type.KeyRelease):
            send(widget, QtGui.QKeyEvent(kind, 0, modifiers, letter))


def replace_text(line: QtWidgets.QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    if text:
        type_text(line, text)
    else:
        line.backspace()


def press(widget: QtWidgets.QWidget, key: Key) -> None:
    send(widget, QtGui.QKeyEvent(QtCore.QEvent.Type.KeyPress, key, PLAIN))


def compose(widget: QtWidgets.QWidget, text: str) -> None:
    """Show letters that are being composed and not yet taken."""
    send(widget, QtGui.QInputMethodEvent(text, []))


def commit(widget: QtWidgets.QWidget, text: str) -> None:
    """Take what was composed."""
    event = QtGui.QInputMethodEvent()
    event.setCommitString(text)
    send(widget, event)
