"""Command `letterhead`: head and foot of a report."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DAY, DB, PERIOD, date_of_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.domain.dates import show_date
from xa_report.domain.report import Letterhead
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport

LETTERHEAD_LABELS = {
    "number": "Số", "symbol": "Ký hiệu", "place": "Địa danh", "dated": "Ngày",
    "recipient": "Kính gửi", "copies": "Nơi nhận", "authority": "Quyền hạn ký",
    "position": "Chức vụ", "signer": "Người ký",
}  # fmt: skip


@click.command(
    help="Thể thức của báo cáo: số, ngày, địa danh, người ký, nơi nhận. Không ghi gì thì chỉ xem; "
    'ghi trống ("") thì trở về mặc định.'
)
@DB
@PERIOD
@click.option("--number", help="Số của báo cáo: 31.")
@click.option("--symbol", help="Ký hiệu: BC-UBND.")
@click.option("--place", help="Địa danh; mặc định là tên đơn vị.")
# Not DAY: an empty text brings the default back, and click would refuse it as a day.
@click.option("--date", "dated", help="Ngày ban hành: 15/12/2026.")
@click.option("--recipient", help="Kính gửi; nhiều nơi thì cách nhau bằng dấu chấm phẩy.")
@click.option("--copy", "copies", multiple=True, help="Một dòng nơi nhận; ghi được nhiều lần.")
@click.option("--authority", help="TM. ỦY BAN NHÂN DÂN.")
@click.option("--position", help="Chức vụ người ký: CHỦ TỊCH.")
@click.option("--signer", help="Họ tên người ký.")
@handle_errors
def letterhead(db: Path, period: str, **options: Any) -> None:
    """Set the named parts in one step, and print all of them."""
    # click gives () for an option that was not written; a single empty line means the default.
    options["copies"] = tuple(filter(None, options["copies"])) if options["copies"] else None
    # What was not written stays as it is, what was written empty goes back to its default.
    parts = {name: part or None for name, part in options.items() if part is not None}
    if parts.get("dated"):
        parts["dated"] = date_of_option(DAY.convert(options["dated"], None, None))
    with database_file.open_commune_file(db, read_only=not parts) as opened:
        work = report.load_report(opened, parse_period(period))
        echo_lines(
            *_letterhead_lines(report.set_letterhead(opened, work, parts) if parts else work)
        )


def _letterhead_lines(assessed_report: AssessedReport) -> Iterator[str]:
    head: Letterhead = assessed_report.report.letterhead
    for name, label in LETTERHEAD_LABELS.items():
        part = getattr(head, name)
        if isinstance(part, date):
            part = show_date(part)
        yield f"{label}: {('; '.join(part) if isinstance(part, tuple) else part) or '–'}"
