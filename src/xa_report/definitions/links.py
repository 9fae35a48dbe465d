"""What rating bands, cross-checks, tie-breaks and limits name must be there and fit."""

from itertools import pairwise

from xa_report.definitions.entry import Entry
from xa_report.definitions.noting import Noting
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import CrossCheck, CrossCheckKind
from xa_report.domain.item import ItemKind
from xa_report.domain.numbers import show_number

DATED = frozenset({CrossCheckKind.NOT_AFTER, CrossCheckKind.WITHIN_PERIOD})


def check_links(noting: Noting) -> None:
    """Note all faults of what stands beside the criteria."""
    _bands(noting)
    _rating_limits(noting)
    for check, entry in zip(noting.form.checks, noting.entries("check", "id"), strict=True):
        _check(check, entry, noting)
    areas = noting.by_code("area")
    for area in noting.form.areas:
        if area.code in areas:
            noting.known(area.items, areas[area.code])
    codes = {area.code for area in noting.form.areas} | {c.code for c in noting.form.criteria}
    noting.known((ref for ref in noting.form.tie_break if ref not in codes), noting.head())


def _bands(noting: Noting) -> None:
    rows = list(zip(noting.form.bands, noting.entries("band", "name"), strict=True))
    for (above, _), (band, entry) in pairwise(rows):
        if band.start >= above.start:
            entry.fault(FaultCode.RATING_ORDER, name=band.name)
    if rows and rows[-1][0].start > 0:
        start = show_number(rows[-1][0].start)
        rows[-1][1].fault(FaultCode.RATING_HOLE, from_=start)


def _rating_limits(noting: Noting) -> None:
    names = {band.name for band in noting.form.bands}
    entries = noting.entries("rating_limit", "at_most")
    for limit, entry in zip(noting.form.rating_limits, entries, strict=True):
        noting.condition(limit.when or None, "when", entry)
        if limit.at_most and limit.at_most not in names:
            entry.fault(FaultCode.UNKNOWN_BAND, name=limit.at_most)


def _check(check: CrossCheck, entry: Entry, noting: Noting) -> None:
    noting.known(check.references(), entry)
    if check.kind in DATED:
        for ref in check.references():
            noting.kind(ref, ItemKind.DATE, check.kind, entry)
    elif check.kind is not CrossCheckKind.TOGETHER:
        noting.numbers(check.references(), check.kind, entry)
