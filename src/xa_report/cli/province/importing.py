"""Takes in what communes sent: shown first, then done."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xa_report.cli.province import arrivals
from xa_report.cli.province.eta_progress import EtaProgress
from xa_report.cli.province.place import DATABASE
from xa_report.cli.screen import any_path, existing, json_option, print_json, say, sentences
from xa_report.errors import UsageError
from xa_report.workflow.province.intake import (
    UnrelatedFile,
    examine_and_import,
    examine_files,
    import_examined,
    import_overrides,
    preview_import,
)
from xa_report.workflow.province.quarantine import write_rejection_notices
from xa_report.workflow.province.register_setup import open_register

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xa_report.province.intake.classify import ImportOverrides
    from xa_report.province.intake.import_file import ImportResult
    from xa_report.province.register import Register
    from xa_report.workflow.province.intake import ImportFailure


@click.command("import", help="Nhập gói và PDF của các xã: xem trước, đồng ý rồi mới nhập.")
@DATABASE
@click.argument("paths", metavar="TỆP|THƯ_MỤC…", nargs=-1, required=True, type=existing())
@click.option("--preview", is_flag=True, help="Chỉ xem trước, không nhập gì.")
@click.option("--yes", is_flag=True, help="Nhập ngay, không hỏi lại.")
@click.option("--accept-names", is_flag=True, help="Đồng ý các gói chỉ khớp theo tên đơn vị.")
@click.option("--sheets", type=any_path(), help="Thư mục ghi phiếu trả cho từng tệp giữ riêng.")
@json_option
@sentences
def import_(database: str, paths: tuple[Path, ...], as_json: bool, **given: Any) -> int:
    """Examine, show, ask, take in, tell."""
    if as_json and not (given["preview"] or given["yes"]):
        raise UsageError("Với --json hãy ghi thêm --preview hoặc --yes.")
    desk = open_register(database)
    allowed = import_overrides(by_name=given["accept_names"], why="nhập với --accept-names")
    if given["yes"] and not given["preview"]:
        return _unattended(desk, paths, allowed, as_json, given["sheets"])
    found = list(examine_files(desk, paths, EtaProgress("kiểm tra")))
    unrelated = sum(one.unrelated for one in found)
    plan = preview_import(desk, found, allowed)
    if not as_json:
        say(*arrivals.lines(plan), "", arrivals.summary(plan, unrelated))
    if given["preview"]:
        return _told(plan, unrelated, as_json, written=False)
    if not click.confirm("Nhập như trên?", err=True):
        say("Chưa nhập gì.")
        return 1
    done = list(import_examined(desk, found, allowed, EtaProgress("nhập")))
    if given["sheets"]:
        _sheets(desk, done, given["sheets"])
    if not as_json:
        _say_surprises(plan, done)
        say("Đã nhập. " + arrivals.summary(done, unrelated))
    return _told(done, unrelated, as_json, written=True)


def _unattended(
    desk: "Register",
    paths: tuple[Path, ...],
    allowed: "ImportOverrides",
    as_json: bool,
    sheets: Path | None,
) -> int:
    """Nobody is asked, so nothing has to be known before the first file is taken in."""
    every = list(examine_and_import(desk, paths, allowed, EtaProgress("nhập")))
    done = [one for one in every if not isinstance(one, UnrelatedFile)]
    unrelated = len(every) - len(done)
    if sheets:
        _sheets(desk, done, sheets)
    if not as_json:
        say(*arrivals.lines(done), "", "Đã nhập. " + arrivals.summary(done, unrelated))
    return _told(done, unrelated, as_json, written=True)


def _told(
    found: "Sequence[ImportResult | ImportFailure]", unrelated: int, as_json: bool, *, written: bool
) -> int:
    counted = arrivals.counts(found)
    if as_json:
        rows = [arrivals.row(one) for one in found]
        print_json({"imported": written, **counted, "unrelated": unrelated, "files": rows})
    return 1 if counted["held"] or counted["failed"] else 0


def _say_surprises(
    plan: "Sequence[ImportResult]", done: "Sequence[ImportResult | ImportFailure]"
) -> None:
    """Tell again what came out otherwise than it was shown, because the world moved on."""
    shown = {one.classified.examined.path: arrivals.row(one)["outcome"] for one in plan}
    other = [one for one in done if arrivals.row(one)["outcome"] != shown[Path(_path(one))]]
    if other:
        say("Khác với lúc xem trước:", *arrivals.lines(other), "")


def _path(one: "ImportResult | ImportFailure") -> Path:
    return one.path if isinstance(one, ImportFailure) else one.classified.examined.path


def _sheets(desk: "Register", done: "Sequence[ImportResult | ImportFailure]", folder: Path) -> None:
    numbers = [one.held for one in done if not isinstance(one, ImportFailure) and one.held]
    for path in write_rejection_notices(desk, numbers, folder):
        click.echo(f"Đã ghi phiếu {path}", err=True)
