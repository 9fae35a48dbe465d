"""The foot of the window: where we stand, and the next step as the one filled button."""

from collections.abc import Sequence

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.assessment import Assessment
from xa_report.domain.finding import Severity
from xa_report.domain.numbers import show_number, show_percent
from xa_report.ui.marks import Mark
from xa_report.ui.outline import Node, walk
from xa_report.ui.place import Place
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label
from xa_report.workflow.commune.report_changes import ReportChanges

EXPORT, EXPORT_DRAFT = "Xuất PDF và Excel", "Xuất bản nháp"
DRAFT_TIP = "Ctrl+E. Báo cáo chưa nộp được: PDF và Excel sẽ ghi rõ là bản nháp."


class Footer(QtWidgets.QFrame):
    """Points, rating, answered, saved, verdict, next fault, export."""

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("footer")
        self._desk = place.desk
        self._items: frozenset[str] = frozenset()
        self.total = label("", "total")
        self._of = label("", "muted")
        self._percent = label("", "muted")
        self._rating = label("", "strong")
        self._answered = label("", "muted")
        self.saved = label("", "muted")
        self.verdict = Chip(place.theme)
        self.next_button = QtWidgets.QPushButton("Tới lỗi kế tiếp  F8")
        self.export_button = QtWidgets.QPushButton(EXPORT)
        self.export_button.setProperty("look", "filled")
        self._row = QtWidgets.QHBoxLayout(self)
        self._row.setContentsMargins(16, 7, 16, 7)
        self._row.setSpacing(10)
        for widget in (self.total, self._of, *self._optional()):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        self._row.addWidget(self.verdict)
        self._row.addWidget(self.next_button)
        self._row.addWidget(self.export_button)

    def show_period(self, nodes: Sequence[Node]) -> None:
        """Show where the report of a period stands; `nodes` are its outline."""
        self._items = frozenset(item.id for node in walk(nodes) for item in node.items)
        self._show_score()
        self._show_verdict()
        self.show_saved()
        self._fit()

    def show_changes(self, changes: ReportChanges) -> None:
        """Show anew what an edit changed; when it was stored is always new."""
        before = self._words()
        if changes.items or changes.results or changes.totals or changes.rating:
            self._show_score()
        if changes.findings:
            self._show_verdict()
        self.show_saved()
        if self._words() != before:
            self._fit()

    def _show_score(self) -> None:
        work = self._desk.work
        assessment = work.assessment
        if work.form.total:
            done, every = assessment.answered
            self.total.setText(show_number(assessment.result, work.form.decimals))
            self._of.setText(f"/ {show_number(assessment.applicable)} điểm tự chấm")
            self._answered.setText(f"{done} / {every} tiêu chí")
        else:
            self._answered.setText("")
            self.total.setText(str(len(self._items & work.report.answers.keys())))
            self._of.setText(f"/ {len(self._items)} số liệu đã nhập")
        percent = assessment.percent
        self._percent.setText(show_percent(percent) if percent is not None else "")
        self._rating.setText(assessment.rating.name)
        self.total.setToolTip(make_up(assessment, work.form.decimals))
        self._of.setToolTip(self.total.toolTip())
        self._rating.setToolTip(assessment.rating.reason)

    def _show_verdict(self) -> None:
        assessment = self._desk.work.assessment
        ready = assessment.submittable
        self.verdict.show_mark(verdict_mark(assessment))
        self.next_button.setEnabled(not ready)
        self.export_button.setText(EXPORT if ready else EXPORT_DRAFT)
        self.export_button.setToolTip("Ctrl+E" if ready else DRAFT_TIP)

    def _words(self) -> list[str]:
        """Return the words that take room: they decide what else fits."""
        labels = self.total, self._of, *self._optional()
        return [*(part.text() for part in labels), self.verdict.word, self.export_button.text()]

    def show_saved(self) -> None:
        """Say when the last edit was stored."""
        saved = self._desk.saved_at
        self.saved.setText(f"Đã lưu {saved:%H:%M}" if saved else "")

    def _optional(self) -> tuple[QtWidgets.QLabel, ...]:
        return self._percent, self._rating, self._answered, self.saved

    def _fit(self) -> None:
        """Leave out what matters least until the rest fits whole."""
        for widget in self._optional():
            widget.setVisible(bool(widget.text()))
        for widget in (self._percent, self._answered, self._rating, self.saved):
            if self._row.minimumSize().width() <= self.width():
                return
            widget.hide()
            self._row.invalidate()

    def minimumSizeHint(self) -> QtCore.QSize:
        # The row shrinks to the window, never the other way round.
        return QtCore.QSize(320, super().minimumSizeHint().height())

    def resizeEvent(self, event: QtGui.QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def verdict_mark(found: Assessment) -> Mark:
    """The verdict with what stands in the way."""
    if found.submittable:
        return Mark("met", found.verdict, "met")
    warnings = sum(f.open and f.severity is Severity.WARNING for f in found.findings)
    parts = [f"{found.errors} lỗi"] if found.errors else []
    parts += [f"{warnings} cảnh báo"] if warnings else []
    word = f"{found.verdict} · {', '.join(parts)}"
    role = "missing" if found.errors else "below"
    return Mark(role, word, role)


def make_up(found: Assessment, decimals: int) -> str:
    """What the shown points are made of."""
    total, bonus, penalty = (
        show_number(n, decimals) for n in (found.total, found.bonus, found.penalty)
    )
    return f"Tự chấm {total}; điểm thưởng {bonus}; điểm trừ {penalty}"
