"""A bar that shows a figure against the line of the plan."""

from dataclasses import dataclass

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.shared.theme import ColorTheme

BAR_HEIGHT, PLAN_LINE_OVERHANG = 10, 5
"""Pixels; the line of the plan stands out above and below the bar."""


@dataclass(frozen=True, slots=True)
class BarRange:
    """The figure and the line of the plan as shares of the bar, 0 to 1 inclusive."""

    filled: float
    role: str
    line: float | None = None
    caption: str = ""


class TargetBar(QtWidgets.QWidget):
    """A bar filled up to the figure, with a dark line at the target of the plan."""

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self._theme = theme
        self._range = BarRange(0.0, "met")
        self.setSizePolicy(
            QtWidgets.QSizePolicy.Policy.Expanding, QtWidgets.QSizePolicy.Policy.Fixed
        )

    def show_range(self, bar: BarRange) -> None:
        """Show a figure and its target."""
        self._range = bar
        self.setAccessibleName(bar.caption or "Thanh chỉ tiêu")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QtCore.QSize:
        text = self.fontMetrics().height() if self._range.caption else 0
        return QtCore.QSize(160, BAR_HEIGHT + 2 * PLAN_LINE_OVERHANG + text)

    def minimumSizeHint(self) -> QtCore.QSize:
        return QtCore.QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
        track = QtCore.QRectF(0, PLAN_LINE_OVERHANG, self.width(), BAR_HEIGHT)
        painter.setPen(QtCore.Qt.PenStyle.NoPen)
        self._fill(painter, track, "quiet_pale")
        filled = QtCore.QRectF(track)
        filled.setWidth(track.width() * min(max(self._range.filled, 0.0), 1.0))
        colour = "bar" if self._range.role == "below" else self._range.role
        if filled.width() > 0:
            self._fill(painter, filled, colour)
        if self._range.line is not None:
            self._mark(painter, track, self._range.line)

    def _fill(self, painter: QtGui.QPainter, area: QtCore.QRectF, role: str) -> None:
        painter.setBrush(self._theme.colour(role))
        painter.drawRoundedRect(area, 4, 4)

    def _mark(self, painter: QtGui.QPainter, track: QtCore.QRectF, share: float) -> None:
        # Two pixels wide: a line at 100 % must not be cut off.
        at = min(track.width() * share, track.width() - 2)
        painter.fillRect(
            QtCore.QRectF(at, 0, 2, BAR_HEIGHT + 2 * PLAN_LINE_OVERHANG), self._theme.colour("ink")
        )
        painter.setPen(self._theme.colour("muted"))
        width = self.fontMetrics().horizontalAdvance(self._range.caption) + 2
        # Centred below the line, but within the widget.
        left = min(max(at - width / 2, 0.0), max(track.width() - width, 0.0))
        top = BAR_HEIGHT + 2 * PLAN_LINE_OVERHANG
        room = QtCore.QRectF(left, top, width, self.fontMetrics().height())
        painter.drawText(room, int(QtCore.Qt.AlignmentFlag.AlignLeft), self._range.caption)
