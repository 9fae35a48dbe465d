"""One target of a plan in words: state, what closes the gap, where it is written."""

from html import escape

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TARGET_LABELS, TargetResult, TargetState
from xa_report.domain.numbers import show_number
from xa_report.ui.marks import Mark
from xa_report.ui.place import Place
from xa_report.ui.shared.target_state import target_badge
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label

WORDS = {
    **TARGET_LABELS,
    TargetState.MET: "Đạt kế hoạch",
    TargetState.NOT_MET: "Chưa đạt kế hoạch",
}


class TargetLines(QtWidgets.QWidget):
    """One target: state, how to close the gap, and where it is written."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._chip = Chip(place.theme)
        self._close = QtWidgets.QLabel()
        self._close.setWordWrap(True)
        self._close.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self._words = label("", "muted", wrap=True)
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._close, 1)
        row.addWidget(self._chip, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._words)

    def show_target(self, result: TargetResult) -> None:
        """Show one result."""
        self._chip.show_mark(plan_badge(result))
        self._close.setText(closing_text(result))
        self._words.setText(plan_text(result))


def plan_badge(result: TargetResult) -> Mark:
    """Return whether the plan is kept, as icon, word and colour."""
    reached = result.state is TargetState.MET
    milestone = f"{'Đã tới' if reached else 'Hướng tới'} mốc {result.target.years[0]}"
    return target_badge(result, words=WORDS, milestone=milestone)


def closing_text(result: TargetResult) -> str:
    """How to close the gap, with the number in bold."""
    text = escape(result.close).replace(" %", "&nbsp;%")
    if result.units and result.close:
        number = show_number(abs(result.units))
        first, found, rest = text.partition(f" {number} ")
        if found:
            noun, bracket, tail = rest.partition(" (")
            return f"{first} <b>{number} {noun}</b>{bracket}{tail}"
    return text or escape(f"Mục tiêu {result.wanted}, đạt {result.shown}.")


def plan_text(result: TargetResult) -> str:
    """Where the target is written, and its words."""
    decision = f" ({result.plan.decision})" if result.plan.decision else ""
    words = f": “{result.target.words}”" if result.target.words else ""
    strict = "" if result.strictest else " · kế hoạch khác giao chặt hơn"
    return f"{result.plan.title}{decision}{words}{strict}"
