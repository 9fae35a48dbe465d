"""Body of command `verify`: verification of files, and output of the reports."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from xa_report.cli.output import echo_lines, print_json
from xa_report.domain.text import escape_control_chars
from xa_report.workflow.shared import verify
from xa_report.workflow.shared.definition_library import load_definition_library
from xa_report.workflow.shared.verify import compare_with_check_code, printed_check_code
from xa_report.workflow.shared.verify_ranking import is_ranking_file, verify_ranking


def verify_files(
    files: Sequence[Path],
    *,
    trust: Path | None,
    packages: Path | None,
    code: str | None,
    definitions: Path | None = None,
) -> list[verify.VerificationReport]:
    """Verify files in their order; with `code`, also compare each with its paper copy.

    `trust` is a folder of roots and revocation lists, `packages` a folder of the packages from
    which a ranking is computed again, `definitions` a file or folder of forms
    and plans that do not ship.
    """
    known = load_definition_library(definitions) if definitions else None
    verified = [
        verify_ranking(path, packages, trust, definitions=known)
        if is_ranking_file(path)
        else verify.verify_file(path, trust, definitions=known)
        for path in files
    ]
    if code is None:
        return verified
    return [compare_with_check_code(one, code) for one in verified]


def all_valid(verified: Sequence[verify.VerificationReport]) -> bool:
    """Return whether every file has the verdict “valid”."""
    return all(one.verdict == verify.VALID for one in verified)


def print_verified(verified: Sequence[verify.VerificationReport], *, as_json: bool) -> None:
    """Print verdict, signatures and reasons of each file: for people, or as one JSON document."""
    if as_json:
        print_json([_verified_json(one) for one in verified])
        return
    for report in verified:
        echo_lines(*_lines(report))


def _verified_json(report: verify.VerificationReport) -> dict[str, object]:
    return {
        "file": report.path,
        "kind": report.kind,
        "verdict": report.verdict,
        "reasons": list(report.reasons),
        "check_code": printed_check_code(report) or None,
        **report.facts,
    }


def _lines(report: verify.VerificationReport) -> Iterator[str]:
    yield f"{escape_control_chars(str(report.path))}: {report.verdict}"
    if code := printed_check_code(report):
        yield f"  Mã kiểm tra in trên giấy: {code}"
    signatures = report.facts.get("signatures")
    for signature in signatures if isinstance(signatures, list) else []:
        claimed = f", lúc {signature['claimed']} (người ký ghi)" if signature["claimed"] else ""
        yield f"  {escape_control_chars(str(signature['signer']))}: {signature['verdict']}{claimed}"
    # A name in a reason may hold a line of its own; it never stands where a verdict does.
    yield from ("  " + reason.replace("\n", "\n  ") for reason in report.reasons)
