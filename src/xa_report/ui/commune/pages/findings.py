"""The page of findings: the list, and the chosen finding with its reason."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.findings_model import (
    FINDING_ROLE,
    FindingColumn,
    FindingsModel,
    severity_badge,
)
from xa_report.ui.shared.badges import BadgeChip
from xa_report.ui.shared.page import WindowPage
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import create_label, set_text_or_hide
from xa_report.ui.shared.widgets.text_edits import GrowingTextEdit
from xa_report.ui.shared.widgets.views import TreeView
from xa_report.workflow.commune.report_changes import ReportChanges

NO_FINDINGS_TEXT = "Không còn lỗi hay cảnh báo nào. Báo cáo nộp được."


class FindingCard(CardFrame):
    """Card of the selected finding, with the field for the reason of a warning.

    Signals:
        finding_activated(object): the Finding is to be opened where it is put right.
    """

    finding_activated = QtCore.Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._session = context.session
        self.finding: Finding | None = None
        self._chip = BadgeChip(context.theme)
        self._code = create_label("", "strong")
        self.header_row.insertWidget(0, self._chip)
        self.header_row.insertWidget(1, self._code)
        self.go_button = QtWidgets.QPushButton("Tới nơi cần sửa  Enter")
        self.header_row.addWidget(self.go_button)
        self._message = create_label("", wrap=True)
        self._remedy = create_label("", "muted", wrap=True)
        self._reason_label = create_label("Lý do (bắt buộc với cảnh báo)", "small")
        self.reason = GrowingTextEdit("Lý do")
        for widget in (self._message, self._remedy, self._reason_label, self.reason):
            self.add_widget(widget)
        self.go_button.clicked.connect(lambda: self.finding_activated.emit(self.finding))
        self.reason.text_committed.connect(self._store_reason)

    def show_finding(self, finding: Finding | None) -> None:
        """Show a finding; None shows that there are none."""
        self.finding = finding
        self._chip.setVisible(finding is not None)
        self.go_button.setVisible(finding is not None)
        is_warning = finding is not None and finding.severity is Severity.WARNING
        self._reason_label.setVisible(is_warning)
        self.reason.setVisible(is_warning)
        self.reason.setEnabled(self._session.is_editable)
        if finding is None:
            self._code.setText("")
            set_text_or_hide(self._message, NO_FINDINGS_TEXT)
            set_text_or_hide(self._remedy, "")
            return
        self._chip.show_badge(severity_badge(finding))
        self._code.setText(finding.code)
        set_text_or_hide(self._message, finding.message)
        set_text_or_hide(self._remedy, finding.remedy)
        explained = finding.code == FindingCode.EXPLANATION_MISSING.number
        self._reason_label.setText(
            "Giải trình của tiêu chí" if explained else "Lý do (bắt buộc với cảnh báo)"
        )
        self.reason.show_stored(finding.reason)

    def _store_reason(self, text: str) -> None:
        if self.finding is not None:
            self._session.set_reason(self.finding, text)


class FindingsPage(WindowPage[ReportChanges]):
    """Tree of all findings; Enter or a double click opens where one is put right.

    Signals:
        finding_activated(object): the Finding is to be opened where it is put right.
    """

    finding_activated = QtCore.Signal(object)

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._session = context.session
        self.model = FindingsModel(context.theme, self)
        self.tree = TreeView("Kết quả kiểm tra")
        self.tree.setModel(self.model)
        self.tree.set_column_widths(
            {FindingColumn.SEVERITY: 164, FindingColumn.CODE: 58},
            (FindingColumn.MESSAGE, FindingColumn.REMEDY),
        )
        self.card = FindingCard(context)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.tree, 1)
        column.addWidget(self.card)
        self.tree.row_activated.connect(self._activate)
        self.tree.selectionModel().currentChanged.connect(self._show_card)
        self.card.finding_activated.connect(self.finding_activated)
        self.show_period()

    @property
    def title(self) -> str:
        count = sum(finding.is_open for finding in self._session.work.assessment.findings)
        return f"Kiểm tra ({count})" if count else "Kiểm tra"

    def show_changes(self, changes: ReportChanges) -> None:
        if changes.findings:
            self._show_list()
        if changes.state or self.card.finding != self._selected:
            self.card.show_finding(self._selected)

    def show_period(self) -> None:
        self._show_list()
        self.card.show_finding(self._selected)

    def _show_list(self) -> None:
        key = self._selected.key if self._selected is not None else ""
        if self.model.set_findings(self._session.work.assessment.findings):
            index = self.model.index_of(key)
            self.tree.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))

    def focus_reason(self, finding: Finding) -> None:
        """Select a finding and focus the field of its reason."""
        self.tree.setCurrentIndex(self.model.index_of(finding.key))
        self.card.reason.setFocus()

    @property
    def _selected(self) -> Finding | None:
        finding = self.tree.currentIndex().data(FINDING_ROLE)
        return finding if isinstance(finding, Finding) else None

    def _show_card(self) -> None:
        self.card.show_finding(self._selected)

    def _activate(self) -> None:
        if self._selected is not None:
            self.finding_activated.emit(self._selected)
