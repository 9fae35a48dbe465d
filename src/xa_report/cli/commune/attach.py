"""Command `attach`: a document as evidence of a criterion."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DAY, DB, PERIOD, date_of_option, existing_path, parse_period
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.domain.evidence import CitedDocument
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.report import NewEvidence


@click.command(help="Đính kèm tài liệu kiểm chứng cho một tiêu chí.")
@DB
@PERIOD
@click.option("--criterion", "code", required=True, metavar="MÃ")
@click.option("--number", default="", help="Số, ký hiệu văn bản: 31/BC-UBND.")
@click.option("--date", "dated", type=DAY, help="Ngày văn bản.")
@click.option("--issuer", default="", help="Cơ quan ban hành.")
@click.option("--title", default="", help="Trích yếu.")
@click.option("--page", default="", help="Trang, mục chứng minh.")
@click.argument("file", metavar="TỆP", type=existing_path(dir_okay=False))
@handle_errors
def attach(db: Path, period: str, code: str, file: Path, **cited: Any) -> None:
    """Attach a file as evidence; `cited` holds the parts of its citation."""
    dated = date_of_option(cited["dated"])
    document = CitedDocument(cited["number"], dated, cited["issuer"], cited["title"])
    with database_file.open_commune_file(db) as opened:
        work = report.start_report(opened, parse_period(period))
        report.attach_evidence(opened, work, NewEvidence(code, file, document, cited["page"]))
    echo_lines(f"Đã đính kèm {file.name} cho tiêu chí {code}.")
