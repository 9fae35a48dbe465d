"""The order of figures on paper: area by area, criterion by criterion."""

from collections.abc import Iterator, Mapping

from xa_report.domain.form import Form
from xa_report.domain.indicator import Indicator, ids_with_parts
from xa_report.domain.item import Item


def in_order_of_use(
    form: Form, items: Mapping[str, Item], indicators: Mapping[str, Indicator]
) -> tuple[dict[str, Item], dict[str, Indicator]]:
    """Return items and indicators in the order in which criteria first need them, rest last."""
    # A dict keeps the order of first use.
    needed = dict.fromkeys(_needed_ids(form, indicators))
    every = [*needed, *items, *indicators]
    return (
        {ref: items[ref] for ref in every if ref in items},
        {ref: indicators[ref] for ref in every if ref in indicators},
    )


def _needed_ids(form: Form, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    outside = (*form.bonuses, *form.penalties)
    for area in form.areas:
        below = [c for c in form.criteria if c.code.split(".")[0] == area.code]
        for refs in (*(c.references() for c in below), area.items):
            yield from ids_with_parts(refs, indicators)
    for criterion in outside:
        yield from ids_with_parts(criterion.references(), indicators)
