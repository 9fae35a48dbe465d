"""Command `list`: cases of a period, communes without a report, quarantined files."""

import click

from xa_report.cli.options import DATABASE, json_option, parse_period
from xa_report.cli.output import align_table, echo_lines, handle_errors, print_json
from xa_report.domain.dates import show_moment
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.province.database.quarantine import QuarantinedFile
from xa_report.province.register import Register
from xa_report.workflow.province import queries
from xa_report.workflow.province.proofs import proof_label
from xa_report.workflow.province.quarantine import quarantine_json, quarantined_files
from xa_report.workflow.province.register_setup import open_register


@click.command("list", help="Xã nào đã nộp, ở bước nào, xã nào chưa; hoặc những tệp giữ riêng.")
@DATABASE
@click.option("--period", metavar="KỲ", help="Mặc định là kỳ mới nhất đã có báo cáo.")
@click.option("--held", "only_held", is_flag=True, help="Những tệp đang giữ riêng.")
@json_option
@handle_errors
def list_period(database: str, period: str | None, only_held: bool, as_json: bool) -> None:
    """List the cases of a period, or the quarantined files."""
    register = open_register(database)
    if only_held:
        _echo_quarantine(quarantined_files(register), as_json)
        return
    wanted = parse_period(period) if period else queries.latest_period(register)
    if wanted is None:
        print_json({"period": None}) if as_json else echo_lines("Chưa nhận báo cáo nào.")
    else:
        _echo_period(register, wanted, as_json)


def _echo_period(register: Register, period: Period, as_json: bool) -> None:
    statuses = queries.case_statuses(register, period)
    missing = queries.communes_without_report(register, period)
    if as_json:
        rows = [
            {
                "unit": status.case.unit, "name": status.name,
                "sequence": status.submission.sequence,
                "state": status.case.state, "verdict": status.submission.verdict,
                "kind": status.submission.kind, "received": status.submission.received,
                "sha256": status.submission.file_sha256,
                "proof": status.proof.kind if status.proof else None,
                "proven": bool(status.proof and status.proof.holds),
            }
            for status in statuses
        ]  # fmt: skip
        absent = [{"unit": one.code, "name": one.name} for one in missing]
        print_json({"period": str(period), "sent": rows, "missing": absent})
        return
    lines = [
        [
            status.case.unit, status.name, f"L{status.submission.sequence}",
            CASE_STATE_LABELS[status.case.state], status.submission.verdict,
            show_moment(status.submission.received), proof_label(status.proof),
            "" if status.submission.kind == "package" else "chỉ có PDF",
        ]
        for status in statuses
    ]  # fmt: skip
    heads = ["Mã", "Đơn vị", "Lần", "Bước", "Chữ ký", "Nhận lúc", "Văn bản", ""]
    whole = len(statuses) + len(missing)
    echo_lines(f"{period.label}: {len(statuses)}/{whole} đơn vị đã nộp.")
    if lines:
        echo_lines(*align_table([heads, *lines]))
    if missing:
        echo_lines(
            "", f"Chưa nộp ({len(missing)}):", *(f"  {one.code} {one.name}" for one in missing)
        )


def _echo_quarantine(files: tuple[QuarantinedFile, ...], as_json: bool) -> None:
    if as_json:
        print_json([quarantine_json(one) for one in files])
        return
    rows = [
        [str(file.id), file.name, file.unit, file.period,
         f"L{file.sequence}" if file.sequence else "", file.code, file.changed[:10]]
        for file in files
    ]  # fmt: skip
    heads = ["Số", "Tệp", "Đơn vị", "Kỳ", "Lần", "Mã", "Ngày"]
    echo_lines(
        *align_table([heads, *rows], frozenset({0})) if rows else ["Không có tệp nào giữ riêng."]
    )
    echo_lines(*(f"  {one.id}: {one.reason}" for one in files))
