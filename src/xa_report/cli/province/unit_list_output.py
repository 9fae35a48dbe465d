"""What a new list of units changes, as lines and as JSON."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from xa_report.domain.dates import show_date

if TYPE_CHECKING:
    from xa_report.domain.unit import Unit
    from xa_report.province.database.unit_changes import UnitListChanges

MAX_NAMED_UNITS = 20
"""Units named below each heading; the JSON has them all."""


def change_lines(changes: "UnitListChanges") -> Iterator[str]:
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


def _unit_text(unit: "Unit") -> str:
    return f"{unit.name} ({unit.code})"


def _described(unit: "Unit") -> str:
    formed = f", hoạt động từ {show_date(unit.formed)}" if unit.formed else ""
    return f"{unit.name}, {unit.kind}{formed}"


def changes_json(changes: "UnitListChanges") -> dict[str, object]:
    """Return the changes as JSON."""
    return {
        "added": [_unit_json(unit) for unit in changes.added],
        "changed": [
            {**_unit_json(one.after), "before": one.before.name} for one in changes.changed
        ],
        "ended": [_unit_json(unit) for unit in changes.ended],
    }


def _unit_json(unit: "Unit") -> dict[str, object]:
    return {"code": unit.code, "name": unit.name, "kind": unit.kind}
