"""Search that ignores accents and case, over criteria and items."""

from collections.abc import Sequence
from dataclasses import dataclass

from xa_report.domain.text import strip_accents
from xa_report.ui.outline import Node, walk

LIMIT = 12
"""As many hits as a list below a field can show."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place that was found."""

    shown: str
    code: str
    item: str = ""
    """Empty for a criterion."""


def search(nodes: Sequence[Node], text: str) -> tuple[Hit, ...]:
    """Criteria, then items, that hold all words; an item is found once."""
    words = strip_accents(text).split()
    if not words:
        return ()
    lines = [
        Hit(node.shown, node.code)
        for node in walk(nodes)
        if _holds(f"{node.code} {node.title}", words)
    ]
    items = {
        item.id: Hit(f"{item.label}  ·  {node.code}", node.code, item.id)
        for node in reversed(list(walk(nodes)))
        for item in node.items
        if _holds(item.label, words)
    }
    return (*lines, *reversed(items.values()))[:LIMIT]


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = strip_accents(text)
    return all(word in folded for word in words)
