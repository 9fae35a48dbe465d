"""`xa-report commune`: a commune's file from its beginning to the exported report."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from xa_report.cli.screen import (
    any_path,
    existing,
    json_option,
    print_json,
    progress,
    say,
    sentences,
)
from xa_report.cli.telling import assessment_json, assessment_lines, change_line
from xa_report.domain.evidence import Document
from xa_report.domain.period import Period
from xa_report.errors import UsageError
from xa_report.workflow import commune as verbs
from xa_report.workflow import definitions, safety
from xa_report.workflow.exporting import Options, export_unsigned
from xa_report.workflow.filling import fill as fill_report
from xa_report.workflow.filling import write_template
from xa_report.workflow.work import Proof

DB = click.argument("db", metavar="DB", type=any_path())
PERIOD = click.option(
    "--period", required=True, metavar="KỲ", help="2026, 2026-Q1, 2026-H1, 2026-9M"
)
DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])


@click.group(help="Tệp số liệu của xã, phường.")
def commune() -> None:
    """Hold the commands of a commune."""


def period_of(text: str) -> Period:
    """Read a period; raise UsageError with its sentence."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@commune.command(help="Tạo tệp số liệu cho một xã, phường.")
@DB
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã đơn vị, 5 chữ số.")
@click.option("--form", "forms", multiple=True, required=True, help="Mã hoặc tệp biểu mẫu.")
@click.option("--plan", "plans", multiple=True, help="Mã hoặc tệp kế hoạch; ghi được nhiều lần.")
@click.option("--formed", type=DAY, help="Ngày đơn vị bắt đầu hoạt động.")
@click.option("--units", type=existing(dir_okay=False), help="Danh mục đơn vị của tỉnh (CSV).")
@sentences
def init(
    db: Path, code: str, forms: tuple[str, ...], plans: tuple[str, ...], **unit_list: Any
) -> None:
    """Make the file of a commune; `unit_list` holds `formed` and `units`."""
    unit = definitions.units(unit_list["units"]).commune(code, _day(unit_list["formed"]))
    read_forms = [definitions.find_form(name) for name in forms]
    read_plans = [definitions.find_plan(name) for name in plans]
    with verbs.create(db, unit, read_forms, read_plans):
        named = ", ".join(form.id for form in read_forms)
        say(f"Đã tạo {db} cho {unit.agency} ({unit.code}, {unit.province_name}): {named}.")


@commune.command(help="Ghi bảng tính trống (hoặc đã có số liệu) để đồng nghiệp điền.")
@DB
@PERIOD
@click.option("-o", "--output", required=True, type=any_path())
@sentences
def template(db: Path, period: str, output: Path) -> None:
    """Write the workbook to be filled."""
    with verbs.open_commune(db) as opened:
        write_template(verbs.start(opened, period_of(period)), output)
    say(f"Đã ghi {output}. Điền xong, chạy: xa-report commune fill {db} --period {period} {output}")


@commune.command(help="Nhập số liệu từ tệp .toml hoặc bảng tính đã điền.")
@DB
@PERIOD
@click.argument("file", metavar="TỆP", type=existing(dir_okay=False))
@sentences
def fill(db: Path, period: str, file: Path) -> None:
    """Enter all answers of a file, or none."""
    with verbs.open_commune(db) as opened:
        work, count = fill_report(opened, verbs.start(opened, period_of(period)), file)
        answered, of = work.assessment.answered
        say(f"Đã nhập {count} mục từ {file.name}; {answered}/{of} tiêu chí có số liệu.")


@commune.command(help="Đính kèm tài liệu kiểm chứng cho một tiêu chí.")
@DB
@PERIOD
@click.option("--criterion", "code", required=True, metavar="MÃ")
@click.option("--number", default="", help="Số, ký hiệu văn bản: 31/BC-UBND.")
@click.option("--date", "dated", type=DAY, help="Ngày văn bản.")
@click.option("--issuer", default="", help="Cơ quan ban hành.")
@click.option("--title", default="", help="Trích yếu.")
@click.option("--page", default="", help="Trang, mục chứng minh.")
@click.argument("file", metavar="TỆP", type=existing(dir_okay=False))
@sentences
def attach(db: Path, period: str, code: str, file: Path, **cited: Any) -> None:
    """Attach a file as proof; `cited` says how the document is named."""
    dated = _day(cited["dated"])
    document = Document(cited["number"], dated, cited["issuer"], cited["title"])
    with verbs.open_commune(db) as opened:
        work = verbs.start(opened, period_of(period))
        verbs.attach(opened, work, Proof(code, file, document, cited["page"]))
    say(f"Đã đính kèm {file.name} cho tiêu chí {code}.")


@commune.command(help="Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.")
@DB
@PERIOD
@json_option
@sentences
def check(db: Path, period: str, as_json: bool) -> int:
    """Assess; 1 when findings block."""
    with verbs.open_commune(db, read_only=True) as opened:
        work = verbs.load(opened, period_of(period))
    if as_json:
        print_json(assessment_json(work))
    else:
        say(*assessment_lines(work))
    return 0 if work.assessment.submittable else 1


@commune.command(help="Xuất báo cáo PDF và bảng tính Excel.")
@DB
@PERIOD
@click.option("-o", "--output", "folder", required=True, type=any_path())
@click.option("--unsigned", is_flag=True, required=True, help="Xuất bản chưa ký.")
@click.option("--draft", is_flag=True, help="Xuất cả khi chưa đủ điều kiện nộp, có ghi chú nháp.")
@json_option
@sentences
def export(db: Path, period: str, folder: Path, draft: bool, **shown: bool) -> None:
    """Write the PDF and the workbook."""
    with verbs.open_commune(db, read_only=True) as opened:
        work = verbs.load(opened, period_of(period))
        made = export_unsigned(work, folder, progress, Options(draft=draft))
    if shown["as_json"]:
        print_json({"ok": True, "pdf": made.pdf, "xlsx": made.xlsx})
    else:
        say(f"Đã xuất {made.pdf}", f"Đã xuất {made.xlsx}")


@commune.command(help="Lịch sử thay đổi: ai, khi nào, từ gì thành gì.")
@DB
@click.option("--period", metavar="KỲ")
@click.option("--item", metavar="MÃ", help="Chỉ một số liệu.")
@json_option
@sentences
def history(db: Path, period: str | None, item: str | None, as_json: bool) -> None:
    """List changes, oldest first."""
    with verbs.open_commune(db, read_only=True) as opened:
        changes = verbs.history(opened, period_of(period) if period else None, item)
    if as_json:
        print_json(
            [
                {
                    "step": c.step,
                    "at": c.at.isoformat(),
                    "who": c.who,
                    "period": str(c.period),
                    "kind": c.kind,
                    "id": c.id,
                    "before": c.before,
                    "after": c.after,
                    "act": c.act,
                }
                for c in changes
            ]
        )
    else:
        say(*map(change_line, changes), f"{len(changes)} thay đổi.")


@commune.command(help="Sao lưu: bản sao được mở ra và kiểm tra trước khi đặt tên.")
@DB
@click.argument("file", metavar="TỆP", type=any_path())
@sentences
def backup(db: Path, file: Path) -> None:
    """Make a checked backup."""
    safety.backup(db, file)
    say(f"Đã sao lưu {db} vào {file}, đã mở và kiểm tra bản sao.")


@commune.command(help="Khôi phục từ bản sao lưu; tệp đang dùng được giữ lại.")
@click.argument("file", metavar="TỆP", type=existing(dir_okay=False))
@DB
@sentences
def restore(file: Path, db: Path) -> None:
    """Put a checked backup in place of the file."""
    kept = safety.restore(file, db)
    say(f"Đã khôi phục {db} từ {file}.", *([f"Tệp trước đó: {kept}"] if kept else []))


@commune.command(name="verify-log", help="Kiểm tra chuỗi nhật ký và tệp đính kèm.")
@DB
@json_option
@sentences
def verify_log(db: Path, as_json: bool) -> int:
    """Verify the event chain; 1 when something does not agree."""
    with verbs.open_commune(db, read_only=True) as opened:
        faults = verbs.verify_log(opened)
    if as_json:
        print_json({"ok": not faults, "faults": list(faults)})
    else:
        say(*faults, "Nhật ký nguyên vẹn." if not faults else f"{len(faults)} lỗi trong nhật ký.")
    return 1 if faults else 0
