"""The right pane: everything that belongs to one line of the outline."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from PySide6 import QtCore, QtWidgets

from xa_report.domain.assessment import TargetResult
from xa_report.domain.form import Area, Criterion
from xa_report.ui.outline import Node, NodeKind
from xa_report.ui.pane.children import ChildrenCard
from xa_report.ui.pane.evidence import EvidenceCard
from xa_report.ui.pane.head import Head
from xa_report.ui.pane.indicators import IndicatorCard
from xa_report.ui.pane.inputs import Inputs
from xa_report.ui.pane.texts import ExplanationCard, GuidanceCard, guidance_of
from xa_report.ui.place import Place
from xa_report.ui.standing import Standing
from xa_report.ui.widgets.card import Card
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.report_changes import ReportChanges

Standings = Mapping[str, Standing]


class PaneCard(Protocol):
    """A card that can be filled by itself."""

    def refresh(self) -> None:
        """Show what is stored now."""

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether something of what changed stands here."""


class Pane(QtWidgets.QWidget):
    """The cards of one line; made once, then only filled anew.

    Signals:
        criterion_activated(str): another line is to be opened, by its code.
    """

    criterion_activated = QtCore.Signal(str)

    def __init__(self, node: Node, place: Place) -> None:
        super().__init__()
        self.setObjectName("ground")
        self.node = node
        self._place = place
        self._cards: list[PaneCard] = []
        self._column = QtWidgets.QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(10)
        self.evidence: EvidenceCard | None = None
        self.explanation: ExplanationCard | None = None
        self.guidance: GuidanceCard | None = None
        self.children_card: ChildrenCard | None = None
        self._add_inputs()
        self._add_indicators()
        self._add_children()
        if node.kind is NodeKind.CRITERION and not node.children:
            self._add_proofs()
        self._add_guidance()
        self._column.addStretch(1)

    def show_all(self, standings: Standings) -> None:
        """Fill every card with what is stored now."""
        self.head.refresh(standings[self.node.code])
        self.inputs.refresh()
        self._show_children(standings)
        for card in self._cards:
            card.refresh()

    def show_changes(self, changes: ReportChanges, standings: Standings) -> None:
        """Fill anew, in place, the cards on which something of what changed stands."""
        standing = standings[self.node.code]
        if self.head.is_affected(changes, standing):
            self.head.refresh(standing)
        self.inputs.show_changes(changes)
        self._show_children(standings)
        for card in self._cards:
            if card.is_affected(changes):
                card.refresh()

    def _show_children(self, standings: Standings) -> None:
        if self.children_card is not None:
            self.children_card.show_standings(standings)

    def focus_item(self, item: str) -> bool:
        """Go to the field of an item; whether it is here."""
        field = self.inputs.fields.get(item)
        if field is None:
            return False
        field.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        return True

    def focus_first(self) -> None:
        """Go to the first thing that can be typed."""
        if self.head.manual is not None:
            self.head.manual.line.setFocus()
        elif self.inputs.fields:
            next(iter(self.inputs.fields.values())).setFocus()

    def _add_inputs(self) -> None:
        card = Card()
        self.head = Head(self.node, self._place)
        self.inputs = Inputs(self.node.items, self._place)
        card.add(self.head)
        card.add(self.inputs)
        self.inputs.setVisible(bool(self.node.items))
        self._column.addWidget(card)

    def _add_indicators(self) -> None:
        for reference in self._figures():
            card = IndicatorCard(reference, self._place)
            self._column.addWidget(card)
            self._cards.append(card)

    def _figures(self) -> tuple[str, ...]:
        """Indicators of the line, then items and further indicators that a plan sets targets on."""
        if self.node.kind is NodeKind.GROUP:
            return ()
        work, code = self._place.desk.work, self.node.code
        named = (t.target.reference for t in self._all_targets())
        return tuple(
            dict.fromkeys((*criterion_inputs.indicator_ids_of_criterion(work, code), *named))
        )

    def _all_targets(self) -> Sequence[TargetResult]:
        work = self._place.desk.work
        if self.node.kind is not NodeKind.PLAN:
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
        card = ChildrenCard(self.node, self._place)
        card.criterion_activated.connect(self.criterion_activated)
        self._column.addWidget(card)
        self.children_card = card

    def _add_proofs(self) -> None:
        evidence = EvidenceCard(self.node.code, self._place)
        explanation = ExplanationCard(self.node.code, self._place)
        self.evidence, self.explanation = evidence, explanation
        self._column.addWidget(evidence)
        self._column.addWidget(explanation)
        self._cards += (evidence, explanation)

    def _add_guidance(self) -> None:
        source = self._source()
        if source is not None and guidance_of(source):
            self.guidance = GuidanceCard(source)
            self._column.addWidget(self.guidance)

    def _source(self) -> Area | Criterion | None:
        form = self._place.desk.work.form
        if self.node.kind is NodeKind.AREA:
            return form.area(self.node.code)
        return form.criterion(self.node.code) if self.node.kind is NodeKind.CRITERION else None
