"""Begins a commune's file."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DAY, DB, day_of
from xa_report.cli.screen import existing, say, sentences
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.workflow.commune import database_file
from xa_report.workflow.shared import definitions, definitions_pdf


@click.command(help="Tạo tệp số liệu cho một xã, phường.")
@DB
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã đơn vị, 5 chữ số.")
@click.option("--form", "forms", multiple=True, help="Mã hoặc tệp biểu mẫu.")
@click.option("--plan", "plans", multiple=True, help="Mã hoặc tệp kế hoạch; ghi được nhiều lần.")
@click.option("--issued", type=existing(dir_okay=False), help="PDF do tỉnh ban hành.")
@click.option("--trust", type=existing(file_okay=False), help="Thư mục chứng thư gốc và CRL.")
@click.option("--formed", type=DAY, help="Ngày đơn vị bắt đầu hoạt động.")
@click.option("--units", type=existing(dir_okay=False), help="Danh mục đơn vị của tỉnh (CSV).")
@sentences
def init(db: Path, code: str, **given: Any) -> None:
    """Make the file of a commune, by files or by what the province issued."""
    unit = definitions.load_unit_list(given["units"]).commune(code, day_of(given["formed"]))
    forms, plans = _definitions(**given)
    with database_file.create_commune_file(db, unit, forms, plans):
        named = ", ".join(form.id for form in forms)
        say(f"Đã tạo {db} cho {unit.agency} ({unit.code}, {unit.province_name}): {named}.")


def _definitions(**given: Any) -> tuple[list[Form], list[Plan]]:
    if given["issued"] is None:
        if not given["forms"]:
            raise UsageError("Hãy ghi --form, hoặc --issued với PDF do tỉnh ban hành.")
        forms = [definitions.find_form(name) for name in given["forms"]]
        return forms, [definitions.find_plan(name) for name in given["plans"]]
    if given["trust"] is None:
        raise UsageError("Hãy ghi --trust: thư mục chứng thư gốc để biết ai đã ban hành.")
    issued = definitions_pdf.read_issued_definitions(given["issued"], given["trust"])
    when = f" lúc {issued.claimed:%H:%M %d/%m/%Y}" if issued.claimed else ""
    decision = f", {issued.form.decision}" if issued.form.decision else ""
    say(f"Do {issued.issuer} ban hành{when}{decision}.")
    return [issued.form], list(issued.plans)
