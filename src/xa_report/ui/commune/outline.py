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


class OutlineNodeKind(StrEnum):
    """What a line of the outline stands for."""

    AREA = "area"
    CRITERION = "criterion"
    GROUP = "group"
    """Bonuses or penalties."""
    PLAN = "plan"
    """Items that only plans ask for."""


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """One line of the outline with what is typed there."""

    code: str
    title: str
    kind: OutlineNodeKind
    items: tuple[Item, ...] = ()
    children: tuple["OutlineNode", ...] = ()

    @property
    def display_text(self) -> str:
        """Code and title; groups have no code of the form."""
        if self.kind in (OutlineNodeKind.GROUP, OutlineNodeKind.PLAN):
            return self.title
        return f"{self.code}  {self.title}"


def build_outline(work: AssessedReport) -> tuple[OutlineNode, ...]:
    """The outline of a period, in the order of the form."""
    form = work.form
    nodes = [_area_node(work, area) for area in form.areas]
    groups = ((BONUS_CODE, "Điểm thưởng", form.bonuses), (PENALTY_CODE, "Điểm trừ", form.penalties))
    for code, title, criteria in groups:
        if criteria:
            children = tuple(_criterion_node(work, criterion) for criterion in criteria)
            nodes.append(OutlineNode(code, title, OutlineNodeKind.GROUP, children=children))
    asked = criterion_inputs.input_items(work, PLAN_CODE)
    if asked:
        nodes.append(
            OutlineNode(PLAN_CODE, "Số liệu chỉ kế hoạch cần", OutlineNodeKind.PLAN, asked)
        )
    return tuple(nodes)


def iter_nodes(nodes: Sequence[OutlineNode]) -> Iterator[OutlineNode]:
    """All lines from top to bottom."""
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _area_node(work: AssessedReport, area: Area) -> OutlineNode:
    children = tuple(_criterion_node(work, c) for c in work.form.children(area.code))
    inputs = criterion_inputs.input_items(work, area.code)
    return OutlineNode(area.code, area.title, OutlineNodeKind.AREA, inputs, children)


def _criterion_node(work: AssessedReport, criterion: Criterion) -> OutlineNode:
    children = tuple(_criterion_node(work, c) for c in work.form.children(criterion.code))
    inputs = criterion_inputs.input_items(work, criterion.code)
    return OutlineNode(criterion.code, criterion.title, OutlineNodeKind.CRITERION, inputs, children)


def search_outline(nodes: Sequence[OutlineNode], text: str) -> tuple[SearchResult, ...]:
    """Criteria, then items, that hold all words; an item is found once."""
    words = strip_accents(text).split()
    if not words:
        return ()
    lines = [
        SearchResult(node.display_text, node.code)
        for node in iter_nodes(nodes)
        if _contains_all_words(f"{node.code} {node.title}", words)
    ]
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
