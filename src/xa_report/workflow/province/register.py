"""Verbs that create and open a province's register, and say by what communes report."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError

if TYPE_CHECKING:
    from xa_report.province.register import Register


def create_register(
    database: str, code: str, units: Path | None = None, who: str = ""
) -> "Register":
    """Make a register for a province, with its communes from its own list or the one that ships."""
    from xa_report.province.database.database import create_register_database
    from xa_report.province.database.units import UnitEntry, replace_own_units, save_shipped_units
    from xa_report.province.register import Register
    from xa_report.workflow.definitions import units as listed
    from xa_report.workflow.province.units import read_own_units

    found = listed()
    province = found.units.get(code)
    if province is None or province.province_code:
        raise UsageError(f"Mã “{code}” không phải mã tỉnh, thành phố; ví dụ 80 là Tây Ninh.")
    own = read_own_units(units, province) if units else ()
    desk = Register(create_register_database(database, province, who))
    if own:
        replace_own_units(desk.register, own)
        return desk
    shipped = [one for one in found.units.values() if one.province_code == code]
    save_shipped_units(
        desk.register, [UnitEntry(one) for one in sorted(shipped, key=lambda one: one.code)]
    )
    return desk


def open_province(database: str, who: str = "") -> "Register":
    """Open a register; raise UsageError when there is none."""
    from xa_report.province.database.database import open_register_database
    from xa_report.province.register import Register

    return Register(open_register_database(database, who))


def add_definitions(desk: "Register", found: Sequence[Form | Plan]) -> int:
    """Let communes report by a form and plans; return how many were new."""
    return desk.add_definitions(found)
