"""Command `units`: the province's own list of units, its changes shown before it is stored."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from xa_report.cli.options import DATABASE, existing_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.domain.dates import show_date
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.province.database.unit_changes import UnitListChanges
from xa_report.province.database.units import UnitEntry
from xa_report.workflow.province.register_setup import (
    open_register,
    preview_units,
    read_own_units,
    replace_units,
)

MAX_NAMED_UNITS = 20
"""Units named below each heading; the JSON has them all."""


@click.command(help="Nạp danh mục đơn vị của tỉnh (.csv, .xlsx), thay danh mục đang dùng.")
@DATABASE
@click.argument("file", metavar="TỆP", type=existing_path(dir_okay=False))
@click.option("--yes", is_flag=True, help="Thay ngay, không hỏi lại.")
@json_option
@handle_errors
def units(database: str, file: Path, yes: bool, as_json: bool) -> int:
    """Show what a list of units changes, ask, replace; names it lacks are kept as past ones."""
    if as_json and not yes:
        raise UsageError("Với --json hãy ghi thêm --yes: danh mục sẽ được thay ngay.")
    register = open_register(database)
    entries = read_own_units(file, register.province)
    changes = preview_units(register, entries)
    if not as_json:
        echo_lines(*change_lines(changes))
    if not (yes or changes.is_empty or click.confirm("Thay danh mục đang dùng?", err=True)):
        echo_lines("Chưa thay gì.")
        return 1
    past = replace_units(register, entries)
    working = [entry for entry in entries if entry.is_current]
    if as_json:
        print_json(
            {
                "entries": len(entries),
                "working": len(working),
                "past": [_past_unit_json(one) for one in past],
                **changes_json(changes),
            }
        )
        return 0
    echo_lines(f"Đã nạp {len(entries)} dòng, {len(working)} đơn vị đang hoạt động.")
    for entry in past:
        heir = f", nay thuộc mã {entry.successor}" if entry.successor else ""
        echo_lines(f"  giữ làm tên cũ: {entry.unit.name} ({entry.unit.code}){heir}")
    return 0


def _past_unit_json(entry: UnitEntry) -> dict[str, object]:
    return {
        "code": entry.unit.code,
        "name": entry.unit.name,
        "valid_to": entry.valid_to,
        "successor": entry.successor,
    }


def change_lines(changes: UnitListChanges) -> Iterator[str]:
    """Yield the changes as lines: added, changed and ended units."""
    if changes.is_empty:
        yield "Danh mục mới có đúng các đơn vị đang hoạt động như danh mục đang dùng."
        return
    renamed = [f"{_unit_text(one.before)} → {_described(one.after)}" for one in changes.changed]
    yield from _group_lines("Thêm", [_unit_text(unit) for unit in changes.added])
    yield from _group_lines("Đổi", renamed)
    yield from _group_lines("Không còn hoạt động", [_unit_text(unit) for unit in changes.ended])


def _group_lines(heading: str, texts: Sequence[str]) -> Iterator[str]:
    if not texts:
        return
    yield f"{heading} {len(texts)} đơn vị:"
    yield from (f"  {text}" for text in texts[:MAX_NAMED_UNITS])
    if len(texts) > MAX_NAMED_UNITS:
        yield f"  … và {len(texts) - MAX_NAMED_UNITS} đơn vị khác"


def _unit_text(unit: Unit) -> str:
    return f"{unit.name} ({unit.code})"


def _described(unit: Unit) -> str:
    formed = f", hoạt động từ {show_date(unit.formed)}" if unit.formed else ""
    return f"{unit.name}, {unit.kind}{formed}"


def changes_json(changes: UnitListChanges) -> dict[str, object]:
    """Return the changes as JSON."""
    return {
        "added": [_unit_json(unit) for unit in changes.added],
        "changed": [
            {**_unit_json(unit.after), "before": unit.before.name} for unit in changes.changed
        ],
        "ended": [_unit_json(unit) for unit in changes.ended],
    }


def _unit_json(unit: Unit) -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}
