"""What is wrong with the answers themselves; and all findings in their order."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from xa_report.assess.figures import Figures
from xa_report.assess.needed import idle_items
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, ExternalScore, FilledBy, Item, ItemKind
from xa_report.domain.numbers import show_number

WHOLE = frozenset({ItemKind.COUNT})


def item_findings(form: Form, figures: Figures) -> Iterator[Finding]:
    """Answers that are missing or impossible."""
    idle = idle_items(form, figures)
    for item in form.items.values():
        answer = figures.answer(item.id)
        if answer is None or not (answer.arisen or answer.not_arisen is not None):
            if item.required and item.filled_by is FilledBy.COMMUNE and item.id not in idle:
                yield _of_item(FindingCode.NOT_REPORTED, item)
        else:
            yield from _answer_findings(item, answer, figures)


def _of_item(code: FindingCode, item: Item, *, reason: str = "", **texts: str) -> Finding:
    place = FindingLocation("item", item.id, (item.id,))
    return build_finding(code, place, {"label": item.label, **texts}, reason=reason)


def _answer_findings(item: Item, answer: Answer, figures: Figures) -> Iterator[Finding]:
    if answer.not_arisen is not None:
        if not answer.not_arisen.strip():
            yield _of_item(FindingCode.NO_REASON, item)
        return
    value = answer.value
    number = value.score if isinstance(value, ExternalScore) else value
    if isinstance(number, Decimal) and not isinstance(value, bool):
        yield from _number_findings(item, number)
    yield from _option_findings(item, answer)
    undated = isinstance(value, ExternalScore) and value.as_of is None and answer.as_of is None
    if undated and item.filled_by is FilledBy.COMMUNE:
        key = f"{FindingCode.NO_SOURCE_DATE.number}@{item.id}"
        reason = figures.report.reasons.get(key, "")
        yield _of_item(FindingCode.NO_SOURCE_DATE, item, reason=reason)


def _number_findings(item: Item, value: Decimal) -> Iterator[Finding]:
    if item.kind in WHOLE and (value < 0 or value != value.to_integral_value()):
        yield _of_item(FindingCode.NOT_WHOLE, item, value=show_number(value))
        return
    low = Decimal(0) if item.minimum is None and item.kind is ItemKind.PERCENT else item.minimum
    if low is not None and value < low:
        yield _of_item(
            FindingCode.BELOW_MINIMUM, item, value=show_number(value), limit=show_number(low)
        )
    if item.maximum is not None and value > item.maximum:
        limit = show_number(item.maximum)
        yield _of_item(FindingCode.ABOVE_MAXIMUM, item, value=show_number(value), limit=limit)


def _option_findings(item: Item, answer: Answer) -> Iterator[Finding]:
    if item.kind not in (ItemKind.CHOICE, ItemKind.CHECKLIST):
        return
    keys = answer.value if isinstance(answer.value, tuple) else (answer.value,)
    for key in keys:
        if key is not None and key not in (item.options or {}):
            yield _of_item(FindingCode.UNKNOWN_OPTION, item, value=str(key))


def fold(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Root causes first; a finding whose item has one of its own names it as the cause."""
    every = list(findings)
    roots = {f.place.id for f in every if f.place.kind == "item" and f.open}
    folded = [
        replace(f, causes=tuple(ref for ref in f.place.items if ref in roots))
        if f.place.kind != "item"
        else f
        for f in every
    ]
    order = {"error": 0, "warning": 1, "note": 2}
    return tuple(sorted(folded, key=lambda f: (order[f.severity], bool(f.causes))))
