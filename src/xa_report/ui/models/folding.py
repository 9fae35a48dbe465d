"""Findings in the order of the list: roots, and below them what follows from them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from xa_report.domain.finding import Finding, Severity

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """A finding with those that it causes."""

    root: Finding
    consequences: tuple[Finding, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of its lines: groups with the same keys have the same shape."""
        return self.root.key, *(finding.key for finding in self.consequences)


def group_by_root_cause(findings: Sequence[Finding]) -> tuple[FindingGroup, ...]:
    """Return every finding once: as a root, or below the one that causes it."""
    roots = {f.place.id: f for f in findings if f.place.kind == "item" and f.open}
    below: defaultdict[str, list[Finding]] = defaultdict(list)
    tops: list[Finding] = []
    for finding in findings:
        causes = (roots[item] for item in finding.causes if item in roots)
        # An error never hides below a warning.
        cause = next((c for c in causes if _RANK[c.severity] <= _RANK[finding.severity]), None)
        if cause is None:
            tops.append(finding)
        else:
            below[cause.key].append(finding)
    return tuple(FindingGroup(top, tuple(below[top.key])) for top in tops)
