"""Command `issue`: definitions as a PDF with the seal of the province."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import any_path, existing_path
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.cli.prompts import open_signing_key
from xa_report.workflow.shared import definitions as verbs
from xa_report.workflow.shared import definitions_pdf
from xa_report.workflow.shared.signing_keys import Signatory


@click.command(help="Ban hành biểu mẫu và kế hoạch: PDF có con dấu số, mang theo định nghĩa.")
@click.argument("form")
@click.argument("plans", nargs=-1)
@click.option("-o", "--output", required=True, type=any_path())
@click.option("--key", type=existing_path(dir_okay=False), help="Tệp khóa .p12 của con dấu.")
@click.option("--token", type=any_path(), help="Thư viện PKCS#11 của USB token.")
@click.option("--cert", default="", help="Nhãn chứng thư trên token.")
@handle_errors
def issue(form: str, plans: tuple[str, ...], output: Path, **by: Any) -> None:
    """Sign and write definitions."""
    definition, named = verbs.find_form(form), [verbs.find_plan(name) for name in plans]
    definitions_pdf.write_issued_definitions(
        definition, named, output, Signatory(open_signing_key(**by))
    )
    echo_lines(f"Đã ban hành {definition.id} và {len(named)} kế hoạch: {output}.")
