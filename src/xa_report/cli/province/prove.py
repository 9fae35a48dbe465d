"""Command `prove`: documents of submissions drawn again from their records and compared."""

from collections.abc import Iterator, Sequence

import click

from xa_report.cli.options import DATABASE, json_option, parse_period
from xa_report.cli.output import echo_lines, handle_errors, print_json
from xa_report.workflow.province.proofs import ProofResult, proof_label, prove_all
from xa_report.workflow.province.register_setup import open_register


@click.command(
    help="Vẽ lại PDF, bảng tính của các bản nộp từ số liệu gửi kèm rồi so; chỉ bản chưa so, trừ "
    "khi ghi --unit."
)
@DATABASE
@click.option("--period", metavar="KỲ", help="Mặc định là mọi kỳ.")
@click.option("--unit", "units", multiple=True, metavar="MÃ_ĐV", help="So lại đơn vị này.")
@json_option
@handle_errors
def prove(database: str, period: str | None, units: tuple[str, ...], as_json: bool) -> int:
    """Prove submissions; return 1 unless all of them are proven."""
    wanted = parse_period(period) if period else None
    results = list(prove_all(open_register(database), wanted, units))
    if as_json:
        print_json([_result_json(result) for result in results])
    else:
        echo_lines(*(proof_lines(results) or ["Không có bản nộp nào chờ so văn bản."]))
    return 0 if all(result.proof.holds for result in results) else 1


def proof_lines(results: Sequence[ProofResult]) -> list[str]:
    """Return how many documents were compared, and each that does not hold with its reasons."""
    if not results:
        return []
    held = sum(result.proof.holds for result in results)
    lines = [f"So văn bản với số liệu: {held}/{len(results)} bản nộp khớp."]
    return [*lines, *(line for result in results for line in _failure_lines(result))]


def _failure_lines(result: ProofResult) -> Iterator[str]:
    if not result.proof.holds:
        named = f"{result.unit.name} ({result.unit.code}), {result.period.label}"
        yield f"  {named}, L{result.sequence}: {proof_label(result.proof)}"
        yield from (f"    {sentence}" for sentence in result.proof.differences)


def _result_json(result: ProofResult) -> dict[str, object]:
    return {
        "unit": result.unit.code,
        "period": str(result.period),
        "sequence": result.sequence,
        "proof": result.proof.kind,
        "layout": result.proof.layout,
        "holds": result.proof.holds,
        "differences": list(result.proof.differences),
    }
