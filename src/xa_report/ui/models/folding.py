"""Findings in the order of the list: roots, and below them what follows from them."""

from collections import defaultdict
from collections.abc import Sequence

from xa_report.domain.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def folded(
    findings: Sequence[Finding],
) -> tuple[tuple[Finding, ...], tuple[tuple[Finding, ...], ...]]:
    """Roots, and for each of them the findings that it causes."""
    roots = {f.place.id: f for f in findings if f.place.kind == "item" and f.open}
    below: defaultdict[str, list[Finding]] = defaultdict(list)
    tops: list[Finding] = []
    for found in findings:
        causes = (roots[item] for item in found.causes if item in roots)
        # An error never hides below a warning.
        cause = next((c for c in causes if _RANK[c.severity] <= _RANK[found.severity]), None)
        if cause is None:
            tops.append(found)
        else:
            below[cause.key].append(found)
    return tuple(tops), tuple(tuple(below[top.key]) for top in tops)


def keys(
    roots: tuple[Finding, ...], below: tuple[tuple[Finding, ...], ...]
) -> list[tuple[str, ...]]:
    """The keys of all lines: two lists with the same keys have the same shape."""
    return [(root.key, *(f.key for f in under)) for root, under in zip(roots, below, strict=True)]
