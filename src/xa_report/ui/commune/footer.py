"""The footer of the commune's window: points, rating, verdict, next finding, export."""

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.assessment import Assessment
from xa_report.domain.dates import show_clock_time
from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.outline import OutlineNode, iter_nodes
from xa_report.ui.shared.badges import Badge, BadgeChip
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.workflow.commune.report_changes import ReportChanges

EXPORT_TEXT, EXPORT_DRAFT_TEXT = "Xuất PDF và Excel", "Xuất bản nháp"
EXPORT_DRAFT_TOOLTIP = "Ctrl+E. Báo cáo chưa nộp được: PDF và Excel sẽ ghi rõ là bản nháp."


class CommuneFooter(QtWidgets.QFrame):
    """Footer with points, rating, answered criteria, time of saving, verdict and buttons."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._session = context.session
        self._items: frozenset[str] = frozenset()
        self.total_label = create_label("", "total")
        self._of = create_label("", "muted")
        self._percent = create_label("", "muted")
        self._rating = create_label("", "strong")
        self._answered = create_label("", "muted")
        self.saved_label = create_label("", "muted")
        self.verdict = BadgeChip(context.theme)
        self.next_button = QtWidgets.QPushButton("Tới lỗi kế tiếp  F8")
        self.export_button = QtWidgets.QPushButton(EXPORT_TEXT)
        self.export_button.setProperty("look", "filled")
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(16, 7, 16, 7)
        self._row.setSpacing(10)
        for widget in (self.total_label, self._of, *self._optional()):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.verdict)
        self._row.addWidget(self.next_button)
        self._row.addWidget(self.export_button)

    def show_period(self, nodes: Sequence[OutlineNode]) -> None:
        """Show the report of a period; `nodes` are its outline."""
        self._items = frozenset(item.id for node in iter_nodes(nodes) for item in node.items)
        self._show_score()
        self._show_verdict()
        self.show_saved()
        self._fit()

    def show_changes(self, changes: ReportChanges) -> None:
        """Refresh what an edit changed; the time of saving always."""
        before = self._words()
        if changes.items or changes.results or changes.totals or changes.rating:
            self._show_score()
        if changes.findings:
            self._show_verdict()
        self.show_saved()
        if self._words() != before:
            self._fit()

    def _show_score(self) -> None:
        work = self._session.work
        assessment = work.assessment
        if work.form.total:
            done, every = assessment.answered_counts
            self.total_label.setText(show_number(assessment.result, work.form.decimals))
            self._of.setText(f"/ {show_number(assessment.applicable)} điểm tự chấm")
            self._answered.setText(f"{done} / {every} tiêu chí")
        else:
            self._answered.setText("")
            self.total_label.setText(str(len(self._items & work.report.answers.keys())))
            self._of.setText(f"/ {len(self._items)} số liệu đã nhập")
        percent = assessment.percent
        self._percent.setText(show_percent(percent) if percent is not None else "")
        self._rating.setText(assessment.rating.name)
        self.total_label.setToolTip(score_breakdown(assessment, work.form.decimals))
        self._of.setToolTip(self.total_label.toolTip())
        self._rating.setToolTip(assessment.rating.reason)

    def _show_verdict(self) -> None:
        assessment = self._session.work.assessment
        ready = assessment.is_submittable
        self.verdict.show_badge(verdict_badge(assessment))
        self.next_button.setEnabled(not ready)
        self.export_button.setText(EXPORT_TEXT if ready else EXPORT_DRAFT_TEXT)
        self.export_button.setToolTip("Ctrl+E" if ready else EXPORT_DRAFT_TOOLTIP)

    def _words(self) -> list[str]:
        """Return the texts whose width decides what else fits."""
        labels = self.total_label, self._of, *self._optional()
        return [*(part.text() for part in labels), self.verdict.word, self.export_button.text()]

    def show_saved(self) -> None:
        """Show when the last edit was stored; nothing before the first one."""
        saved = self._session.saved_at
        self.saved_label.setText(f"Đã lưu {show_clock_time(saved)}" if saved else "")

    def _optional(self) -> tuple[QtWidgets.QLabel, ...]:
        return self._percent, self._rating, self._answered, self.saved_label

    def _fit(self) -> None:
        """Hide the least important labels, in a fixed order, until the rest fits."""
        for widget in self._optional():
            widget.setVisible(bool(widget.text()))
        for widget in (self._percent, self._answered, self._rating, self.saved_label):
            if self._row.minimumSize().width() <= self.width():
                return
            widget.hide()
            # A layout notices a hidden widget with the next event only.
            self._row.invalidate()

    def minimumSizeHint(self) -> QtCore.QSize:
        # Smaller than the layout asks for: the row adapts to the window, never the reverse.
        return QtCore.QSize(320, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def verdict_badge(assessment: Assessment) -> Badge:
    """Return the badge of the verdict, with the numbers of errors and open warnings."""
    if assessment.is_submittable:
        return Badge("met", assessment.verdict, "met")
    warnings = sum(f.is_open and f.severity is Severity.WARNING for f in assessment.findings)
    parts = [f"{assessment.error_count} lỗi"] if assessment.error_count else []
    parts += [f"{warnings} cảnh báo"] if warnings else []
    word = f"{assessment.verdict} · {', '.join(parts)}"
    role = "missing" if assessment.error_count else "below"
    return Badge(role, word, role)


def score_breakdown(assessment: Assessment, decimals: int) -> str:
    """Return self-assessed points, bonus and penalty as one sentence."""
    total, bonus, penalty = (
        show_number(n, decimals) for n in (assessment.total, assessment.bonus, assessment.penalty)
    )
    return f"Tự chấm {total}; điểm thưởng {bonus}; điểm trừ {penalty}"
