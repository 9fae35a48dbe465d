"""Faults of a received record, and the report as it counts for the province."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date

from xa_report.assess.assessment import (
    build_report_figures,
    complete_assessment,
    requested_items,
    score_criteria,
)
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.assessment import Assessment
from xa_report.domain.dates import check_day
from xa_report.domain.evidence import Evidence
from xa_report.domain.finding import Finding, FindingCode, Severity
from xa_report.domain.form import Criterion, Form
from xa_report.domain.indicator import PREVIOUS_PERIOD
from xa_report.domain.item import FilledBy, Item
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import ReopenedFields
from xa_report.domain.report import Report
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.unit import Unit

POINT_FINDINGS = frozenset(
    {FindingCode.NOT_ARISEN_FORBIDDEN.number, FindingCode.EXPLANATION_MISSING.number}
)
"""Findings that depend on the points of a criterion, so on the period before where these do."""


PRINT_FINDINGS = frozenset(
    {FindingCode.UNPRINTABLE_NAME.number, FindingCode.LETTERHEAD_TOO_LONG.number}
)
"""Findings that earlier versions did not have: what they sent was printed, names with □."""


@dataclass(frozen=True, slots=True)
class RecordFault:
    """One reason for which a record cannot count, and what would have to be changed."""

    sentence: str
    """Names the item or criterion by its label and id."""
    items: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Criteria whose points, explanation or evidence it is about."""

    def can_be_mended(self, opened: ReopenedFields) -> bool:
        """Return whether a correction that may change these fields could have mended it."""
        return not (opened.items.isdisjoint(self.items) and opened.codes.isdisjoint(self.codes))


def without_province_answers(report: Report, form: Form, plans: Sequence[Plan]) -> Report:
    """Return a report without answers to items that the province fills: they never count."""
    return replace(
        report,
        answers={
            ref: answer
            for ref, answer in report.answers.items()
            if not _is_filled_by_province(ref, form, plans)
        },
    )


def _is_filled_by_province(ref: str, form: Form, plans: Sequence[Plan]) -> bool:
    owners: list[Mapping[str, Item]] = [form.items, *(plan.items for plan in plans)]
    return any(ref in items and items[ref].filled_by is FilledBy.PROVINCE for items in owners)


def counted_report(report: Report, form: Form, plans: Sequence[Plan], unit: Unit) -> Report:
    """Return a received report as it counts: the unit by the province's list, no foreign answers.

    The day on which a unit was formed moves its deadlines, so a record may not choose it.
    """
    return replace(without_province_answers(report, form, plans), unit=unit)


def assess_received(counted: Report, form: Form, plans: Sequence[Plan]) -> Assessment:
    """Assess a report with its findings, but without targets of plans: they block nothing.

    Without the report of the period before: the register has it, and examination has not.
    """
    figures = build_report_figures(counted, form, plans)
    return complete_assessment(form, (), figures, score_criteria(form, figures))


def record_faults(
    report: Report, form: Form, plans: Sequence[Plan], assessment: Assessment | None = None
) -> Iterator[RecordFault]:
    """Yield every fault of a record as it was sent, in the order of its fields.

    `assessment` is that of the counted report; it is computed when there is none. What compares
    with the period before is no fault: the commune may hold another report of it than the
    register, and an appraiser sees these findings.
    """
    if assessment is None:
        counted = without_province_answers(report, form, plans)
        assessment = assess_received(counted, form, plans)
    findings = [each for each in assessment.findings if _blocks(each, form)]
    yield from _plan_faults(plans)
    yield from _answer_faults(report, form, plans, findings)
    yield from (_finding_fault(each) for each in findings)
    yield from _criterion_faults(report, form)
    yield from _day_faults(report)
    yield from _reason_faults(report, form, plans)


def _blocks(finding: Finding, form: Form) -> bool:
    """Return whether a finding is open, and not one that only the period before could settle."""
    if not finding.is_open or finding.code in PRINT_FINDINGS:
        return False
    if finding.code not in POINT_FINDINGS or not finding.place.criterion:
        return True
    criterion = form.criterion(finding.place.criterion)
    return not any(
        ref in form.indicators and form.indicators[ref].against == PREVIOUS_PERIOD
        for ref in form.closure(criterion.references())
    )


def _finding_fault(finding: Finding) -> RecordFault:
    place = finding.place
    codes = (place.criterion,) if place.criterion else ()
    return RecordFault(f"{finding.message.rstrip('.')} ({finding.key}).", place.items, codes)


def _plan_faults(plans: Sequence[Plan]) -> Iterator[RecordFault]:
    for ref, times in Counter(plan.id for plan in plans).items():
        if times > 1:
            yield RecordFault(f"Kế hoạch “{ref}” được nêu {times} lần; mỗi kế hoạch chỉ một bản.")


def _answer_faults(
    report: Report, form: Form, plans: Sequence[Plan], findings: Sequence[Finding]
) -> Iterator[RecordFault]:
    items = requested_items(form, plans, report.period.year)[0]
    # A finding with a code of its own says the same of an item, and more.
    reported = {
        each.place.id
        for each in findings
        if each.place.kind == "item" and each.severity is Severity.ERROR
    }
    for ref, answer in report.answers.items():
        if ref not in items and not _is_filled_by_province(ref, form, plans):
            yield RecordFault(f"Số liệu “{ref}”: biểu mẫu và kế hoạch không hỏi.", (ref,))
            continue
        item = items.get(ref) or _plan_item(ref, plans)
        if ref not in reported:
            for fault in answer_faults(item, answer, FilledBy.COMMUNE):
                yield RecordFault(f"“{item.label}” ({ref}): {fault}.", (ref,))


def _plan_item(ref: str, plans: Sequence[Plan]) -> Item:
    return next(plan.items[ref] for plan in plans if ref in plan.items)


def _criterion_faults(report: Report, form: Form) -> Iterator[RecordFault]:
    known = {criterion.code for criterion in form.all_criteria()}
    by_hand = {criterion.code for criterion in form.leaves() if _is_scored_by_hand(criterion)}
    for code in report.manual:
        if code not in by_hand:
            yield RecordFault(f"Điểm tự chấm: tiêu chí “{code}” không chấm bằng tay.", (), (code,))
    for code in report.explanations:
        if code not in known:
            yield RecordFault(f"Giải trình: biểu mẫu không có tiêu chí “{code}”.", (), (code,))
    yield from _evidence_faults(report.evidence, known)


def _day_faults(report: Report) -> Iterator[RecordFault]:
    """Yield a fault for each day of head and evidence that cannot be, of each document once."""
    for fault in _faults_of_day(report.letterhead.dated):
        yield RecordFault(f"Thể thức, ngày ban hành: {fault}.")
    days = {use: use.file.document.dated for use in report.evidence}
    for use, day in days.items():
        for fault in _faults_of_day(day):
            what = f"Tài liệu kiểm chứng “{use.file.name}” của tiêu chí {use.criterion}"
            yield RecordFault(f"{what}: {fault}.", (), (use.criterion,))


def _faults_of_day(day: date | None) -> Iterator[str]:
    try:
        check_day(day)
    except ValueFaultError as error:
        yield str(error)


def _is_scored_by_hand(criterion: Criterion) -> bool:
    rules = criterion.rule.iter_rules() if criterion.rule else ()
    return any(isinstance(rule, ManualRule) for rule in rules)


def _evidence_faults(evidence: Sequence[Evidence], known: Set[str]) -> Iterator[RecordFault]:
    """Yield a fault for each document of no criterion, and for one that is counted twice."""
    names = {use.file.sha256: use.file.name for use in evidence}
    uses = Counter((use.criterion, use.file.sha256) for use in evidence)
    for (code, sha256), times in uses.items():
        if code not in known:
            what = f"biểu mẫu không có tiêu chí “{code}”"
        elif times > 1:
            what = f"được đính kèm {times} lần cho tiêu chí {code}"
        else:
            continue
        yield RecordFault(f"Tài liệu kiểm chứng “{names[sha256]}”: {what}.", (), (code,))


def _reason_faults(report: Report, form: Form, plans: Sequence[Plan]) -> Iterator[RecordFault]:
    """Yield a fault for each reason that answers no finding that could be.

    One whose finding has gone is none: the commune mended the figure and left the reason.
    """
    places = {
        *form.items,
        *(criterion.code for criterion in form.all_criteria()),
        *(check.id for check in form.checks),
        *form.indicators,
        *(ref for plan in plans for ref in (*plan.items, *plan.indicators)),
        *(target.id for plan in plans for target in plan.targets),
    }
    codes = {code.number for code in FindingCode}
    for key in report.reasons:
        code, _, place = key.partition("@")
        if code not in codes or place not in places:
            yield RecordFault(f"Lý do cho “{key}”: biểu mẫu không có nội dung này.")
