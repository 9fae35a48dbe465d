"""Labels: with a look of the style sheet, wrapped, or cut with dots when there is no room."""

from PySide6 import QtCore, QtGui, QtWidgets


def create_label(text: str = "", look: str = "", *, wrap: bool = False) -> QtWidgets.QLabel:
    """A plain text label; `look` is what the style sheet calls it."""
    made = QtWidgets.QLabel(text)
    made.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    if wrap:
        made.setWordWrap(True)
        made.setMinimumWidth(60)
        policy = made.sizePolicy()
        policy.setHorizontalPolicy(QtWidgets.QSizePolicy.Policy.Preferred)
        made.setSizePolicy(policy)
    return made


def set_text_or_hide(widget: QtWidgets.QLabel, text: str) -> None:
    """Show a text, or nothing at all when there is none."""
    if widget.text() != text:
        widget.setText(text)
    widget.setVisible(bool(text))


class ElidedLabel(QtWidgets.QLabel):
    """Ends in dots where its text does not fit, and tells the whole text as a tip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Preferred
        )

    def show_text(self, text: str) -> None:
        """Show a text."""
        self.setText(text)
        self.setToolTip(text)
        self.setAccessibleName(text)

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        room = self.contentsRect()
        side = QtCore.Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self.text(), side, room.width())
        painter.drawText(room, int(QtCore.Qt.AlignmentFlag.AlignVCenter), shown)
