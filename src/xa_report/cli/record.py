"""The history of a file, its backups and its log."""

from pathlib import Path

import click

from xa_report.cli.changes import change_json, change_line
from xa_report.cli.options import DB, period_of
from xa_report.cli.screen import any_path, existing, json_option, print_json, say, sentences
from xa_report.workflow.commune import database_file


@click.command(help="Lịch sử thay đổi: ai, khi nào, từ gì thành gì.")
@DB
@click.option("--period", metavar="KỲ")
@click.option("--item", metavar="MÃ", help="Chỉ một số liệu.")
@json_option
@sentences
def history(db: Path, period: str | None, item: str | None, as_json: bool) -> None:
    """List changes, oldest first."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        changes = database_file.list_changes(opened, period_of(period) if period else None, item)
    if as_json:
        print_json([change_json(change) for change in changes])
    else:
        say(*map(change_line, changes), f"{len(changes)} thay đổi.")


@click.command(help="Sao lưu: bản sao được mở ra và kiểm tra trước khi đặt tên.")
@DB
@click.argument("file", metavar="TỆP", type=any_path())
@sentences
def backup(db: Path, file: Path) -> None:
    """Make a checked backup."""
    database_file.backup_commune_file(db, file)
    say(f"Đã sao lưu {db} vào {file}, đã mở và kiểm tra bản sao.")


@click.command(help="Khôi phục từ bản sao lưu; tệp đang dùng được giữ lại.")
@click.argument("file", metavar="TỆP", type=existing(dir_okay=False))
@DB
@sentences
def restore(file: Path, db: Path) -> None:
    """Put a checked backup in place of the file."""
    kept = database_file.restore_commune_file(file, db)
    say(f"Đã khôi phục {db} từ {file}.", *([f"Tệp trước đó: {kept}"] if kept else []))


@click.command(name="verify-log", help="Kiểm tra chuỗi nhật ký và tệp đính kèm.")
@DB
@json_option
@sentences
def verify_log(db: Path, as_json: bool) -> int:
    """Verify the event chain; 1 when something does not agree."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        faults = database_file.verify_event_log(opened)
    if as_json:
        print_json({"ok": not faults, "faults": list(faults)})
    else:
        say(*faults, "Nhật ký nguyên vẹn." if not faults else f"{len(faults)} lỗi trong nhật ký.")
    return 1 if faults else 0
