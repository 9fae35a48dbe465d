"""Commands `history`, `backup`, `restore` and `verify-log`."""

from pathlib import Path

import click

from xa_report.cli.options import DB, any_path, existing_path, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.commune.store.edits import FieldChange
from xa_report.domain.dates import show_moment
from xa_report.domain.item import Item, ItemKind
from xa_report.domain.item_values import JsonValue, format_value, value_from_json
from xa_report.workflow.commune import database_file


def change_line(change: FieldChange) -> str:
    """Return one change as a line: time, author, field, old and new value."""
    at = show_moment(change.at, seconds=True)
    head = f"{at} {change.who} [{change.act}] {change.period} {change.kind} {change.id}"
    return f"{head}: {short_value_text(change.before)} → {short_value_text(change.after)}"


def change_json(change: FieldChange) -> dict[str, object]:
    """Return one change as a JSON object."""
    return {
        "step": change.step,
        "at": change.at.isoformat(),
        "who": change.who,
        "period": str(change.period),
        "kind": change.kind,
        "id": change.id,
        "before": change.before,
        "after": change.after,
        "act": change.act,
    }


def answer_value_text(value: JsonValue, kind: str) -> str:
    """Return a stored answer's value by its kind: `12`, `86,42`, `05/01/2026`."""
    try:
        item = Item("", "", ItemKind(kind))
        return format_value(value_from_json(value, item.kind), item)
    except ValueError:
        # Another version's kind, or none: shown as it is stored rather than not at all.
        return short_value_text(value)


def short_value_text(value: JsonValue) -> str:
    """Return a stored value in short, as officials write it; an empty field is a dash."""
    if isinstance(value, dict):
        if "not_arisen" in value:
            return f"không phát sinh: {value['not_arisen']}"
        if "value" in value:
            return answer_value_text(value["value"], str(value.get("kind", "")))
        return "; ".join(
            f"{key}: {short_value_text(inner)}" for key, inner in value.items() if inner
        )
    if isinstance(value, list):
        return "; ".join(map(short_value_text, value))
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return "–" if value is None else value


@click.command(help="Lịch sử thay đổi: ai, khi nào, từ gì thành gì.")
@DB
@click.option("--period", metavar="KỲ")
@click.option("--item", metavar="MÃ", help="Chỉ một số liệu.")
@json_option
@handle_errors
def history(db: Path, period: str | None, item: str | None, as_json: bool) -> None:
    """List changes, oldest first."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        changes = database_file.list_changes(opened, parse_period(period) if period else None, item)
    if as_json:
        print_json([change_json(change) for change in changes])
    else:
        echo_lines(*map(change_line, changes), f"{len(changes)} thay đổi.")


@click.command(help="Sao lưu: bản sao được mở ra và kiểm tra trước khi đặt tên.")
@DB
@click.argument("file", metavar="TỆP", type=any_path())
@handle_errors
def backup(db: Path, file: Path) -> None:
    """Make a checked backup."""
    database_file.backup_commune_file(db, file)
    echo_lines(f"Đã sao lưu {db} vào {file}, đã mở và kiểm tra bản sao.")


@click.command(help="Khôi phục từ bản sao lưu; tệp đang dùng được giữ lại.")
@click.argument("file", metavar="TỆP", type=existing_path(dir_okay=False))
@DB
@handle_errors
def restore(file: Path, db: Path) -> None:
    """Put a checked backup in place of the file."""
    previous_file = database_file.restore_commune_file(file, db)
    echo_lines(
        f"Đã khôi phục {db} từ {file}.",
        *([f"Tệp trước đó: {previous_file}"] if previous_file else []),
    )


@click.command(name="verify-log", help="Kiểm tra chuỗi nhật ký và tệp đính kèm.")
@DB
@json_option
@handle_errors
def verify_event_chain(db: Path, as_json: bool) -> int:
    """Verify the event chain; return 1 when something does not agree."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        faults = database_file.verify_event_log(opened)
    if as_json:
        print_json({"ok": not faults, "faults": list(faults)})
    else:
        echo_lines(
            *faults, "Nhật ký nguyên vẹn." if not faults else f"{len(faults)} lỗi trong nhật ký."
        )
    return 1 if faults else 0
