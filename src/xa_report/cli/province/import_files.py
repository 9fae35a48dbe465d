"""Command `import`: preview, confirmation, import."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from xa_report.cli.options import DATABASE, any_path, existing_path, json_option
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.cli.province import import_output
from xa_report.cli.province.prove import proof_lines
from xa_report.errors import UsageError
from xa_report.progress import EtaEstimator
from xa_report.province.intake.import_file import ImportResult
from xa_report.province.intake.refusals import ImportOverrides
from xa_report.province.register import Register
from xa_report.workflow.province.intake import (
    ImportFailure,
    UnrelatedFile,
    examine_and_import,
    examine_files,
    import_examined,
    import_overrides,
    preview_import,
)
from xa_report.workflow.province.proofs import prove_all
from xa_report.workflow.province.register_setup import open_register
from xa_report.workflow.province.rejection_notices import write_rejection_notices


@dataclass(slots=True)
class EtaProgress:
    """Progress callback that prints finished steps and the remaining time to the error stream."""

    verb: str
    """Word for the step, as `kiểm tra`."""
    estimator: EtaEstimator = field(default_factory=EtaEstimator)

    def __call__(self, name: str, done: int, of: int) -> None:
        """Print one finished step."""
        remaining = self.estimator.remaining_text(done, of)
        rest = f", {remaining}" if remaining else ""
        click.echo(f"[{done}/{of}] {self.verb} {name}{rest}", err=True)


ACCEPT_OPTIONS = {
    "accept_plans": "other_plans",
    "accept_season": "out_of_season",
    "accept_gaps": "sequence_gap",
}
"""The reason that each option sets aside; they need a note, names are agreed to as before."""


@click.command("import", help="Nhập gói và PDF của các xã: xem trước, đồng ý rồi mới nhập.")
@DATABASE
@click.argument("paths", metavar="TỆP|THƯ_MỤC…", nargs=-1, required=True, type=existing_path())
@click.option("--preview", is_flag=True, help="Chỉ xem trước, không nhập gì.")
@click.option("--yes", is_flag=True, help="Nhập ngay, không hỏi lại.")
@click.option("--accept-names", is_flag=True, help="Đồng ý các gói chỉ khớp theo tên đơn vị.")
@click.option("--accept-plans", is_flag=True, help="Đồng ý dù thiếu kế hoạch (N18); cần --note.")
@click.option("--accept-season", is_flag=True, help="Đồng ý kỳ trái thời hạn (N19); cần --note.")
@click.option("--accept-gaps", is_flag=True, help="Đồng ý số lần nộp nhảy xa (N20); cần --note.")
@click.option("--note", default="", help="Vì sao đồng ý; được ghi vào nhật ký.")
@click.option("--sheets", type=any_path(), help="Thư mục ghi phiếu trả cho từng tệp giữ riêng.")
@json_option
@handle_errors
def import_submissions(
    database: str, paths: tuple[Path, ...], as_json: bool, **options: Any
) -> int:
    """Examine files, print the preview, ask, import, print the results."""
    # Who asks for JSON is a program: nobody would answer the question.
    if as_json and not (options["preview"] or options["yes"]):
        raise UsageError("Với --json hãy ghi thêm --preview hoặc --yes.")
    register = open_register(database)
    allowed = _allowed_by_options(options)
    # With both, --preview wins: it is the one that changes nothing.
    if options["yes"] and not options["preview"]:
        return _import_unattended(register, paths, allowed, as_json, options["sheets"])
    examined_files = list(examine_files(register, paths, EtaProgress("kiểm tra")))
    unrelated = sum(one.is_unrelated for one in examined_files)
    plan = preview_import(register, examined_files, allowed)
    if not as_json:
        echo_lines(
            *import_output.import_lines(plan),
            "",
            import_output.import_summary_text(plan, unrelated),
        )
    if options["preview"]:
        return _echo_result(plan, unrelated, as_json, written=False)
    if not click.confirm("Nhập như trên?", err=True):
        echo_lines("Chưa nhập gì.")
        return 1
    done = list(import_examined(register, examined_files, allowed, EtaProgress("nhập")))
    if options["sheets"]:
        _write_notices(register, done, options["sheets"])
    if not as_json:
        _echo_surprises(plan, done)
        echo_lines("Đã nhập. " + import_output.import_summary_text(done, unrelated))
    prove_imported(register, as_json=as_json)
    return _echo_result(done, unrelated, as_json, written=True)


def _allowed_by_options(options: dict[str, Any]) -> ImportOverrides:
    """Build the overrides of a whole import; raise UsageError when one lacks its reason."""
    agreed = {name: bool(options[option]) for option, name in ACCEPT_OPTIONS.items()}
    why = str(options["note"]).strip()
    if any(agreed.values()) and not why:
        raise UsageError("Hãy ghi --note: vì sao đồng ý nhận các tệp này.")
    by_name = bool(options["accept_names"])
    return import_overrides(why or "nhập với --accept-names", by_name=by_name, **agreed)


def _import_unattended(
    register: Register,
    paths: tuple[Path, ...],
    overrides: ImportOverrides,
    as_json: bool,
    sheets: Path | None,
) -> int:
    """Import without a question, so that the first file need not wait for the last."""
    every = list(examine_and_import(register, paths, overrides, EtaProgress("nhập")))
    done = [one for one in every if not isinstance(one, UnrelatedFile)]
    unrelated = len(every) - len(done)
    if sheets:
        _write_notices(register, done, sheets)
    if not as_json:
        echo_lines(
            *import_output.import_lines(done),
            "",
            "Đã nhập. " + import_output.import_summary_text(done, unrelated),
        )
    prove_imported(register, as_json=as_json)
    return _echo_result(done, unrelated, as_json, written=True)


def prove_imported(register: Register, *, as_json: bool) -> None:
    """Draw the documents of what was imported again; name each that differs."""
    results = list(prove_all(register, progress=EtaProgress("so văn bản")))
    if not as_json:
        echo_lines(*proof_lines(results))


def _echo_result(
    results: Sequence[ImportResult | ImportFailure],
    unrelated: int,
    as_json: bool,
    *,
    written: bool,
) -> int:
    counted = import_output.count_outcomes(results)
    if as_json:
        rows = [import_output.import_row_json(one) for one in results]
        print_json({"imported": written, **counted, "unrelated": unrelated, "files": rows})
    # The code tells a script that somebody has to look at a file.
    return 1 if counted["held"] or counted["failed"] else 0


def _echo_surprises(
    planned_results: Sequence[ImportResult], done: Sequence[ImportResult | ImportFailure]
) -> None:
    """Print results that differ from the preview, as after an import by somebody else meanwhile."""
    shown = {
        planned.classification.examined_file.path: import_output.import_row_json(planned)["outcome"]
        for planned in planned_results
    }
    other = [
        result
        for result in done
        if import_output.import_row_json(result)["outcome"] != shown[Path(_path_of(result))]
    ]
    if other:
        echo_lines("Khác với lúc xem trước:", *import_output.import_lines(other), "")


def _path_of(result: ImportResult | ImportFailure) -> Path:
    return (
        result.path
        if isinstance(result, ImportFailure)
        else result.classification.examined_file.path
    )


def _write_notices(
    register: Register, done: Sequence[ImportResult | ImportFailure], folder: Path
) -> None:
    numbers = [
        result.quarantine_number
        for result in done
        if not isinstance(result, ImportFailure) and result.quarantine_number
    ]
    for path in write_rejection_notices(register, numbers, folder):
        # To the error stream: with --json the output is one document.
        click.echo(f"Đã ghi phiếu {path}", err=True)
