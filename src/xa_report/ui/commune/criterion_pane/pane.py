"""The right pane: the cards of one line of the outline, its fields and its subcriteria."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Protocol

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult
from xa_report.domain.finding import Finding
from xa_report.domain.form import Area, Criterion
from xa_report.domain.item import Item, ItemKind
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.criterion_pane.criterion_header import CriterionHeader
from xa_report.ui.commune.criterion_pane.evidence_card import EvidenceCard
from xa_report.ui.commune.criterion_pane.indicator_card import IndicatorCard
from xa_report.ui.commune.criterion_pane.item_field import ItemField, first_open_finding
from xa_report.ui.commune.criterion_pane.text_cards import (
    ExplanationCard,
    GuidanceCard,
    guidance_parts,
)
from xa_report.ui.commune.node_status import NodeStatus
from xa_report.ui.commune.outline import OutlineNode, OutlineNodeKind
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.report_changes import ReportChanges


class SubcriteriaCard(CardFrame):
    """Card with one row for each criterion below the shown one.

    Signals:
        criterion_activated(str): a criterion is to be opened, by its code.
    """

    criterion_activated = QtCore.Signal(str)

    def __init__(self, node: OutlineNode, context: UiContext) -> None:
        super().__init__("Gồm")
        self._theme = context.theme
        self._rows: dict[str, tuple[QtWidgets.QLabel, QtWidgets.QLabel, QtWidgets.QLabel]] = {}
        self._shown: dict[str, NodeStatus] = {}
        grid = QtWidgets.QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        for row, child in enumerate(node.children):
            self._add(grid, row, child)

    def show_statuses(self, statuses: Mapping[str, NodeStatus]) -> None:
        """Show points and states; only rows that differ are updated."""
        for code, (points, icon, word) in self._rows.items():
            status = statuses[code]
            if self._shown.get(code) == status:
                continue
            self._shown[code] = status
            points.setText(status.points)
            badge = status.badge
            icon.setPixmap(self._theme.icon(badge.icon, badge.role).pixmap(QtCore.QSize(14, 14)))
            word.setText(badge.word)

    def _add(self, grid: QtWidgets.QGridLayout, row: int, child: OutlineNode) -> None:
        button = QtWidgets.QPushButton(child.code)
        button.setProperty("look", "link")
        button.setAccessibleName(child.display_text)
        button.clicked.connect(lambda: self.criterion_activated.emit(child.code))
        title = ElidedLabel()
        title.show_text(child.title)
        right = QtCore.Qt.AlignmentFlag.AlignRight | QtCore.Qt.AlignmentFlag.AlignVCenter
        self._rows[child.code] = (create_label(), QtWidgets.QLabel(), create_label("", "muted"))
        points, icon, word = self._rows[child.code]
        grid.addWidget(button, row, 0)
        grid.addWidget(title, row, 1)
        grid.addWidget(points, row, 2, right)
        grid.addWidget(icon, row, 3)
        grid.addWidget(word, row, 4)


class ItemFieldList(QtWidgets.QWidget):
    """The fields of items below each other; Enter moves to the next."""

    def __init__(self, items: Sequence[Item], context: UiContext) -> None:
        super().__init__()
        self._session = context.session
        self.fields: Mapping[str, ItemField] = {item.id: ItemField(item, context) for item in items}
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        # One line for neighbours of the same source, below the last of them.
        for source, group in groupby(items, key=_source_below_field):
            for item in group:
                column.addWidget(self.fields[item.id])
            if source:
                column.addWidget(create_label(f"Nguồn: {source}", "small", wrap=True))
        fields = list(self.fields.values())
        for field, following in pairwise(fields):
            field.enter_pressed.connect(following.setFocus)

    def refresh(self) -> None:
        """Show the stored answers with their findings."""
        findings = self._first_findings()
        for item, field in self.fields.items():
            field.refresh(self._session.work, findings.get(item))

    def show_changes(self, changes: ReportChanges) -> None:
        """Refresh the fields whose answer or finding changed; all after a change of state."""
        if changes.state:
            self.refresh()
        elif changes.findings or changes.items & self.fields.keys():
            findings = self._first_findings()
            for item, field in self.fields.items():
                if item in changes.items or field.finding != findings.get(item):
                    field.refresh(self._session.work, findings.get(item))

    def _first_findings(self) -> Mapping[str, Finding]:
        """Return the finding to show below each field, by item id; only fields that have one."""
        findings: dict[str, list[Finding]] = {}
        for finding in self._session.work.assessment.findings:
            if finding.place.kind in ("item", "check"):
                # A check between several items is shown below the last of them.
                here = [item for item in finding.place.items if item in self.fields]
                for item in here[-1:]:
                    findings.setdefault(item, []).append(finding)
        first = {item: first_open_finding(named) for item, named in findings.items()}
        return {item: finding for item, finding in first.items() if finding is not None}


def _source_below_field(item: Item) -> str:
    """Return the source to name below a field; an external score has a field for its own."""
    return "" if item.kind is ItemKind.EXTERNAL else item.source


NodeStatuses = Mapping[str, NodeStatus]


class PaneCard(Protocol):
    """Protocol of the cards that a pane refreshes one by one."""

    def refresh(self) -> None:
        """Show what is stored."""

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether the card shows something that changed."""


class CriterionPane(QtWidgets.QWidget):
    """The cards of one line of the outline; built once, then only refreshed.

    Signals:
        criterion_activated(str): another criterion is to be opened, by its code.
    """

    criterion_activated = QtCore.Signal(str)

    def __init__(self, node: OutlineNode, context: UiContext) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.node = node
        self._context = context
        self._cards: list[PaneCard] = []
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(10)
        self.evidence: EvidenceCard | None = None
        self.explanation: ExplanationCard | None = None
        self.guidance: GuidanceCard | None = None
        self.children_card: SubcriteriaCard | None = None
        self._add_inputs()
        self._add_indicators()
        self._add_children()
        if node.kind is OutlineNodeKind.CRITERION and not node.children:
            self._add_evidence()
        self._add_guidance()
        self._column.addStretch(1)

    def show_all(self, statuses: NodeStatuses) -> None:
        """Refresh every card; `statuses` are those of the whole outline."""
        self.header.refresh(statuses[self.node.code])
        self.field_list.refresh()
        self._show_children(statuses)
        for card in self._cards:
            card.refresh()

    def show_changes(self, changes: ReportChanges, statuses: NodeStatuses) -> None:
        """Refresh, in place, the cards that show something that changed."""
        status = statuses[self.node.code]
        if self.header.is_affected(changes, status):
            self.header.refresh(status)
        self.field_list.show_changes(changes)
        self._show_children(statuses)
        for card in self._cards:
            if card.is_affected(changes):
                card.refresh()

    def _show_children(self, statuses: NodeStatuses) -> None:
        if self.children_card is not None:
            self.children_card.show_statuses(statuses)

    def focus_item(self, item: str) -> bool:
        """Focus the field of an item; return whether this pane has it."""
        field = self.field_list.fields.get(item)
        if field is None:
            return False
        field.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        return True

    def focus_first(self) -> None:
        """Focus the first field that can be typed in."""
        if self.header.manual is not None:
            self.header.manual.line.setFocus()
        elif self.field_list.fields:
            next(iter(self.field_list.fields.values())).setFocus()

    def _add_inputs(self) -> None:
        card = CardFrame()
        self.header = CriterionHeader(self.node, self._context)
        self.field_list = ItemFieldList(self.node.items, self._context)
        card.add_widget(self.header)
        card.add_widget(self.field_list)
        self.field_list.setVisible(bool(self.node.items))
        self._column.addWidget(card)

    def _add_indicators(self) -> None:
        for reference in self._figures():
            card = IndicatorCard(reference, self._context)
            self._column.addWidget(card)
            self._cards.append(card)

    def _figures(self) -> tuple[str, ...]:
        """Return the indicators of the line, then what else plans set targets on; each once."""
        if self.node.kind is OutlineNodeKind.GROUP:
            return ()
        work, code = self._context.session.work, self.node.code
        named = (t.target.reference for t in self._all_targets())
        return tuple(
            dict.fromkeys((*criterion_inputs.indicator_ids_of_criterion(work, code), *named))
        )

    def _all_targets(self) -> Sequence[TargetResult]:
        work = self._context.session.work
        if self.node.kind is not OutlineNodeKind.PLAN:
            return criterion_inputs.target_results_of_criterion(work, self.node.code)
        own = {item.id for item in self.node.items}
        return [t for t in work.assessment.targets if self._asks_for(t, own)]

    def _asks_for(self, result: TargetResult, items: set[str]) -> bool:
        indicator = result.plan.indicators.get(result.target.reference)
        named = {result.target.reference, *(indicator.references() if indicator else ())}
        return bool(named & items)

    def _add_children(self) -> None:
        if not self.node.children:
            return
        card = SubcriteriaCard(self.node, self._context)
        card.criterion_activated.connect(self.criterion_activated)
        self._column.addWidget(card)
        self.children_card = card

    def _add_evidence(self) -> None:
        evidence = EvidenceCard(self.node.code, self._context)
        explanation = ExplanationCard(self.node.code, self._context)
        self.evidence, self.explanation = evidence, explanation
        self._column.addWidget(evidence)
        self._column.addWidget(explanation)
        self._cards += (evidence, explanation)

    def _add_guidance(self) -> None:
        source = self._source()
        if source is not None and guidance_parts(source):
            self.guidance = GuidanceCard(source)
            self._column.addWidget(self.guidance)

    def _source(self) -> Area | Criterion | None:
        form = self._context.session.work.form
        if self.node.kind is OutlineNodeKind.AREA:
            return form.area(self.node.code)
        return (
            form.criterion(self.node.code) if self.node.kind is OutlineNodeKind.CRITERION else None
        )
