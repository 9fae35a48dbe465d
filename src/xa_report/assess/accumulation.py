"""Figures that accumulate against the shorter periods that they include."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from xa_report.assess.figures import as_number
from xa_report.domain.finding import Finding, FindingCode, FindingLocation, build_finding
from xa_report.domain.form import Form
from xa_report.domain.item import Item, ItemKind
from xa_report.domain.numbers import show_number
from xa_report.domain.report import Report

ADDABLE = frozenset({ItemKind.COUNT, ItemKind.MONEY, ItemKind.DECIMAL})


def accumulation_findings(
    form: Form, report: Report, included: Sequence[Report]
) -> Iterator[Finding]:
    """Figures that accumulate must not be smaller than what they include."""
    for item in form.items.values():
        if not item.accumulates or item.kind not in ADDABLE:
            continue
        now = _number(report, item)
        for earlier, parts in _included_sums(report, item, included):
            if now is not None and now < parts:
                place = FindingLocation("item", item.id, (item.id,))
                key = f"{FindingCode.ACCUMULATION.number}@{item.id}"
                yield build_finding(
                    FindingCode.ACCUMULATION,
                    place,
                    {
                        "left": item.label,
                        "period": report.period.label,
                        "earlier": earlier,
                        "a": show_number(now),
                        "b": show_number(parts),
                    },
                    reason=report.reasons.get(key, ""),
                )
                break


def _included_sums(
    report: Report, item: Item, included: Sequence[Report]
) -> Iterator[tuple[str, Fraction]]:
    """What the shorter periods hold: the quarters together, then each longer period."""
    inner = [r for r in included if report.period.includes(r.period)]
    quarters = [r for r in inner if r.period.quarter]
    values = [_number(r, item) for r in quarters]
    known = [value for value in values if value is not None]
    if known:
        labels = ", ".join(r.period.label for r in quarters)
        yield labels, sum(known, Fraction(0))
    for other in (r for r in inner if not r.period.quarter):
        value = _number(other, item)
        if value is not None:
            yield other.period.label, value


def _number(report: Report, item: Item) -> Fraction | None:
    answer = report.answers.get(item.id)
    return None if answer is None or not answer.arisen else as_number(answer)
