"""Options of command `demo`; its body is `demo_summary`."""

from pathlib import Path

import click

from xa_report.cli.options import any_path
from xa_report.cli.output import handle_errors


@click.command(
    help="Dựng bản minh họa: một xã cả năm, hoặc cả tỉnh với N xã từ ban hành đến xếp hạng."
)
@click.argument("folder", metavar="THƯMỤC", type=any_path())
@click.option("--communes", type=int, metavar="N", help="Chạy cả tỉnh với N xã, phường.")
@click.option("--seed", default=1, show_default=True, help="Số gốc của số liệu minh họa.")
@handle_errors
def demo(folder: Path, communes: int | None, seed: int) -> None:
    """Build the demonstration and print what it contains."""
    # Loaded here: who asks for the options need not wait for reportlab, pyHanko and SQLAlchemy.
    from xa_report.cli.shared.demo_summary import build_demo

    build_demo(folder, communes, seed)
