"""Takes files in while others are still examined, in no other order than if all were known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.unit import Unit
from xa_report.package.consistency import peek_identity
from xa_report.province.desk import Desk
from xa_report.province.intake.examining import Examined
from xa_report.province.intake.taking import in_turn
from xa_report.province.register.matching import Entries, match
from xa_report.verification.content import About

Claims = Mapping[Path, CaseKey | None]
"""Of which case each file says it is; None when only examining can tell."""


def claims(desk: Desk, paths: Iterable[Path]) -> Claims:
    """Look at what files say they are. What is examined and taken in has said the truth here."""
    entries = desk.entries()
    return {path: _case(entries, said) if (said := peek_identity(path)) else None for path in paths}


def first(said: Claims) -> tuple[Path, ...]:
    """The order in which files are to be examined: those first of which nothing is known."""
    return tuple(sorted(said, key=lambda path: said[path] is not None))


def as_they_come(desk: Desk, said: Claims, found: Iterable[Examined]) -> Iterator[Examined]:
    """Yield each file as soon as no other one can belong before it."""
    left = Counter(said.values())
    waiting: defaultdict[CaseKey | None, list[Examined]] = defaultdict(list)
    for one in found:
        case = said[one.path]
        left[case] -= 1
        waiting[case].append(one)
        if left[None]:
            continue
        if case is None:
            yield from _told_apart(desk, waiting)
        ready = [case] if case else [key for key in waiting if not left[key]]
        for key in ready:
            if not left[key]:
                group = waiting.pop(key)
                yield from in_turn(desk, group) if len(group) > 1 else group


def _told_apart(
    desk: Desk, waiting: defaultdict[CaseKey | None, list[Examined]]
) -> Iterator[Examined]:
    """Put what is known by now to the others of its case; what is of none can be taken at once."""
    entries = desk.entries()
    for one in waiting.pop(None):
        report = one.received.about if one.received else None
        case = _case_of(entries, report) if report else None
        if case is None:
            yield one
        else:
            waiting[case].append(one)


def _case(entries: Entries, said: CaseKey) -> CaseKey | None:
    """The case of a unit that its code alone tells, whatever the unit is called."""
    if all(entry.unit.code != said.unit for entry in entries):
        return None
    unit = match(entries, Unit(said.unit, "", "")).unit
    return CaseKey(unit.code, said.period) if unit else None


def _case_of(entries: Entries, report: About) -> CaseKey | None:
    """The case of a report, by the code of its unit, else by its name."""
    unit = match(entries, report.unit).unit
    return CaseKey(unit.code, report.period) if unit else None
