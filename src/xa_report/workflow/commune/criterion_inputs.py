"""Inputs, indicators and targets of a criterion."""

from xa_report.assess.assessment import requested_items
from xa_report.domain.assessment import TargetResult
from xa_report.domain.finding import Finding
from xa_report.domain.form import Form
from xa_report.domain.indicator import ids_with_parts
from xa_report.domain.item import Item
from xa_report.workflow.commune.assessed_report import AssessedReport

PLAN_CODE = "KH"
"""Code in place of a criterion's for the items that only plans ask for."""


def referenced_ids(assessed_report: AssessedReport, code: str) -> tuple[str, ...]:
    """Return the ids that an area, a criterion or PLAN_CODE refers to, in order, once each."""
    if code == PLAN_CODE:
        named = [item for item in assessed_report.items() if item not in assessed_report.form.items]
        return tuple(named)
    for area in assessed_report.form.areas:
        if area.code == code:
            return area.items
    # A rule may name an item twice; a dict keeps the order of the form, a set would not.
    return tuple(dict.fromkeys(assessed_report.form.criterion(code).references()))


def input_items(assessed_report: AssessedReport, code: str) -> tuple[Item, ...]:
    """Return the items to be typed for an area, a criterion or the plans."""
    items, indicators = requested_items(
        assessed_report.form, assessed_report.plans, assessed_report.period.year
    )
    below = ids_with_parts(referenced_ids(assessed_report, code), indicators)
    return tuple(items[ref] for ref in below if ref in items)


def indicator_ids_of_criterion(assessed_report: AssessedReport, code: str) -> tuple[str, ...]:
    """Return the ids of the indicators that a criterion refers to, in its order."""
    known = requested_items(
        assessed_report.form, assessed_report.plans, assessed_report.period.year
    )[1]
    return tuple(ref for ref in referenced_ids(assessed_report, code) if ref in known)


def target_results_of_criterion(
    assessed_report: AssessedReport, code: str
) -> tuple[TargetResult, ...]:
    """Return the results of plan targets on items or indicators of a criterion."""
    named = {
        *referenced_ids(assessed_report, code),
        *(item.id for item in input_items(assessed_report, code)),
    }
    return tuple(t for t in assessed_report.assessment.targets if t.target.reference in named)


def criteria_using(form: Form, item: str) -> tuple[str, ...]:
    """Return the codes of the criteria that use an item, directly or through indicators."""
    return tuple(c.code for c in form.leaves() if item in form.closure(c.references()))


def locked_item_message(assessed_report: AssessedReport, item: Item) -> str:
    """Return the refusal to edit an item of a returned report, with the criteria that use it."""
    codes = ", ".join(criteria_using(assessed_report.form, item.id))
    used = f"thuộc tiêu chí {codes}" if codes else "không thuộc tiêu chí nào"
    return (
        f"Không sửa được “{item.label}”: số liệu này {used}, tỉnh không mở lại nên phải giữ nguyên "
        "như đã nộp. Hãy sửa trong những tiêu chí được mở, hoặc đề nghị tỉnh mở thêm."
    )


def criterion_of_finding(assessed_report: AssessedReport, finding: Finding) -> str:
    """Return the code of the criterion or area to open for a finding; empty when there is none."""
    if finding.place.criterion:
        return finding.place.criterion
    for item in finding.place.items:
        codes = criteria_using(assessed_report.form, item)
        if codes:
            return codes[0]
        for area in assessed_report.form.areas:
            if item in assessed_report.form.closure(area.items):
                return area.code
    # Plans may measure what no criterion uses: only the group of plan items shows it.
    of_plan = any(item not in assessed_report.form.items for item in finding.place.items)
    return PLAN_CODE if of_plan or finding.place.kind == "target" else ""
