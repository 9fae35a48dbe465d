"""What refers to what: unknown ids, cycles, and all that a definition needs."""

from collections.abc import Iterable

from xa_report.definitions.catalogue import Catalogue
from xa_report.definitions.entry import did_you_mean
from xa_report.domain.fault import FaultCode
from xa_report.domain.rules.figure_rules import number_faults


def closure(refs: Iterable[str], catalogue: Catalogue) -> tuple[str, ...]:
    """The ids and everything that they are made from, in the order of their first use."""
    found: dict[str, None] = {}
    waiting = list(refs)[::-1]
    while waiting:
        ref = waiting.pop()
        if ref in found or ref not in catalogue:
            continue
        found[ref] = None
        indicator = catalogue.indicator(ref)
        if indicator is not None:
            waiting.extend(reversed(indicator.references()))
    return tuple(found)


def check_indicators(catalogue: Catalogue) -> None:
    """Note unknown ids and cycles among indicators, at the indicator that has them."""
    for ref, indicator in catalogue.indicators.items():
        entry = catalogue.entries[ref]
        for named in indicator.references():
            if named not in catalogue:
                hint = did_you_mean(named, catalogue.ids())
                entry.fault(FaultCode.UNKNOWN_REFERENCE, indicator.kind, ref=named, hint=hint)
        for found in number_faults(indicator.references(), indicator.kind, catalogue):
            entry.book.add(entry.source.name, entry.place, found)
        path = _cycle(ref, catalogue)
        if path:
            entry.fault(FaultCode.CYCLE, path=" → ".join(path))


def _cycle(start: str, catalogue: Catalogue) -> tuple[str, ...]:
    """A way from an indicator back to itself; empty when there is none."""
    waiting: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while waiting:
        path = waiting.pop()
        indicator = catalogue.indicator(path[-1])
        for ref in indicator.references() if indicator else ():
            if ref == start:
                return (*path, ref)
            if ref not in seen:
                seen.add(ref)
                waiting.append((*path, ref))
    return ()
