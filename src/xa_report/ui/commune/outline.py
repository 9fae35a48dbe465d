"""The outline of a report: areas, criteria, bonus, penalty, plan items; and the search in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xa_report.domain.form import Area, Criterion
from xa_report.domain.item import Item
from xa_report.domain.text import strip_accents
from xa_report.ui.shared.search_box import MAX_SEARCH_RESULTS, SearchResult
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.criterion_inputs import PLAN_CODE

BONUS_CODE, PENALTY_CODE = "ĐT", "ĐTr"
"""Codes of the two groups, which have none in the form."""


class OutlineNodeKind(StrEnum):
    """The kinds of lines of the outline."""

    AREA = "area"
    CRITERION = "criterion"
    GROUP = "group"
    """Bonuses or penalties."""
    PLAN = "plan"
    """Items that only plans ask for."""


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One line of the outline, with the items that are entered there."""

    code: str
    title: str
    kind: OutlineNodeKind
    items: tuple[Item, ...] = ()
    children: tuple["OutlineNode", ...] = ()

    @property
    def display_text(self) -> str:
        """Code and title; the title alone for lines whose code is not of the form."""
        if self.kind in (OutlineNodeKind.GROUP, OutlineNodeKind.PLAN):
            return self.title
        return f"{self.code}  {self.title}"


def build_outline(work: AssessedReport) -> tuple[OutlineNode, ...]:
    """Build the outline of a report in the order of the form.

    Bonuses, penalties and items that only plans ask for come last, each only when there are any.
    """
    form = work.form
    nodes = [_area_node(work, area) for area in form.areas]
    groups = ((BONUS_CODE, "Điểm thưởng", form.bonuses), (PENALTY_CODE, "Điểm trừ", form.penalties))
    for code, title, criteria in groups:
        if criteria:
            children = tuple(_criterion_node(work, criterion) for criterion in criteria)
            nodes.append(OutlineNode(code, title, OutlineNodeKind.GROUP, children=children))
    plan_items = criterion_inputs.input_items(work, PLAN_CODE)
    if plan_items:
        nodes.append(
            OutlineNode(PLAN_CODE, "Số liệu chỉ kế hoạch cần", OutlineNodeKind.PLAN, plan_items)
        )
    return tuple(nodes)


def iter_nodes(nodes: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    """Yield all lines from top to bottom, each before those below it."""
    stack = [*reversed(nodes)]
    while stack:
        node = stack.pop()
        yield node
        stack += reversed(node.children)


def _area_node(work: AssessedReport, area: Area) -> OutlineNode:
    children = tuple(_criterion_node(work, c) for c in work.form.children(area.code))
    inputs = criterion_inputs.input_items(work, area.code)
    return OutlineNode(area.code, area.title, OutlineNodeKind.AREA, inputs, children)


def _criterion_node(work: AssessedReport, criterion: Criterion) -> OutlineNode:
    children = tuple(_criterion_node(work, c) for c in work.form.children(criterion.code))
    inputs = criterion_inputs.input_items(work, criterion.code)
    return OutlineNode(criterion.code, criterion.title, OutlineNodeKind.CRITERION, inputs, children)


def search_outline(nodes: Sequence[OutlineNode], text: str) -> tuple[SearchResult, ...]:
    """Return the criteria, then the items, whose words contain all words of a text.

    Accents and case do not count. An item that several criteria use appears once, with the first
    of them. At most MAX_SEARCH_RESULTS; none for an empty text.
    """
    words = strip_accents(text).split()
    if not words:
        return ()
    lines = [
        SearchResult(node.display_text, node.code)
        for node in iter_nodes(nodes)
        if _contains_all_words(f"{node.code} {node.title}", words)
    ]
    # Reversed twice: the first line of an item wins, and the order of the form stays.
    items = {
        item.id: SearchResult(f"{item.label}  ·  {node.code}", node.code, item.id)
        for node in reversed(list(iter_nodes(nodes)))
        for item in node.items
        if _contains_all_words(item.label, words)
    }
    return (*lines, *reversed(items.values()))[:MAX_SEARCH_RESULTS]


def _contains_all_words(text: str, words: Sequence[str]) -> bool:
    folded = strip_accents(text)
    return all(word in folded for word in words)
