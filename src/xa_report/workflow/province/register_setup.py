"""Setup of a register: creation, opening, definitions and the list of units."""

from collections.abc import Sequence
from pathlib import Path

from xa_report.definitions.unit_list import read_units
from xa_report.domain.dates import Clock, utc_now
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.files import replace_flushed
from xa_report.paths import resources_dir
from xa_report.province.database.database import (
    create_register_database,
    open_register_database,
    register_file,
    require_new_file,
)
from xa_report.province.database.unit_changes import UnitListChanges, unit_list_changes
from xa_report.province.database.unit_rows import unit_entries_from_table
from xa_report.province.database.units import UnitEntry, replace_own_units, save_shipped_units
from xa_report.province.register import Register
from xa_report.workflow.shared.definitions import load_unit_list
from xa_report.workflow.shared.unit_files import read_unit_table


def read_own_units(path: Path, province: Unit) -> tuple[UnitEntry, ...]:
    """Read a list of units; raise DefinitionError with all faults by row."""
    known = read_units(resources_dir() / "units.csv").units
    return unit_entries_from_table(read_unit_table(path), province, known)


def preview_units(register: Register, entries: Sequence[UnitEntry]) -> UnitListChanges:
    """Return what a new list would change; nothing is stored."""
    return unit_list_changes(register.unit_entries(), entries)


def replace_units(register: Register, entries: Sequence[UnitEntry]) -> tuple[UnitEntry, ...]:
    """Replace the list of units; return the entries that only the older list had.

    They are kept as past names.
    """
    return replace_own_units(register.database, entries)


def create_register(
    database: str, code: str, units: Path | None = None, who: str = "", clock: Clock = utc_now
) -> Register:
    """Create a province's register with the communes of `units`, else of the shipped list.

    A file has its name only when everything is in it.
    """
    unit_list = load_unit_list()
    province = unit_list.units.get(code)
    if province is None or province.province_code:
        raise UsageError(f"Mã “{code}” không phải mã tỉnh, thành phố; ví dụ 80 là Tây Ninh.")
    own = read_own_units(units, province) if units else ()
    shipped = [one for one in unit_list.units.values() if one.province_code == code]
    entries = [UnitEntry(unit) for unit in sorted(shipped, key=lambda unit: unit.code)]
    target = register_file(database)
    require_new_file(target)
    draft = target.with_name(f".{target.name}.new") if target else None
    if draft is not None:
        # Left by a process that was killed: it never had its name, so nobody uses it.
        draft.unlink(missing_ok=True)
    register = Register(create_register_database(str(draft or database), province, who, clock))
    if own:
        replace_own_units(register.database, own)
    else:
        save_shipped_units(register.database, entries)
    if draft is None or target is None:
        return register
    register.database.engine.dispose()
    replace_flushed(draft, target)
    return open_register(database, who, clock)


def open_register(database: str, who: str = "", clock: Clock = utc_now) -> Register:
    """Open a register; raise UsageError when there is none."""
    return Register(open_register_database(database, who, clock))


def add_register_definitions(register: Register, new_definitions: Sequence[Form | Plan]) -> int:
    """Let communes report by a form and plans; return how many were new."""
    return register.add_definitions(new_definitions)
