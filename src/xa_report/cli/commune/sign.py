"""Commands `sign` and `adopt`: signatures by key, or by an outside tool."""

from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DB, PERIOD, any_path, existing_path, parse_period
from xa_report.cli.output import echo_lines, handle_errors
from xa_report.cli.prompts import open_signing_key
from xa_report.domain.numbers import show_number
from xa_report.workflow.commune import database_file, report, sign_report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.shared import signing_keys
from xa_report.workflow.shared.signing_keys import Signatory


@click.command(help="Ký báo cáo: chủ tịch ký trước, con dấu đóng sau.")
@DB
@PERIOD
@click.option("--role", type=click.Choice(["chairman", "seal"]), required=True)
@click.option("--key", type=existing_path(dir_okay=False), help="Tệp khóa .p12.")
@click.option("--token", type=any_path(), help="Thư viện PKCS#11 của USB token.")
@click.option("--cert", default="", help="Nhãn chứng thư trên token.")
@click.option("--image", type=existing_path(dir_okay=False), help="Ảnh PNG chữ ký hoặc con dấu.")
@handle_errors
def sign(db: Path, period: str, role: str, **key_options: Any) -> None:
    """Sign with a key file or a token."""
    with database_file.open_commune_file(db) as opened:
        work = report.load_report(opened, parse_period(period))
        # Before the PIN is asked for: whoever signs shall see for what.
        echo_lines(signing_summary(work))
        image = key_options["image"].read_bytes() if key_options["image"] else None
        key = open_signing_key(key_options["key"], key_options["token"], key_options["cert"])
        sign_report.sign_report(
            opened, work, signing_keys.role_from_name(role), Signatory(key, image)
        )
    echo_lines(f"Đã ký: {key.holder.description}.")


def signing_summary(assessed_report: AssessedReport) -> str:
    """Return the line about unit, period, verdict and points that is shown before a signature."""
    assessment = assessed_report.assessment
    agency, period = assessed_report.report.unit.agency, assessed_report.period.label
    # By hash: one file may prove several criteria.
    files = len({link.file.sha256 for link in assessed_report.report.evidence})
    points = f"{show_number(assessment.result)}/{show_number(assessment.applicable)} điểm"
    return (
        f"Sắp ký: {agency}, {period}, {assessment.verdict}, {points}, {files} tài liệu kiểm chứng."
    )


@click.command(help="Nhận lại báo cáo PDF đã ký bằng công cụ bên ngoài, rồi đóng gói.")
@DB
@PERIOD
@click.argument("signed", metavar="PDF", type=existing_path(dir_okay=False))
@click.option("-o", "--output", "folder", required=True, type=any_path())
@handle_errors
def adopt(db: Path, period: str, signed: Path, folder: Path) -> None:
    """Import a report that was signed outside, and write its package."""
    with database_file.open_commune_file(db) as opened:
        work = report.load_report(opened, parse_period(period))
        work = sign_report.import_signed_pdf(opened, work, signed.read_bytes())
        target = sign_report.export_package(opened, work, folder)
    echo_lines(f"Đã nhận báo cáo đã ký và xuất {target}.")
