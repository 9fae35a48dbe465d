"""Markdown pages of all finding and fault codes."""

import sys
from collections.abc import Iterable
from pathlib import Path

from xa_report.domain.fault import FaultCode
from xa_report.domain.finding import FindingCode, Severity
from xa_report.files import write_whole

SEVERITY_LABELS = {
    Severity.ERROR: "lỗi",
    Severity.WARNING: "cảnh báo",
    Severity.NOTE: "lưu ý",
}
FINDINGS_HEAD = """\
# Finding codes

What an assessment finds in the answers of a report. The numbers are permanent.
An error (lỗi) blocks submission, a warning (cảnh báo) needs a written reason, a note (lưu ý) only
tells. A form sets the severity of its own cross-checks (C101 to C107).
Words in braces are filled in.
This page is generated: `python -m xa_report.definitions.code_pages docs`.
"""
FAULTS_HEAD = """\
# Fault codes of definition files

What `xa-report forms check` finds in forms, plans and catalogues. The numbers are permanent.
Every fault names the file, the line and the entry, says what is wrong and what to do.
Words in braces are filled in.
This page is generated: `python -m xa_report.definitions.code_pages docs`.
"""


def findings_page() -> str:
    """Return the page of the finding codes, as Markdown."""
    rows = ((c.number, SEVERITY_LABELS[c.severity], c.sentence, c.remedy) for c in FindingCode)
    return f"{FINDINGS_HEAD}\n{_markdown_table(('code', 'severity', 'what', 'remedy'), rows)}"


def faults_page() -> str:
    """Return the page of the fault codes, as Markdown."""
    rows = ((code.number, code.sentence, f"hãy {code.remedy}") for code in FaultCode)
    return f"{FAULTS_HEAD}\n{_markdown_table(('code', 'what', 'remedy'), rows)}"


def _markdown_table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *sorted(rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_pages(folder: Path) -> None:
    """Write `findings.md` and `faults.md` into a folder; raise OSError."""
    write_whole(folder / "findings.md", findings_page().encode())
    write_whole(folder / "faults.md", faults_page().encode())


if __name__ == "__main__":
    write_pages(Path(sys.argv[1] if len(sys.argv) > 1 else "docs"))
