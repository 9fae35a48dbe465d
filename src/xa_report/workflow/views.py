"""What belongs together on a page: the inputs, indicators and targets of a criterion."""

from collections.abc import Iterable

from xa_report.assess.assessment import requested_items
from xa_report.domain.assessment import TargetResult
from xa_report.domain.finding import Finding
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.workflow.work import Work

PLAN_CODE = "KH"
"""Stands for the items that only plans ask for."""


def references(work: Work, code: str) -> tuple[str, ...]:
    """Ids that an area, a criterion or, with PLAN_CODE, the plans name, in order, once each."""
    if code == PLAN_CODE:
        named = [item for item in work.items() if item not in work.form.items]
        return tuple(named)
    for area in work.form.areas:
        if area.code == code:
            return area.items
    return tuple(dict.fromkeys(work.form.criterion(code).references()))


def inputs(work: Work, code: str) -> tuple[Item, ...]:
    """The items to be typed for an area, a criterion or the plans."""
    items, indicators = requested_items(work.form, work.plans, work.period.year)
    found: dict[str, Item] = {}

    def gather(refs: Iterable[str]) -> None:
        for ref in refs:
            if ref in items:
                found[ref] = items[ref]
            elif ref in indicators:
                gather(indicators[ref].references())

    gather(references(work, code))
    return tuple(found.values())


def indicators_of(work: Work, code: str) -> tuple[str, ...]:
    """The ids of the indicators that a criterion looks at."""
    known = requested_items(work.form, work.plans, work.period.year)[1]
    return tuple(ref for ref in references(work, code) if ref in known)


def targets_of(work: Work, code: str) -> tuple[TargetResult, ...]:
    """The plan targets on what a criterion looks at."""
    named = {*references(work, code), *(item.id for item in inputs(work, code))}
    return tuple(t for t in work.assessment.targets if t.target.reference in named)


def criteria_using(form: Form, item: str) -> tuple[str, ...]:
    """The codes of the criteria that an item is typed for, directly or through indicators."""
    return tuple(c.code for c in form.leaves() if item in form.closure(c.references()))


def closed_words(work: Work, item: Item) -> str:
    """Why an item of a returned report cannot be answered anew: which criteria it would move."""
    codes = ", ".join(criteria_using(work.form, item.id))
    used = f"thuộc tiêu chí {codes}" if codes else "không thuộc tiêu chí nào"
    return (
        f"Không sửa được “{item.label}”: số liệu này {used}, tỉnh không mở lại nên phải giữ nguyên "
        "như đã nộp. Hãy sửa trong những tiêu chí được mở, hoặc đề nghị tỉnh mở thêm."
    )


def place_of(work: Work, found: Finding) -> str:
    """The code of the criterion or area to open for a finding; empty when there is none."""
    if found.place.criterion:
        return found.place.criterion
    for item in found.place.items:
        codes = criteria_using(work.form, item)
        if codes:
            return codes[0]
        for area in work.form.areas:
            if item in work.form.closure(area.items):
                return area.code
    return PLAN_CODE if found.place.kind == "target" else ""
