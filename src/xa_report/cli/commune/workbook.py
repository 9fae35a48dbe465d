"""Command `workbook`: values of a report in a custom template."""

from pathlib import Path

import click

from xa_report.cli.options import DB, PERIOD, any_path, existing_path, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.fill_workbook import fill_custom_workbook


@click.command(help="Điền số liệu vào bảng tính mẫu của xã hoặc của tỉnh ({{tên}} trong ô).")
@DB
@PERIOD
@click.argument("template", metavar="MẪU.xlsx", type=existing_path(dir_okay=False))
@click.option("-o", "--output", required=True, type=any_path())
@json_option
@handle_errors
def workbook(db: Path, period: str, template: Path, output: Path, as_json: bool) -> None:
    """Fill a template; with any fault, print all of them and write nothing."""
    with database_file.open_commune_file(db, read_only=True) as opened:
        done = fill_custom_workbook(
            report.load_report(opened, parse_period(period)), template, output
        )
    if as_json:
        warnings = list(done.warnings)
        print_json({"ok": True, "xlsx": done.path, "cells": done.cells, "warnings": warnings})
    else:
        echo_lines(*done.warnings, f"Đã điền {done.cells} ô, ghi {done.path}.")
