"""Commands `init`, `units` and `forms` of a register."""

from pathlib import Path

import click

from xa_report.cli.options import DATABASE, existing_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.domain.form import Form
from xa_report.domain.plan import Plan
from xa_report.errors import UsageError
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import (
    add_register_definitions,
    create_register,
    open_register,
)
from xa_report.workflow.shared import definitions, definitions_pdf


@click.command(help="Tạo sổ của tỉnh: tệp SQLite, hoặc trong cơ sở dữ liệu PostgreSQL trống.")
@DATABASE
@click.option("--unit", "code", required=True, metavar="MÃ", help="Mã tỉnh, 2 chữ số.")
@click.option(
    "--units", type=existing_path(dir_okay=False), help="Danh mục của tỉnh (.csv, .xlsx)."
)
@json_option
@handle_errors
def init(database: str, code: str, units: Path | None, as_json: bool) -> None:
    """Create a register."""
    register = create_register(database, code, units)
    communes = queries.list_communes(register)
    if as_json:
        print_json({"province": code, "name": register.province.name, "communes": len(communes)})
        return
    source = units.name if units else "danh mục kèm chương trình"
    echo_lines(
        f"Đã tạo sổ của {register.province.name} ({code}), {len(communes)} xã, phường "
        f"theo {source}.",
        "Tiếp theo: “province forms” nạp bộ tiêu chí, “province trust” nạp chứng thư tin cậy.",
    )


@click.command(help="Nạp bộ tiêu chí và kế hoạch: tệp .toml, mã có sẵn, hoặc PDF đã ban hành.")
@DATABASE
@click.argument("names", metavar="TỆP_HOẶC_MÃ…", nargs=-1, required=True)
@click.option("--trust", type=existing_path(file_okay=False), help="Thư mục tin cậy để xét PDF.")
@json_option
@handle_errors
def forms(database: str, names: tuple[str, ...], trust: Path | None, as_json: bool) -> None:
    """Let communes report by forms and plans."""
    register = open_register(database)
    definitions = [one for name in names for one in _read_definitions(name, trust)]
    added = add_register_definitions(register, definitions)
    rows = [
        {
            "kind": "form" if isinstance(definition, Form) else "plan",
            "id": definition.id,
            "sha256": definition.sha256,
        }
        for definition in definitions
    ]
    if as_json:
        print_json({"added": added, "definitions": rows})
        return
    for definition in definitions:
        kind = "bộ tiêu chí" if isinstance(definition, Form) else "kế hoạch"
        echo_lines(
            f"  {kind} {definition.id}: {definition.title} · SHA-256 {definition.sha256[:12]}…"
        )
    echo_lines(f"Đã nạp {added} mục mới, {len(definitions) - added} mục đã có.")


def _read_definitions(name: str, trust: Path | None) -> list[Form | Plan]:
    # Only a PDF bears a seal to be judged; a .toml and a shipped id need no trust.
    if not name.lower().endswith(".pdf"):
        return [definitions.find_definition(name)]
    if trust is None:
        raise UsageError("Hãy ghi --trust: thư mục chứng thư gốc để biết ai đã ban hành PDF.")
    issued = definitions_pdf.read_issued_definitions(Path(name), trust)
    return [issued.form, *issued.plans]
