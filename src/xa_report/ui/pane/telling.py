"""What stands beside and below a field: the period before, and what is wrong."""

from collections.abc import Sequence

from xa_report.domain import typed
from xa_report.domain.finding import Code, Finding, Severity
from xa_report.domain.item import Answer, FilledBy, Item, ItemKind


def previous_text(item: Item, before: Answer | None) -> str:
    """The answer of the period before in a few words."""
    if before is None:
        return ""
    if before.value is None:
        return "kỳ trước: không phát sinh"
    if item.kind is ItemKind.TABLE:
        rows = before.value if isinstance(before.value, tuple) else ()
        return f"kỳ trước: {len(rows)} dòng"
    shown = typed.show(before.value, item).replace("\n", " ")
    return f"kỳ trước {shown if len(shown) <= 40 else shown[:39] + '…'}"


def told(item: Item, findings: Sequence[Finding], open_here: bool) -> tuple[str, str]:
    """What stands below a field: the worst finding about it, in words and severity."""
    if item.filled_by is FilledBy.PROVINCE:
        return "Tỉnh nhập số liệu này.", "note"
    for found in findings:
        if found.code != Code.NOT_REPORTED.number and found.open:
            return f"{found.code}  {found.message} {found.remedy}", found.severity.value
    return "", Severity.NOTE.value
