"""Who has sent, how far each is, who has not; and what is kept apart."""

from typing import TYPE_CHECKING

import click

from xa_report.cli.options import period_of
from xa_report.cli.province.place import DATABASE
from xa_report.cli.screen import json_option, print_json, say, sentences, table
from xa_report.domain.province.appraisal import CASE_STATE_LABELS
from xa_report.workflow.province import queries
from xa_report.workflow.province.quarantine import quarantine_json, quarantined_files
from xa_report.workflow.province.register_setup import open_register

if TYPE_CHECKING:
    from xa_report.domain.period import Period
    from xa_report.province.database.quarantine import QuarantinedFile
    from xa_report.province.register import Register


@click.command("list", help="Xã nào đã nộp, ở bước nào, xã nào chưa; hoặc những tệp giữ riêng.")
@DATABASE
@click.option("--period", metavar="KỲ", help="Mặc định là kỳ mới nhất đã có báo cáo.")
@click.option("--held", "only_held", is_flag=True, help="Những tệp đang giữ riêng.")
@json_option
@sentences
def list_(database: str, period: str | None, only_held: bool, as_json: bool) -> None:
    """List a period, or what is kept apart."""
    desk = open_register(database)
    if only_held:
        _held(quarantined_files(desk), as_json)
        return
    wanted = period_of(period) if period else queries.latest_period(desk)
    if wanted is None:
        print_json({"period": None}) if as_json else say("Chưa nhận báo cáo nào.")
    else:
        _period(desk, wanted, as_json)


def _period(desk: "Register", period: "Period", as_json: bool) -> None:
    standing = queries.case_statuses(desk, period)
    missing = queries.communes_without_report(desk, period)
    if as_json:
        rows = [
            {
                "unit": one.case.unit, "name": one.name, "sequence": one.submission.sequence,
                "state": one.case.state, "verdict": one.submission.verdict,
                "kind": one.submission.kind, "received": one.submission.received,
                "sha256": one.submission.file_sha256,
            }
            for one in standing
        ]  # fmt: skip
        absent = [{"unit": one.code, "name": one.name} for one in missing]
        print_json({"period": str(period), "sent": rows, "missing": absent})
        return
    lines = [
        [
            one.case.unit, one.name, f"L{one.submission.sequence}", CASE_STATE_LABELS[one.case.state],
            one.submission.verdict, f"{one.submission.received.astimezone():%d/%m/%Y %H:%M}",
            "" if one.submission.kind == "package" else "chỉ có PDF",
        ]
        for one in standing
    ]  # fmt: skip
    heads = ["Mã", "Đơn vị", "Lần", "Bước", "Chữ ký", "Nhận lúc", ""]
    whole = len(standing) + len(missing)
    say(f"{period.label}: {len(standing)}/{whole} đơn vị đã nộp.")
    if lines:
        say(*table([heads, *lines]))
    if missing:
        say("", f"Chưa nộp ({len(missing)}):", *(f"  {one.code} {one.name}" for one in missing))


def _held(found: "tuple[QuarantinedFile, ...]", as_json: bool) -> None:
    if as_json:
        print_json([quarantine_json(one) for one in found])
        return
    rows = [
        [str(one.id), one.name, one.unit, one.period, f"L{one.sequence}" if one.sequence else "",
         one.code, one.changed[:10]]
        for one in found
    ]  # fmt: skip
    heads = ["Số", "Tệp", "Đơn vị", "Kỳ", "Lần", "Mã", "Ngày"]
    say(*table([heads, *rows], frozenset({0})) if rows else ["Không có tệp nào giữ riêng."])
    say(*(f"  {one.id}: {one.reason}" for one in found))
