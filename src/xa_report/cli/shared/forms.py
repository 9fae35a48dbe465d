"""Group `xa-report forms`: check, show and issue definitions."""

import click

from xa_report.cli.lazy_group import LazyCommand, LazyGroup

COMMANDS = {
    "check": LazyCommand(
        "xa_report.cli.shared.definitions",
        "check",
        "Kiểm tra biểu mẫu, kế hoạch và chạy các ví dụ kèm theo.",
    ),
    "show": LazyCommand(
        "xa_report.cli.shared.definitions", "show", "In một biểu mẫu hoặc kế hoạch để người đọc."
    ),
    "issue": LazyCommand(
        "xa_report.cli.shared.issue",
        "issue",
        "Ban hành biểu mẫu và kế hoạch: PDF có con dấu số, mang theo định nghĩa.",
    ),
}


@click.group(cls=LazyGroup, table=COMMANDS, help="Bộ tiêu chí và kế hoạch.")
def forms() -> None:
    """Hold the commands about definitions."""
