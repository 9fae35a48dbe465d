"""One finding in full, with the reason that answers a warning."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.ui.models.findings_model import mark_of
from xa_report.ui.place import Place
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.chip import Chip
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.ui.widgets.paragraph import Paragraph

ALL_WELL = "Không còn lỗi hay cảnh báo nào. Báo cáo nộp được."


class FindingCard(Card):
    """The chosen finding in full, with the reason that answers a warning.

    Signals:
        finding_activated(object): go to the place of the finding.
    """

    finding_activated = QtCore.Signal(object)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._desk = place.desk
        self.finding: Finding | None = None
        self._chip = Chip(place.theme)
        self._code = label("", "strong")
        self.head.insertWidget(0, self._chip)
        self.head.insertWidget(1, self._code)
        self.go = QtWidgets.QPushButton("Tới nơi cần sửa  Enter")
        self.head.addWidget(self.go)
        self._message = label("", wrap=True)
        self._remedy = label("", "muted", wrap=True)
        self._reason_label = label("Lý do (bắt buộc với cảnh báo)", "small")
        self.reason = Paragraph("Lý do")
        for widget in (self._message, self._remedy, self._reason_label, self.reason):
            self.add(widget)
        self.go.clicked.connect(lambda: self.finding_activated.emit(self.finding))
        self.reason.text_committed.connect(self._give)

    def show_finding(self, found: Finding | None) -> None:
        """Show a finding, or what to do when there is none."""
        self.finding = found
        self._chip.setVisible(found is not None)
        self.go.setVisible(found is not None)
        warns = found is not None and found.severity is Severity.WARNING
        self._reason_label.setVisible(warns)
        self.reason.setVisible(warns)
        self.reason.setEnabled(self._desk.editable)
        if found is None:
            self._code.setText("")
            show_or_hide(self._message, ALL_WELL)
            show_or_hide(self._remedy, "")
            return
        self._chip.show_mark(mark_of(found))
        self._code.setText(found.code)
        show_or_hide(self._message, found.message)
        show_or_hide(self._remedy, found.remedy)
        explained = found.code == FindingCode.EXPLANATION_MISSING.number
        self._reason_label.setText(
            "Giải trình của tiêu chí" if explained else "Lý do (bắt buộc với cảnh báo)"
        )
        self.reason.show_stored(found.reason)

    def _give(self, text: str) -> None:
        if self.finding is not None:
            self._desk.give_reason(self.finding, text)
