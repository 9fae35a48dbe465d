"""Entry point of the command line."""

import sys
from collections.abc import Callable

import click

from xa_report.cli.lazy_group import LazyCommand, LazyGroup

WindowOpener = Callable[[str | None], int]

COMMANDS = {
    "forms": LazyCommand("xa_report.cli.shared.forms", "forms", "Bộ tiêu chí và kế hoạch."),
    "commune": LazyCommand(
        "xa_report.cli.commune.commune_group", "commune", "Tệp số liệu của xã, phường."
    ),
    "demo": LazyCommand(
        "xa_report.cli.shared.demo",
        "demo",
        "Dựng bản minh họa: một xã cả năm, hoặc cả tỉnh với N xã từ ban hành đến xếp hạng.",
    ),
    "verify": LazyCommand(
        "xa_report.cli.shared.verify",
        "verify",
        "Kiểm tra gói, báo cáo PDF, bảng tính hoặc ranking.json đã nhận; không dùng mạng.",
    ),
    "drives": LazyCommand(
        "xa_report.cli.shared.drives",
        "drives",
        "Các ổ đĩa ghi được: chỗ trống, kiểu tệp, USB đứng trước.",
    ),
    "keys": LazyCommand(
        "xa_report.cli.shared.keys", "keys", "Khóa và chứng thư: yêu cầu, cấp, thu hồi, xem."
    ),
    "province": LazyCommand(
        "xa_report.cli.province.province_group",
        "province",
        "Sổ của tỉnh, từ tiếp nhận đến tổng hợp.",
    ),
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    invoke_without_command=True,
    help="Tự đánh giá cải cách hành chính cấp xã: không có lệnh thì mở cửa sổ.",
)
@click.option("--db", help="Tệp số liệu của xã, hoặc sổ của tỉnh, để mở trong cửa sổ.")
@click.version_option(package_name="xa-report", message="xa-report %(version)s")
@click.pass_context
def cli(context: click.Context, db: str | None) -> None:
    """Open the window when no command is given."""
    if context.invoked_subcommand is None:
        opener: WindowOpener = context.obj
        # The exit code of the window; click would ignore it as a return value.
        raise SystemExit(opener(db))


def run_command_line(opener: WindowOpener) -> None:
    """Run the command line; `opener` opens the window on a file. Always raise SystemExit."""
    # Without a console, as under pythonw, a stream is None:
    # https://docs.python.org/3/library/sys.html#sys.__stdout__
    for stream in (sys.stdout, sys.stderr):
        # Windows consoles and pipes may speak a code page without Vietnamese letters.
        if hasattr(stream, "reconfigure"):
            # `replace`: not even UTF-8 can write a file name with a lone surrogate.
            stream.reconfigure(encoding="utf-8", errors="replace")
    cli.main(prog_name="xa-report", obj=opener)
