"""Navigation of the commune's window: to findings, search results and figures of targets."""

from collections.abc import Callable, Sequence

from PySide6 import QtCore

from xa_report.domain.finding import Finding, FindingCode
from xa_report.ui.commune.criterion_pane.indicator_card import find_indicator
from xa_report.ui.commune.criterion_pane.pane import CriterionPane
from xa_report.ui.commune.findings_model import group_by_root_cause
from xa_report.ui.commune.header import CommuneHeader
from xa_report.ui.commune.outline import OutlineNode, OutlineNodeKind, iter_nodes
from xa_report.ui.commune.pages.criteria import CriteriaPage
from xa_report.ui.commune.session import ReportSession
from xa_report.ui.shared.search_box import SearchResult
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport

EVIDENCE_CODES = {FindingCode.EVIDENCE_MISSING.number, FindingCode.EVIDENCE_EXPLAINED.number}
EXPLANATION_CODES = {FindingCode.EXPLANATION_MISSING.number, FindingCode.MANUAL_EXPLANATION.number}


class FindingCursor:
    """Cursor over the open findings in the order of the list, roots before consequences."""

    def __init__(self) -> None:
        self._last = ""
        self._row = -1

    def next_finding(self, findings: Sequence[Finding]) -> Finding | None:
        """Advance to the next open finding and return it, from the first again after the last.

        None when no finding is open.
        """
        open_findings = open_findings_in_order(findings)
        if not open_findings:
            return None
        keys = [finding.key for finding in open_findings]
        # A finding that was put right is gone: the one that moved up to its row is next.
        row = keys.index(self._last) + 1 if self._last in keys else max(self._row, 0)
        self._row = row if row < len(open_findings) else 0
        finding = open_findings[self._row]
        self._last = finding.key
        return finding

    def start_at(self, finding: Finding, findings: Sequence[Finding]) -> None:
        """Move to a finding that was chosen by hand; the next one follows it."""
        keys = [each.key for each in open_findings_in_order(findings)]
        self._last = finding.key
        self._row = keys.index(finding.key) if finding.key in keys else -1


def open_findings_in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Return the open findings in the order in which the list shows them."""
    groups = group_by_root_cause(findings)
    every = (finding for group in groups for finding in (group.root, *group.consequences))
    return [finding for finding in every if finding.is_open]


def locate_reference(
    work: AssessedReport, nodes: Sequence[OutlineNode], reference: str
) -> tuple[str, str]:
    """Return the code of the line and the item id where the figure of a target is entered.

    Lines that name the reference itself come before lines that hold one of its inputs. The item
    is empty when the line has none of them; both are when no line has.
    """
    lines = [node for node in iter_nodes(nodes) if node.kind is not OutlineNodeKind.GROUP]
    indicator = find_indicator(work, reference)
    wanted = {reference, *(indicator.references() if indicator else ())}
    for node in (n for n in lines if reference in criterion_inputs.referenced_ids(work, n.code)):
        return node.code, next((i.id for i in node.items if i.id in wanted), "")
    for node in lines:
        for item in node.items:
            if item.id in wanted:
                return node.code, item.id
    return "", ""


def focus_finding_target(pane: CriterionPane, finding: Finding) -> None:
    """Move the focus to the widget of a pane in which a finding is put right."""
    if finding.code in EVIDENCE_CODES and pane.evidence is not None:
        pane.evidence.add_button.setFocus()
    elif finding.code in EXPLANATION_CODES and pane.explanation is not None:
        pane.explanation.text.setFocus()
    elif pane.header.manual is not None and finding.place.kind == "criterion":
        pane.header.manual.line.setFocus()
    elif not any(pane.focus_item(item) for item in finding.place.items):
        pane.focus_first()


CRITERIA_TAB, FINDINGS_TAB, PLAN_TAB = range(3)
"""Numbers of the tabs; in the order of `CommuneWindow.pages`."""


class CommuneNavigator:
    """Navigation to pages, lines of the outline and their fields."""

    def __init__(
        self, session: ReportSession, header: CommuneHeader, criteria: CriteriaPage
    ) -> None:
        self._session = session
        self._header = header
        self._criteria = criteria
        self._cursor = FindingCursor()

    def show_page_action(self, page: int) -> Callable[[], None]:
        """Return a function that shows a page, by the number of its tab."""
        return lambda: self._header.tabs.setCurrentIndex(page)

    def open_finding(self, finding: Finding | None) -> None:
        """Open the line of a finding and focus the field that puts it right; None does nothing."""
        if finding is None:
            return
        self._cursor.start_at(finding, self._session.work.assessment.findings)
        code = criterion_inputs.criterion_of_finding(self._session.work, finding)
        if not code:
            return
        self._header.tabs.setCurrentIndex(CRITERIA_TAB)
        self._criteria.open_node(code)
        if self._criteria.pane is not None:
            focus_finding_target(self._criteria.pane, finding)

    def open_next(self) -> None:
        """Open the next open finding."""
        self.open_finding(self._cursor.next_finding(self._session.work.assessment.findings))

    def open_search_result(self, result: SearchResult) -> None:
        """Open the criterion or item of a search result."""
        self._header.tabs.setCurrentIndex(CRITERIA_TAB)
        self._criteria.open_node(result.code, result.item)
        if not result.item:
            self._criteria.tree.setFocus()

    def open_reference(self, reference: str) -> None:
        """Open the line where the figure of a target is entered."""
        code, item = locate_reference(self._session.work, self._criteria.nodes, reference)
        if code:
            self.open_search_result(SearchResult("", code, item))

    def focus_search(self) -> None:
        """Focus the search field and select its text."""
        self._header.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self._header.search.selectAll()

    def toggle_guidance(self) -> None:
        """Fold or unfold the guidance of the open criterion."""
        pane = self._criteria.pane
        if pane is not None and pane.guidance is not None:
            self._header.tabs.setCurrentIndex(CRITERIA_TAB)
            pane.guidance.toggle()

    def attach_evidence(self) -> None:
        """Let the user attach a document to the open criterion."""
        pane = self._criteria.pane
        if pane is not None and pane.evidence is not None:
            self._header.tabs.setCurrentIndex(CRITERIA_TAB)
            pane.evidence.add_evidence()
