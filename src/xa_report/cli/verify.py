"""`xa-report verify`: what is known about received files, and one verdict for each."""

from collections.abc import Iterator
from pathlib import Path

import click

from xa_report.cli.screen import existing, json_option, print_json, say, sentences
from xa_report.domain.visible import visible
from xa_report.workflow import verifying
from xa_report.workflow.paper_code import code_of, held_against_paper
from xa_report.workflow.verifying_ranking import is_ranking, verify_ranking


@click.command(
    help="Kiểm tra gói, báo cáo PDF, bảng tính hoặc ranking.json đã nhận; không dùng mạng."
)
@click.argument("files", nargs=-1, required=True, type=existing(dir_okay=False))
@click.option("--trust", type=existing(file_okay=False), help="Thư mục chứng thư gốc và CRL.")
@click.option(
    "--packages",
    type=existing(file_okay=False),
    help="Thư mục có các gói, để tính lại ranking.json.",
)
@click.option("--code", metavar="MÃ", help="Mã kiểm tra hoặc mã QR trên bản giấy, để so với tệp.")
@json_option
@sentences
def verify(
    files: tuple[Path, ...],
    trust: Path | None,
    packages: Path | None,
    code: str | None,
    as_json: bool,
) -> int:
    """Verify every file; 1 unless all are valid."""
    found = [
        verify_ranking(path, packages, trust) if is_ranking(path) else verifying.verify(path, trust)
        for path in files
    ]
    if code is not None:
        found = [held_against_paper(one, code) for one in found]
    if as_json:
        print_json(
            [
                {
                    "file": one.path,
                    "kind": one.kind,
                    "verdict": one.verdict,
                    "reasons": list(one.reasons),
                    "check_code": code_of(one) or None,
                    **one.facts,
                }
                for one in found
            ]
        )
    else:
        for one in found:
            say(*_lines(one))
    return 0 if all(one.verdict == verifying.VALID for one in found) else 1


def _lines(one: verifying.Verified) -> Iterator[str]:
    yield f"{visible(str(one.path))}: {one.verdict}"
    if code := code_of(one):
        yield f"  Mã kiểm tra in trên giấy: {code}"
    signatures = one.facts.get("signatures")
    for signature in signatures if isinstance(signatures, list) else []:
        claimed = f", lúc {signature['claimed']} (người ký ghi)" if signature["claimed"] else ""
        yield f"  {visible(str(signature['signer']))}: {signature['verdict']}{claimed}"
    # A name in a reason may hold a line of its own; it never stands where a verdict does.
    yield from ("  " + reason.replace("\n", "\n  ") for reason in one.reasons)
