"""Commands `letterhead`, `attach`, `rename-evidence`, `check`, `reopen`: work until signing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from xa_report.cli.commune.assessment_output import assessment_json, assessment_lines
from xa_report.cli.day_options import parse_day
from xa_report.cli.options import (
    DB,
    PERIOD,
    existing_path,
    json_option,
    parse_period,
)
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.domain.dates import show_date
from xa_report.domain.evidence import CitedDocument
from xa_report.domain.report import Letterhead
from xa_report.workflow.commune import database_file, report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report import NewEvidence

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
        parts["dated"] = parse_day(options["dated"], "Ngày ban hành (--date)")
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


@click.command(help="Đính kèm tài liệu kiểm chứng cho một tiêu chí.")
@DB
@PERIOD
@click.option("--criterion", "code", required=True, metavar="MÃ")
@click.option("--number", default="", help="Số, ký hiệu văn bản: 31/BC-UBND.")
@click.option("--date", "dated", help="Ngày văn bản: 15/12/2026.")
@click.option("--issuer", default="", help="Cơ quan ban hành.")
@click.option("--title", default="", help="Trích yếu.")
@click.option("--page", default="", help="Trang, mục chứng minh.")
@click.argument("file", metavar="TỆP", type=existing_path(dir_okay=False))
@handle_errors
def attach(db: Path, period: str, code: str, file: Path, **cited: Any) -> None:
    """Attach a file as evidence; `cited` holds the parts of its citation."""
    dated = parse_day(cited["dated"], "Ngày văn bản (--date)")
    document = CitedDocument(cited["number"], dated, cited["issuer"], cited["title"])
    with database_file.open_commune_file(db) as opened:
        work = report.start_report(opened, parse_period(period))
        report.attach_evidence(opened, work, NewEvidence(code, file, document, cited["page"]))
    echo_lines(f"Đã đính kèm {file.name} cho tiêu chí {code}.")


@click.command(
    name="rename-evidence",
    help="Đổi tên tài liệu kiểm chứng đã đính kèm. TÀI LIỆU là tên hiện có, hoặc từ sáu chữ số đầu "
    "của mã băm (cột SHA-256 của phụ lục). Đuôi tệp giữ nguyên, không cần ghi.",
)
@DB
@PERIOD
@click.option("--criterion", "code", required=True, metavar="MÃ")
@click.argument("wanted", metavar="TÀI LIỆU")
@click.argument("name", metavar="TÊN MỚI")
@handle_errors
def rename_evidence(db: Path, period: str, code: str, wanted: str, name: str) -> None:
    """Rename an attached file at every criterion where it may be edited."""
    with database_file.open_commune_file(db) as opened:
        work = report.load_report(opened, parse_period(period))
        sha256 = report.find_evidence(work, code, wanted).file.sha256
        work = report.rename_evidence(opened, work, code, sha256, name)
        present = report.find_evidence(work, code, sha256).file.name
    echo_lines(f"Tài liệu của tiêu chí {code} nay có tên “{present}”.")


@click.command(help="Chấm điểm, đối chiếu kế hoạch và liệt kê những gì cần sửa.")
@DB
@PERIOD
@json_option
@handle_errors
def check(db: Path, period: str, as_json: bool) -> int:
    """Assess and print; return 1 when the report may not be submitted."""
    # Read-only, so that it also works while a window holds the file for writing.
    with database_file.open_commune_file(db, read_only=True) as opened:
        work = report.load_report(opened, parse_period(period))
    if as_json:
        print_json(assessment_json(work))
    else:
        echo_lines(*assessment_lines(work))
    return 0 if work.assessment.is_submittable else 1


@click.command(help="Mở lại báo cáo đã ký để sửa; các chữ ký cũ không còn giá trị.")
@DB
@PERIOD
@handle_errors
def reopen(db: Path, period: str) -> None:
    """Make a signed report a draft again."""
    with database_file.open_commune_file(db) as opened:
        report.reopen_signed_report(opened, report.load_report(opened, parse_period(period)))
    echo_lines("Đã mở lại báo cáo. Sửa xong phải ký lại từ đầu.")
