"""The outline of a report: areas, criteria, bonus, penalty and what only plans ask for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xa_report.domain.form import Area, Criterion
from xa_report.domain.item import Item
from xa_report.workflow.commune import criterion_inputs
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.criterion_inputs import PLAN_CODE

BONUS_CODE, PENALTY_CODE = "ĐT", "ĐTr"


class NodeKind(StrEnum):
    """What a line of the outline stands for."""

    AREA = "area"
    CRITERION = "criterion"
    GROUP = "group"
    """Bonuses or penalties."""
    PLAN = "plan"
    """Items that only plans ask for."""


@dataclass(frozen=True, slots=True)
class Node:
    """One line of the outline with what is typed there."""

    code: str
    title: str
    kind: NodeKind
    items: tuple[Item, ...] = ()
    children: tuple["Node", ...] = ()

    @property
    def shown(self) -> str:
        """Code and title; groups have no code of the form."""
        if self.kind in (NodeKind.GROUP, NodeKind.PLAN):
            return self.title
        return f"{self.code}  {self.title}"


def outline(work: AssessedReport) -> tuple[Node, ...]:
    """The outline of a period, in the order of the form."""
    form = work.form
    nodes = [_area(work, area) for area in form.areas]
    groups = ((BONUS_CODE, "Điểm thưởng", form.bonuses), (PENALTY_CODE, "Điểm trừ", form.penalties))
    for code, title, criteria in groups:
        if criteria:
            children = tuple(_criterion(work, criterion) for criterion in criteria)
            nodes.append(Node(code, title, NodeKind.GROUP, children=children))
    asked = criterion_inputs.input_items(work, PLAN_CODE)
    if asked:
        nodes.append(Node(PLAN_CODE, "Số liệu chỉ kế hoạch cần", NodeKind.PLAN, asked))
    return tuple(nodes)


def walk(nodes: Sequence[Node]) -> Iterator[Node]:
    """All lines from top to bottom."""
    waiting = [*reversed(nodes)]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _area(work: AssessedReport, area: Area) -> Node:
    children = tuple(_criterion(work, c) for c in work.form.children(area.code))
    inputs = criterion_inputs.input_items(work, area.code)
    return Node(area.code, area.title, NodeKind.AREA, inputs, children)


def _criterion(work: AssessedReport, criterion: Criterion) -> Node:
    children = tuple(_criterion(work, c) for c in work.form.children(criterion.code))
    inputs = criterion_inputs.input_items(work, criterion.code)
    return Node(criterion.code, criterion.title, NodeKind.CRITERION, inputs, children)
