"""Labels: with a look of the style sheet, wrapped, or cut with dots when there is no room."""

from PySide6 import QtCore, QtGui, QtWidgets


def create_label(text: str = "", look: str = "", *, wrap: bool = False) -> QtWidgets.QLabel:
    """Create a plain text label; `look` is its name in the style sheet."""
    label = QtWidgets.QLabel(text)
    # Plain, because what communes type must not be read as rich text.
    label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    label.setProperty("look", look)
    if wrap:
        label.setWordWrap(True)
        # A minimum of its own replaces the hint, which would keep the window from getting narrow.
        label.setMinimumWidth(60)
        policy = label.sizePolicy()
        policy.setHorizontalPolicy(QtWidgets.QSizePolicy.Policy.Preferred)
        label.setSizePolicy(policy)
    return label


def set_text_or_hide(widget: QtWidgets.QLabel, text: str) -> None:
    """Set the text of a label; an empty text hides the label."""
    if widget.text() != text:
        widget.setText(text)
    widget.setVisible(bool(text))


class ElidedLabel(QtWidgets.QLabel):
    """A label of one line that elides its text and has the whole one as tooltip."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setTextFormat(QtCore.Qt.TextFormat.PlainText)
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Preferred
        )

    def show_text(self, text: str) -> None:
        """Set the text, its tooltip and its accessible name."""
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
