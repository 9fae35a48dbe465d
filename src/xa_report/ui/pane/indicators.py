"""An indicator against the plan: value, bar, what closes the gap, the plan's own words."""

from decimal import Decimal
from fractions import Fraction
from html import escape

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TARGET_LABELS, TargetResult, TargetState
from xa_report.domain.figure import Figure
from xa_report.domain.indicator import Indicator
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.plan import TargetOp
from xa_report.ui.place import Place
from xa_report.ui.standing import Mark
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.target_bar import Reach, TargetBar
from xa_report.workflow.work import Work

MARKS = {
    TargetState.MET: Mark("met", "Đạt kế hoạch", "met"),
    TargetState.NOT_MET: Mark("below", "Chưa đạt kế hoạch", "below"),
    TargetState.UNKNOWN: Mark("empty", TARGET_LABELS[TargetState.UNKNOWN], "quiet"),
    TargetState.NOT_ARISEN: Mark("empty", TARGET_LABELS[TargetState.NOT_ARISEN], "quiet"),
}
NOT_KNOWN = Mark("empty", "chưa đủ số liệu", "quiet")


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
        row.addWidget(self._close, 1)
        row.addWidget(self._chip, 0, QtCore.Qt.AlignmentFlag.AlignTop)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self._words)

    def show_target(self, result: TargetResult) -> None:
        """Show one result."""
        self._chip.show_mark(target_mark(result))
        self._close.setText(closing_text(result))
        self._words.setText(plan_text(result))


class IndicatorCard(Card):
    """One figure with all targets that are set on it."""

    def __init__(self, reference: str, place: Place) -> None:
        super().__init__()
        self._reference = reference
        self._place = place
        self._title = QtWidgets.QLabel()
        self._title.setWordWrap(True)
        self._title.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self.head.insertWidget(0, self._title, 1)
        self.bar = TargetBar(place.theme)
        self.add(self.bar)
        self._missing = label("", "muted", wrap=True)
        self.add(self._missing)
        self._lines: list[TargetLines] = []

    def refresh(self, work: Work, results: tuple[TargetResult, ...]) -> None:
        """Show the figure and its targets as they are now."""
        figure = work.assessment.figures.get(self._reference, Figure())
        indicator = indicator_of(work, self._reference)
        role = worst_role(results)
        colour = self._place.theme.roles["ink" if role == "accent" else role]
        name = escape(label_of(work, self._reference, results))
        value = escape(value_text(figure, indicator, work, self._reference))
        self._title.setText(f'<b>{name}&nbsp; <span style="color:{colour}">{value}</span></b>')
        percent = indicator is not None and indicator.percent
        self.bar.setVisible(figure.known and (percent or _deciding(results) is not None))
        if figure.known:
            self.bar.show_reach(reach_of(figure, results, percent=percent))
        show_or_hide(self._missing, missing_text(work, figure))
        while len(self._lines) < len(results):
            lines = TargetLines(self._place)
            self._lines.append(lines)
            self.add(lines)
        for lines, result in zip(self._lines, results, strict=False):
            lines.show_target(result)
            lines.show()
        for lines in self._lines[len(results) :]:
            lines.hide()


def indicator_of(work: Work, reference: str) -> Indicator | None:
    """The indicator of an id, the form's or a plan's; None for an item."""
    sources = (work.form.indicators, *(plan.indicators for plan in work.plans))
    return next((source[reference] for source in sources if reference in source), None)


def label_of(work: Work, reference: str, results: tuple[TargetResult, ...]) -> str:
    """The label of an indicator or item."""
    indicator = indicator_of(work, reference)
    if indicator is not None:
        return indicator.label
    item = work.items().get(reference)
    return item.label if item else next((r.label for r in results), reference)


def value_text(figure: Figure, indicator: Indicator | None, work: Work, reference: str) -> str:
    """The figure as people read it, with its parts: `96,47 % (465/482)`."""
    if figure.value is None:
        return "không phát sinh" if figure.not_arisen is not None else "chưa đủ số liệu"
    if indicator is not None and indicator.percent:
        shown = show_percent(figure.value)
    else:
        item = work.items().get(reference)
        unit = indicator.unit if indicator else (item.unit if item else "")
        shown = f"{show_number(figure.value)} {unit}".strip()
    if figure.parts is None:
        return shown
    top, bottom = (show_number(part) for part in figure.parts)
    return f"{shown} ({top}/{bottom})"


def missing_text(work: Work, figure: Figure) -> str:
    """What is lacking, or why there was nothing to count."""
    if figure.value is not None:
        return ""
    if figure.not_arisen is not None:
        return f"Không phát sinh: {figure.not_arisen}." if figure.not_arisen else ""
    items = work.items()
    names = [f"“{items[ref].label}”" for ref in figure.missing if ref in items]
    return f"Cần nhập {', '.join(names)}." if names else ""


def target_mark(result: TargetResult) -> Mark:
    """The state of a target; a later milestone is never a fault."""
    if result.ahead:
        word = f"mốc {result.target.years[0]}"
        reached = result.state is TargetState.MET
        return Mark("target", f"Đã tới {word}" if reached else f"Hướng tới {word}", "quiet")
    return MARKS[result.state]


def closing_text(result: TargetResult) -> str:
    """How to close the gap, with the number in bold."""
    text = escape(result.close)
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


def worst_role(results: tuple[TargetResult, ...]) -> str:
    """The colour that a value has for its targets."""
    due = {r.state for r in results if not r.ahead}
    if TargetState.NOT_MET in due:
        return "below"
    return "met" if TargetState.MET in due else "accent"


def reach_of(figure: Figure, results: tuple[TargetResult, ...], *, percent: bool) -> Reach:
    """The shares of the bar that the figure and the plan's line take."""
    value = figure.exact
    decides = _deciding(results)
    role = worst_role(results)
    goal = _goal(decides)
    top = max(value, goal or Fraction(0))
    full = Fraction(100) if percent and top <= 100 else top * Fraction(115, 100)
    if full <= 0:
        return Reach(0.0, role)
    line = float(goal / full) if goal is not None else None
    caption = f"kế hoạch {decides.wanted}" if decides is not None and goal is not None else ""
    return Reach(float(value / full), role, line, caption)


def _deciding(results: tuple[TargetResult, ...]) -> TargetResult | None:
    """The target whose line is drawn: in force and the strictest, else the next milestone."""
    lines = [r for r in results if _goal(r) is not None]
    due = [r for r in lines if r.strictest and not r.ahead]
    return next(iter((*due, *lines)), None)


def _goal(result: TargetResult | None) -> Fraction | None:
    if result is None or not isinstance(result.target.value, Decimal):
        return None
    return None if result.target.op is TargetOp.RANK else Fraction(result.target.value)
