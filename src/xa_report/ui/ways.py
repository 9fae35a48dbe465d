"""The ways about the window: to a finding, a hit, a target, and to what belongs to a criterion."""

from collections.abc import Callable

from PySide6 import QtCore

from xa_report.domain.finding import Finding
from xa_report.ui.desk import Desk
from xa_report.ui.header import Header
from xa_report.ui.navigation import FindingWalk, code_of_reference, focus_place
from xa_report.ui.pages.criteria import CriteriaPage
from xa_report.ui.searching import Hit
from xa_report.workflow.commune import criterion_inputs

CRITERIA, FINDINGS, PLAN = range(3)
"""The pages in the order of their tabs."""


class Ways:
    """Takes the user to a place and into the field there."""

    def __init__(self, desk: Desk, header: Header, criteria: CriteriaPage) -> None:
        self._desk = desk
        self._header = header
        self._criteria = criteria
        self._walk = FindingWalk()

    def turning(self, page: int) -> Callable[[], None]:
        """The way to a page."""
        return lambda: self._header.tabs.setCurrentIndex(page)

    def open_finding(self, found: Finding | None) -> None:
        """Go to the place of a finding and into the field that puts it right."""
        if found is None:
            return
        self._walk.start_at(found, self._desk.work.assessment.findings)
        code = criterion_inputs.criterion_of_finding(self._desk.work, found)
        if not code:
            return
        self._header.tabs.setCurrentIndex(CRITERIA)
        self._criteria.open(code)
        if self._criteria.pane is not None:
            focus_place(self._criteria.pane, found)

    def open_next(self) -> None:
        """Go to the next open finding."""
        self.open_finding(self._walk.next(self._desk.work.assessment.findings))

    def open_hit(self, hit: Hit) -> None:
        """Go to what was found."""
        self._header.tabs.setCurrentIndex(CRITERIA)
        self._criteria.open(hit.code, hit.item)
        if not hit.item:
            self._criteria.tree.setFocus()

    def open_reference(self, reference: str) -> None:
        """Go to where the figure of a target is typed."""
        code, item = code_of_reference(self._desk.work, self._criteria.nodes, reference)
        if code:
            self.open_hit(Hit("", code, item))

    def search(self) -> None:
        """Go to the search field."""
        self._header.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self._header.search.selectAll()

    def guide(self) -> None:
        """Fold or unfold the guidance of the criterion."""
        pane = self._criteria.pane
        if pane is not None and pane.guidance is not None:
            self._header.tabs.setCurrentIndex(CRITERIA)
            pane.guidance.toggle()

    def attach(self) -> None:
        """Attach a document to the criterion."""
        pane = self._criteria.pane
        if pane is not None and pane.evidence is not None:
            self._header.tabs.setCurrentIndex(CRITERIA)
            pane.evidence.attach()
