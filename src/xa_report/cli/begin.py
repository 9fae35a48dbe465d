"""Begins a commune's file."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DAY, DB, day_of
from xa_report.cli.screen import existing, say, sentences
from xa_report.workflow import commune as verbs
from xa_report.workflow import definitions


@click.command(help="Tạo tệp số liệu cho một xã, phường.")
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
    unit = definitions.units(unit_list["units"]).commune(code, day_of(unit_list["formed"]))
    read_forms = [definitions.find_form(name) for name in forms]
    read_plans = [definitions.find_plan(name) for name in plans]
    with verbs.create(db, unit, read_forms, read_plans):
        named = ", ".join(form.id for form in read_forms)
        say(f"Đã tạo {db} cho {unit.agency} ({unit.code}, {unit.province_name}): {named}.")
