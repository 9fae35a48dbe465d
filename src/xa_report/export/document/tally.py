"""How many figures are given, not arisen or still missing; what a form without points tells."""

from collections.abc import Iterable
from dataclasses import dataclass

from xa_report.domain.form import Area
from xa_report.domain.item import FilledBy, Item
from xa_report.export.document.source import Source


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of items that the commune is asked for."""

    asked: int
    given: int
    not_arisen: int
    missing: tuple[Item, ...]
    """Required items without an answer."""


def tally(source: Source, refs: Iterable[str] | None = None) -> Tally:
    """Count the items of some ids, by default all of the form."""
    named = source.form.items if refs is None else dict.fromkeys(refs)
    own = [source.form.items[ref] for ref in named if ref in source.form.items]
    items = [item for item in own if item.filled_by is FilledBy.COMMUNE]
    answers = source.report.answers
    answered = [answers[item.id] for item in items if item.id in answers]
    missing = tuple(item for item in items if item.id not in answers and item.required)
    not_arisen = sum(answer.not_arisen is not None for answer in answered)
    return Tally(len(items), len(answered) - not_arisen, not_arisen, missing)


def area_items(source: Source, area: Area) -> tuple[str, ...]:
    """The ids that an area asks for itself."""
    return tuple(ref for ref in area.items if ref in source.form.items)
