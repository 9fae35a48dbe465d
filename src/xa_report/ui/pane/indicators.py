"""An indicator against the plan: value, bar, what closes the gap, the plan's own words."""

from html import escape

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult
from xa_report.domain.indicator import Figure
from xa_report.ui.marks import Mark
from xa_report.ui.pane.figure_texts import indicator_of, label_of, missing_text, value_text
from xa_report.ui.pane.reach import deciding, reach_of, worst_role
from xa_report.ui.pane.target_lines import TargetLines
from xa_report.ui.place import Place
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.target_bar import TargetBar
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges

NOT_KNOWN = Mark("empty", "chưa đủ số liệu", "quiet")


class IndicatorCard(Card):
    """One figure with all targets that are set on it."""

    def __init__(self, reference: str, place: Place) -> None:
        super().__init__()
        self._reference = reference
        self._place = place
        self._title = QtWidgets.QLabel()
        self._title.setWordWrap(True)
        self._title.setTextFormat(QtCore.Qt.TextFormat.RichText)
        self.head.insertWidget(0, self._title, 100)
        self.bar = TargetBar(place.theme)
        self.add(self.bar)
        self._missing = label("", "muted", wrap=True)
        self.add(self._missing)
        self._lines: list[TargetLines] = []

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether the figure, or a target that stands on it, differs."""
        return self._reference in changes.figures or self._reference in changes.targets

    def refresh(self) -> None:
        """Show the figure and its targets as they are now."""
        work = self._place.desk.work
        targets = work.assessment.targets
        self._show(work, tuple(t for t in targets if t.target.reference == self._reference))

    def _show(self, work: AssessedReport, results: tuple[TargetResult, ...]) -> None:
        figure = work.assessment.figures.get(self._reference, Figure())
        indicator = indicator_of(work, self._reference)
        role = worst_role(results)
        colour = self._place.theme.roles["ink" if role == "accent" else role]
        name = escape(label_of(work, self._reference, results))
        value = escape(value_text(figure, indicator, work, self._reference))
        self._title.setText(f'<b>{name}&nbsp; <span style="color:{colour}">{value}</span></b>')
        percent = indicator is not None and indicator.percent
        self.bar.setVisible(figure.known and (percent or deciding(results) is not None))
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
