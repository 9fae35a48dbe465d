"""The card of one indicator: figure, bar against the plan, targets with gap and source."""

from decimal import Decimal
from fractions import Fraction
from html import escape

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TARGET_LABELS, TargetResult, TargetState
from xa_report.domain.indicator import Figure, Indicator
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.plan import TargetOp
from xa_report.ui.commune.context import UiContext
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.target_state import target_badge
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.target_bar import BarRange, TargetBar
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges


def worst_color_role(results: tuple[TargetResult, ...]) -> str:
    """Return the colour role of a figure: the worst state among the targets that are due."""
    due = {r.state for r in results if not r.ahead}
    if TargetState.NOT_MET in due:
        return "below"
    return "met" if TargetState.MET in due else "accent"


def bar_range(figure: Figure, results: tuple[TargetResult, ...], *, percent: bool) -> BarRange:
    """Return figure and target as shares of the bar.

    The bar of a percentage ends at 100 unless one of them is larger; that of other figures at
    115 % of the larger one.
    """
    value = figure.exact
    decides = governing_target(results)
    role = worst_color_role(results)
    goal = _target_value(decides)
    top = max(value, goal or Fraction(0))
    full = Fraction(100) if percent and top <= 100 else top * Fraction(115, 100)
    if full <= 0:
        return BarRange(0.0, role)
    line = float(goal / full) if goal is not None else None
    caption = f"kế hoạch {decides.target_text}" if decides is not None and goal is not None else ""
    return BarRange(float(value / full), role, line, caption)


def governing_target(results: tuple[TargetResult, ...]) -> TargetResult | None:
    """Return the target whose line is drawn: the strictest that is due, else the first one.

    None when no target is a number.
    """
    lines = [r for r in results if _target_value(r) is not None]
    due = [r for r in lines if r.strictest and not r.ahead]
    return next(iter((*due, *lines)), None)


def _target_value(result: TargetResult | None) -> Fraction | None:
    if result is None or not isinstance(result.target.value, Decimal):
        return None
    # A rank among the communes is no point on the scale of the figure.
    return None if result.target.op is TargetOp.RANK else Fraction(result.target.value)


PLAN_STATE_TEXTS = {
    **TARGET_LABELS,
    TargetState.MET: "Đạt kế hoạch",
    TargetState.NOT_MET: "Chưa đạt kế hoạch",
}


class TargetDetails(QtWidgets.QWidget):
    """State, gap and source of one target."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._chip = BadgeChip(context.theme)
        self._close = QtWidgets.QLabel()
        self._close.setWordWrap(True)
        self._close.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self._words = create_label("", "muted", wrap=True)
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
        """Show the result of a target."""
        self._chip.show_badge(plan_badge(result))
        self._close.setText(gap_markup(result))
        self._words.setText(plan_source_text(result))


def plan_badge(result: TargetResult) -> Badge:
    """Return the badge of a target; a milestone ahead names its year."""
    reached = result.state is TargetState.MET
    milestone = f"{'Đã tới' if reached else 'Hướng tới'} mốc {result.target.years[0]}"
    return target_badge(result, words=PLAN_STATE_TEXTS, milestone=milestone)


def gap_markup(result: TargetResult) -> str:
    """Return how to close the gap as rich text, with number and unit in bold."""
    # Escaped first: labels of items may hold `<`. Number and percent sign stay on one line.
    text = escape(result.action_text).replace(" %", "&nbsp;%")
    if result.units and result.action_text:
        number = show_number(abs(result.units))
        before, separator, after = text.partition(f" {number} ")
        if separator:
            noun, bracket, tail = after.partition(" (")
            return f"{before} <b>{number} {noun}</b>{bracket}{tail}"
    return text or escape(f"Mục tiêu {result.target_text}, đạt {result.value_text}.")


def plan_source_text(result: TargetResult) -> str:
    """Return plan, decision and wording of a target."""
    decision = f" ({result.plan.decision})" if result.plan.decision else ""
    words = f": “{result.target.wording}”" if result.target.wording else ""
    strict = "" if result.strictest else " · kế hoạch khác giao chặt hơn"
    return f"{result.plan.title}{decision}{words}{strict}"


def find_indicator(work: AssessedReport, reference: str) -> Indicator | None:
    """Return the indicator of an id, of the form or of a plan; None for an item."""
    sources = (work.form.indicators, *(plan.indicators for plan in work.plans))
    return next((source[reference] for source in sources if reference in source), None)


def figure_label(work: AssessedReport, reference: str, results: tuple[TargetResult, ...]) -> str:
    """Return the label of an indicator or item, else that of its first target, else the id."""
    indicator = find_indicator(work, reference)
    if indicator is not None:
        return indicator.label
    item = work.items().get(reference)
    return item.label if item else next((r.label for r in results), reference)


def figure_value_text(
    figure: Figure, indicator: Indicator | None, work: AssessedReport, reference: str
) -> str:
    """Return a figure with unit and parts: `96,47 % (465/482)`, or why it has no value."""
    if figure.value is None:
        return "không phát sinh" if figure.not_arisen is not None else "chưa đủ số liệu"
    if indicator is not None and indicator.percent:
        shown = f"{show_percent(figure.value)[:-2]} {indicator.unit or '%'}"
    else:
        item = work.items().get(reference)
        unit = indicator.unit if indicator else (item.unit if item else "")
        shown = f"{show_number(figure.value)} {unit}".strip()
    if figure.parts is None:
        return shown
    top, bottom = (show_number(part) for part in figure.parts)
    return f"{shown} ({top}/{bottom})"


def missing_inputs_text(work: AssessedReport, figure: Figure) -> str:
    """Return which items are missing, or why the figure is not arisen; empty if it is known."""
    if figure.value is not None:
        return ""
    if figure.not_arisen is not None:
        return f"Không phát sinh: {figure.not_arisen}." if figure.not_arisen else ""
    items = work.items()
    names = [f"“{items[ref].label}”" for ref in figure.missing if ref in items]
    return f"Cần nhập {', '.join(names)}." if names else ""


NO_FIGURES_BADGE = Badge("empty", "chưa đủ số liệu", "quiet")


class IndicatorCard(CardFrame):
    """Card of one figure with all targets that plans set on it."""

    def __init__(self, reference: str, context: UiContext) -> None:
        super().__init__()
        self._reference = reference
        self._context = context
        self._title = QtWidgets.QLabel()
        self._title.setWordWrap(True)
        self._title.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self.header_row.insertWidget(0, self._title, 100)
        self.bar = TargetBar(context.theme)
        self.add_widget(self.bar)
        self._missing = create_label("", "muted", wrap=True)
        self.add_widget(self._missing)
        self._lines: list[TargetDetails] = []

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether the figure, or a target that stands on it, differs."""
        return self._reference in changes.figures or self._reference in changes.targets

    def refresh(self) -> None:
        """Show the figure and its targets."""
        work = self._context.session.work
        targets = work.assessment.targets
        self._show(work, tuple(t for t in targets if t.target.reference == self._reference))

    def _show(self, work: AssessedReport, results: tuple[TargetResult, ...]) -> None:
        figure = work.assessment.figures.get(self._reference, Figure())
        indicator = find_indicator(work, self._reference)
        role = worst_color_role(results)
        colour = self._context.theme.roles["ink" if role == "accent" else role]
        name = escape(figure_label(work, self._reference, results))
        value = escape(figure_value_text(figure, indicator, work, self._reference))
        self._title.setText(f'<b>{name}&nbsp; <span style="color:{colour}">{value}</span></b>')
        percent = indicator is not None and indicator.percent
        self.bar.setVisible(figure.is_known and (percent or governing_target(results) is not None))
        if figure.is_known:
            self.bar.show_range(bar_range(figure, results, percent=percent))
        set_text_or_hide(self._missing, missing_inputs_text(work, figure))
        # Widgets are reused from edit to edit; those that are too many are hidden.
        while len(self._lines) < len(results):
            lines = TargetDetails(self._context)
            self._lines.append(lines)
            self.add_widget(lines)
        for lines, result in zip(self._lines, results, strict=False):
            lines.show_target(result)
            lines.show()
        for lines in self._lines[len(results) :]:
            lines.hide()
