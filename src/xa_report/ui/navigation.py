"""Ways to a place: from a finding, from a target, and to the next open finding."""

from collections.abc import Sequence

from xa_report.domain.finding import Finding, FindingCode
from xa_report.ui.models.folding import group_by_root_cause
from xa_report.ui.outline import Node, NodeKind, walk
from xa_report.ui.pane.figure_texts import indicator_of
from xa_report.ui.pane.pane import Pane
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport

PROOFS = {FindingCode.EVIDENCE_MISSING.number, FindingCode.EVIDENCE_EXPLAINED.number}
WORDS = {FindingCode.EXPLANATION_MISSING.number, FindingCode.MANUAL_EXPLANATION.number}


class FindingWalk:
    """Walks the open findings in the order of the list, roots with their consequences."""

    def __init__(self) -> None:
        self._last = ""
        self._row = -1

    def next(self, findings: Sequence[Finding]) -> Finding | None:
        """The open finding after the last one; from the first again after the end."""
        waiting = open_in_order(findings)
        if not waiting:
            return None
        keys = [found.key for found in waiting]
        # A finding that was put right is gone: the one that moved up to its place is next.
        row = keys.index(self._last) + 1 if self._last in keys else max(self._row, 0)
        self._row = row if row < len(waiting) else 0
        found = waiting[self._row]
        self._last = found.key
        return found

    def start_at(self, found: Finding, findings: Sequence[Finding]) -> None:
        """Go on from a finding that was chosen by hand."""
        keys = [each.key for each in open_in_order(findings)]
        self._last = found.key
        self._row = keys.index(found.key) if found.key in keys else -1


def open_in_order(findings: Sequence[Finding]) -> list[Finding]:
    """Open findings as the list shows them."""
    groups = group_by_root_cause(findings)
    every = (finding for group in groups for finding in (group.root, *group.consequences))
    return [finding for finding in every if finding.open]


def code_of_reference(
    work: AssessedReport, nodes: Sequence[Node], reference: str
) -> tuple[str, str]:
    """The line and, where there is one, the item to go to for a target's figure."""
    lines = [node for node in walk(nodes) if node.kind is not NodeKind.GROUP]
    indicator = indicator_of(work, reference)
    wanted = {reference, *(indicator.references() if indicator else ())}
    for node in (n for n in lines if reference in criterion_inputs.referenced_ids(work, n.code)):
        return node.code, next((i.id for i in node.items if i.id in wanted), "")
    for node in lines:
        for item in node.items:
            if item.id in wanted:
                return node.code, item.id
    return "", ""


def focus_place(pane: Pane, found: Finding) -> None:
    """Go into the part of a pane that puts a finding right."""
    if found.code in PROOFS and pane.evidence is not None:
        pane.evidence.add_button.setFocus()
    elif found.code in WORDS and pane.explanation is not None:
        pane.explanation.text.setFocus()
    elif pane.head.manual is not None and found.place.kind == "criterion":
        pane.head.manual.line.setFocus()
    elif not any(pane.focus_item(item) for item in found.place.items):
        pane.focus_first()
