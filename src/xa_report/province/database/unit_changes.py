"""Difference of a new list of units from the one in force, for whoever has to agree to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from xa_report.domain.unit import Unit
from xa_report.province.database.units import UnitEntry


@dataclass(frozen=True, slots=True)
class ChangedUnit:
    """A unit whose name, kind or first day of work a new list changes."""

    before: Unit
    after: Unit


@dataclass(frozen=True, slots=True)
class UnitListChanges:
    """The difference of two lists, each by code."""

    added: tuple[Unit, ...]
    changed: tuple[ChangedUnit, ...]
    ended: tuple[Unit, ...]
    """Units at work that the new list has no more, or only as former ones."""

    @property
    def is_empty(self) -> bool:
        """True when the same units go on under the same names."""
        return not (self.added or self.changed or self.ended)


def unit_list_changes(
    stored_entries: Iterable[UnitEntry], new_entries: Iterable[UnitEntry]
) -> UnitListChanges:
    """Compare the units at work of two lists."""
    before, after = _working_units(stored_entries), _working_units(new_entries)
    return UnitListChanges(
        tuple(unit for code, unit in after.items() if code not in before),
        tuple(
            ChangedUnit(before[code], unit)
            for code, unit in after.items()
            if code in before and before[code] != unit
        ),
        tuple(unit for code, unit in before.items() if code not in after),
    )


def _working_units(entries: Iterable[UnitEntry]) -> dict[str, Unit]:
    units = {entry.unit.code: entry.unit for entry in entries if entry.is_current}
    return dict(sorted(units.items()))
