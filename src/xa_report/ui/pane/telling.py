"""What stands beside and below a field: the period before, and what is wrong."""

from collections.abc import Sequence

from xa_report.domain import item_values
from xa_report.domain.finding import Finding, FindingCode, Severity
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
    shown = item_values.format_value(before.value, item).replace("\n", " ")
    return f"kỳ trước {shown if len(shown) <= 40 else shown[:39] + '…'}"


def first_open(findings: Sequence[Finding]) -> Finding | None:
    """The worst finding that is worth a line; that an answer is missing can be seen."""
    worth = (f for f in findings if f.open and f.code != FindingCode.NOT_REPORTED.number)
    return next(worth, None)


def told(item: Item, found: Finding | None) -> tuple[str, str]:
    """What stands below a field: a finding in words, and its severity."""
    if item.filled_by is FilledBy.PROVINCE:
        return "Tỉnh nhập số liệu này.", Severity.NOTE.value
    if found is None:
        return "", Severity.NOTE.value
    return f"{found.code}  {found.message} {found.remedy}", found.severity.value
