"""Command `init`: a new file of a commune."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.day_options import parse_day
from xa_report.cli.options import DB, existing_path
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.domain.dates import show_moment
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.workflow.commune import database_file
from xa_report.workflow.shared import definitions


@click.command(help="Tạo tệp số liệu cho một xã, phường.")
@DB
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã đơn vị, 5 chữ số.")
@click.option("--form", "forms", multiple=True, help="Mã hoặc tệp biểu mẫu.")
@click.option("--plan", "plans", multiple=True, help="Mã hoặc tệp kế hoạch; ghi được nhiều lần.")
@click.option("--issued", type=existing_path(dir_okay=False), help="PDF do tỉnh ban hành.")
@click.option("--trust", type=existing_path(file_okay=False), help="Thư mục chứng thư gốc và CRL.")
@click.option("--formed", help="Ngày đơn vị bắt đầu hoạt động: 01/07/2025.")
@click.option(
    "--units", type=existing_path(dir_okay=False), help="Danh mục đơn vị của tỉnh (.csv, .xlsx)."
)
@handle_errors
def init(db: Path, code: str, **options: Any) -> None:
    """Create the file of a commune, by definition files or by issued definitions."""
    formed = parse_day(options["formed"], "Ngày bắt đầu hoạt động (--formed)")
    unit = definitions.load_unit_list(options["units"]).commune(code, formed)
    forms, plans = _chosen_definitions(**options)
    with database_file.create_commune_file(db, unit, forms, plans):
        named = ", ".join(form.id for form in forms)
        echo_lines(f"Đã tạo {db} cho {unit.agency} ({unit.code}, {unit.province_name}): {named}.")


def _chosen_definitions(**options: Any) -> tuple[list[Form], list[Plan]]:
    if options["issued"] is None:
        if not options["forms"]:
            raise UsageError("Hãy ghi --form, hoặc --issued với PDF do tỉnh ban hành.")
        forms = [definitions.find_form(name) for name in options["forms"]]
        return forms, [definitions.find_plan(name) for name in options["plans"]]
    # No default: a PDF judged against nothing could be anybody's.
    if options["trust"] is None:
        raise UsageError("Hãy ghi --trust: thư mục chứng thư gốc để biết ai đã ban hành.")
    # Loaded here: without --issued nobody need wait for pyHanko and reportlab.
    from xa_report.workflow.shared.definitions_pdf import read_issued_definitions

    issued = read_issued_definitions(options["issued"], options["trust"])
    when = f" lúc {show_moment(issued.claimed)}" if issued.claimed else ""
    decision = f", {issued.form.decision}" if issued.form.decision else ""
    echo_lines(f"Do {issued.issuer} ban hành{when}{decision}.")
    return [issued.form], list(issued.plans)
