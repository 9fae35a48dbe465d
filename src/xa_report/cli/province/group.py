"""`xa-report province`: a province's register from its beginning to the published result."""

import click

from xa_report.cli.province import (
    begin,
    giving,
    held,
    importing,
    listing,
    results,
    reviewing,
    trust,
)

COMMANDS = (
    begin.init, begin.units, begin.forms, trust.trust, importing.import_, listing.list_,
    held.held, *reviewing.COMMANDS,
    results.rank, results.consolidate, results.workbook, results.count_survey, giving.receipts,
)  # fmt: skip


@click.group(help="Sổ của tỉnh, từ tiếp nhận đến tổng hợp. DB là tệp hoặc địa chỉ PostgreSQL.")
def province() -> None:
    """Hold the commands of a province."""


for command in COMMANDS:
    province.add_command(command)
