"""The page of findings: what stands in the way, and the way there."""

from PySide6 import QtCore, QtWidgets

from xa_report.domain.finding import Finding
from xa_report.ui.models.findings_model import FINDING_ROLE, Column, FindingsModel
from xa_report.ui.pages.finding_card import FindingCard
from xa_report.ui.place import Place
from xa_report.ui.shared.page import Page
from xa_report.ui.widgets.lists import Tree
from xa_report.workflow.commune.report_changes import ReportChanges


class FindingsPage(Page[ReportChanges]):
    """All findings, roots first; Enter or a double click goes to the place.

    Signals:
        finding_activated(object): go to the place of a finding.
    """

    finding_activated = QtCore.Signal(object)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._desk = place.desk
        self.model = FindingsModel(place.theme, self)
        self.tree = Tree("Kết quả kiểm tra")
        self.tree.setModel(self.model)
        self.tree.fix_columns(
            {Column.SEVERITY: 164, Column.CODE: 58}, (Column.MESSAGE, Column.REMEDY)
        )
        self.card = FindingCard(place)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(12)
        column.addWidget(self.tree, 1)
        column.addWidget(self.card)
        self.tree.row_activated.connect(self._want)
        self.tree.selectionModel().currentChanged.connect(self._choose)
        self.card.finding_activated.connect(self.finding_activated)
        self.show_period()

    @property
    def title(self) -> str:
        waiting = sum(finding.open for finding in self._desk.work.assessment.findings)
        return f"Kiểm tra ({waiting})" if waiting else "Kiểm tra"

    def show_changes(self, changes: ReportChanges) -> None:
        if changes.findings:
            self._show_list()
        if changes.state or self.card.finding != self._chosen:
            self.card.show_finding(self._chosen)

    def show_period(self) -> None:
        self._show_list()
        self.card.show_finding(self._chosen)

    def _show_list(self) -> None:
        key = self._chosen.key if self._chosen is not None else ""
        if self.model.set_findings(self._desk.work.assessment.findings):
            index = self.model.index_of(key)
            self.tree.setCurrentIndex(index if index.isValid() else self.model.index(0, 0))

    def answer(self, found: Finding) -> None:
        """Choose a finding and go to where its reason is written."""
        self.tree.setCurrentIndex(self.model.index_of(found.key))
        self.card.reason.setFocus()

    @property
    def _chosen(self) -> Finding | None:
        found = self.tree.currentIndex().data(FINDING_ROLE)
        return found if isinstance(found, Finding) else None

    def _choose(self) -> None:
        self.card.show_finding(self._chosen)

    def _want(self) -> None:
        if self._chosen is not None:
            self.finding_activated.emit(self._chosen)
