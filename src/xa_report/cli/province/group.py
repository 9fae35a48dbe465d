"""`xa-report province`: a province's register from its beginning to the published result."""

import click

from xa_report.cli.province import begin, held, importing, listing, trust

COMMANDS = (
    begin.init, begin.units, begin.forms, trust.trust, importing.import_, listing.list_,
    held.held,
)  # fmt: skip


@click.group(help="Sổ của tỉnh: danh mục, tin cậy, tiếp nhận. DB là tệp hoặc địa chỉ PostgreSQL.")
def province() -> None:
    """Hold the commands of a province."""


for command in COMMANDS:
    province.add_command(command)
