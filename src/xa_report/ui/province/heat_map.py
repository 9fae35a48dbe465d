"""Heat map cells: a percentage on a colour step, and the legend of the steps."""

from collections.abc import Callable
from fractions import Fraction
from math import floor

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.ui.shared.object_table_model import ROW_ROLE
from xa_report.ui.shared.theme import ColorTheme
from xa_report.ui.shared.widgets.views import ROW_HEIGHT, ModelIndex, RowDelegate

STEP_STARTS = (0, 50, 60, 70, 80, 90)
"""From which percentage on, inclusive, each colour step is used."""
CELL_GAP = 3
"""Pixels between a cell and its ground."""
CellPercent = Callable[[object, int], Fraction | None]
"""Returns the percentage for a row object and a column; None for a cell without one."""


def color_step(percent: Fraction) -> int:
    """Return the colour step of a percentage, from 0; negative ones have the lowest."""
    return max(n for n, start in enumerate(STEP_STARTS) if percent >= start or not n)


def heat_cell_text(percent: Fraction | None) -> str:
    """Return whole percents, rounded down; a dash for None."""
    # Rounded to the nearest, 89,6 would read 90 on the colour of 80.
    return "–" if percent is None else str(floor(percent))


class HeatMapDelegate(RowDelegate):
    """Delegate that paints a percentage over the selection: selected rows keep their colours."""

    def __init__(
        self, theme: ColorTheme, percent_of: CellPercent, parent: QtCore.QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._percent_of = percent_of

    def sizeHint(self, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex) -> QtCore.QSize:
        return QtCore.QSize(44, ROW_HEIGHT)

    def paint(
        self, painter: QtGui.QPainter, option: QtWidgets.QStyleOptionViewItem, index: ModelIndex
    ) -> None:
        whole = QtWidgets.QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        # The style paints ground and selection; the text follows on top of the coloured cell.
        text, whole.text = whole.text, ""
        style = QtWidgets.QApplication.style() if whole.widget is None else whole.widget.style()
        style.drawControl(
            QtWidgets.QStyle.ControlElement.CE_ItemViewItem, whole, painter, whole.widget
        )
        percent = self._percent_of(index.data(ROW_ROLE), index.column())
        painter.save()
        if percent is None:
            painter.setPen(self._theme.colour("muted"))
        else:
            paint_heat_cell(painter, self._theme, option.rect, color_step(percent))
        painter.drawText(option.rect, int(QtCore.Qt.AlignmentFlag.AlignCenter), text)
        painter.restore()


def paint_heat_cell(
    painter: QtGui.QPainter, theme: ColorTheme, room: QtCore.QRect, step: int
) -> None:
    """Fill a rounded cell and set the pen to the colour of its text."""
    painter.setRenderHint(QtGui.QPainter.RenderHint.Antialiasing)
    painter.setPen(QtCore.Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(f"heat_{step}"))
    painter.drawRoundedRect(
        QtCore.QRectF(room.adjusted(CELL_GAP, CELL_GAP, -CELL_GAP, -CELL_GAP)), 3, 3
    )
    painter.setPen(theme.colour(f"heat_{step}_ink"))


class HeatMapLegend(QtWidgets.QWidget):
    """Legend of the colour steps with the percentage from which each begins."""

    WIDE, HIGH = 50, 24

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(self.WIDE * len(STEP_STARTS), self.HIGH)
        self.setAccessibleName("Chú giải màu theo tỷ lệ điểm của lĩnh vực")
        self.setToolTip("Tỷ lệ điểm thẩm định trên điểm tối đa áp dụng của từng lĩnh vực (%)")

    def paintEvent(self, event: QtGui.QPaintEvent) -> None:
        painter = QtGui.QPainter(self)
        for step, start in enumerate(STEP_STARTS):
            room = QtCore.QRect(step * self.WIDE, 0, self.WIDE, self.HIGH)
            paint_heat_cell(painter, self._theme, room, step)
            word = f"< {STEP_STARTS[1]}" if not step else f"≥ {start}"
            painter.drawText(room, int(QtCore.Qt.AlignmentFlag.AlignCenter), word)
