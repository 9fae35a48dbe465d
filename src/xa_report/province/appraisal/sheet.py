"""Rows of an appraiser's sheet by department, the same in the window and in the workbook."""

from collections.abc import Iterable, Iterator

from xa_report.domain.form import Area, Criterion, Form
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    CaseState,
    PointDifference,
    ProvinceAdjustments,
)
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow, ReturnRequest
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import CaseDetail
from xa_report.province.database.appraisal import EntryKind


def list_departments(form: Form) -> tuple[str, ...]:
    """Return the departments that a form names, in the order of their first criteria."""
    named = dict.fromkeys(department_of(form, criterion) for criterion in form.leaves())
    return tuple(name for name in named if name)


def department_of(form: Form, criterion: Criterion) -> str:
    """Return the department that appraises a criterion: its own, else that of the one above it.

    "" means that anyone may. Nothing is above a bonus or penalty.
    """
    known = {each.code: each for each in form.all_criteria()}
    code = criterion.code
    while code in known:
        if known[code].appraiser:
            return known[code].appraiser
        code = code.rpartition(".")[0]
    return ""


def criteria_of_department(form: Form, name: str) -> Iterator[Criterion]:
    """Yield the criteria of a department with those above them; all criteria for the name "".

    Raise UsageError when the form has no such department.
    """
    if not name:
        yield from form.all_criteria()
        return
    known = list_departments(form)
    department = {each.casefold(): each for each in known}.get(name.strip().casefold())
    if department is None:
        offered = "; ".join(known) or "bộ tiêu chí này chưa ghi sở nào"
        raise UsageError(f"Không có sở, ngành “{name}” trong bộ tiêu chí. Hiện có: {offered}.")
    own = [leaf.code for leaf in form.leaves() if department_of(form, leaf) == department]
    for criterion in form.all_criteria():
        if any(f"{code}.".startswith(f"{criterion.code}.") for code in own):
            yield criterion


def criterion_rows(case: CaseDetail, department: str = "") -> tuple[CriterionRow, ...]:
    """Return a row for each criterion, in the order of the form; of a department where named."""
    return tuple(_RowBuilder(case).iter_rows(criteria_of_department(case.form, department)))


def rows_with_areas(case: CaseDetail) -> tuple[CriterionRow, ...]:
    """Return each area and its criteria, in the order of the form; then bonuses and penalties."""
    return tuple(_RowBuilder(case).with_areas())


def department_rows(case: CaseDetail, name: str) -> tuple[CriterionRow, ...]:
    """Return the rows of a department; raise UsageError when the form does not name it."""
    return criterion_rows(case, name)


def input_rows(case: CaseDetail, department: str = "") -> tuple[InputRow, ...]:
    """Return a row for each figure that the criteria of a department depend on."""
    if not department:
        return _RowBuilder(case).inputs(case.items())
    refs: set[str] = set()
    for criterion in criteria_of_department(case.form, department):
        refs |= criterion_item_ids(case, criterion)
    return _RowBuilder(case).inputs(refs)


def criterion_item_ids(case: CaseDetail, criterion: Criterion) -> frozenset[str]:
    """Return the ids of the items that the points of a criterion depend on."""
    return case.form.closure(criterion.references()) & case.items().keys()


class _RowBuilder:
    """Builder of rows that assesses a case once for all of them."""

    def __init__(self, case: CaseDetail) -> None:
        self.case = case
        self.items = case.items()
        self.adjustments: dict[AppraisalRound, ProvinceAdjustments] = {
            each: case.adjustments(each) for each in (AppraisalRound.FIRST, AppraisalRound.SECOND)
        }
        self.first = case.assessment_after(AppraisalRound.FIRST)
        self.differences: dict[str, PointDifference] = {d.code: d for d in case.differences()}
        self.explanations = {one.code: one.text for one in case.explanations}
        waits = case.row.state is CaseState.RETURNED
        self.waiting = [one for one in case.returns if waits and one.answered is None]
        codes = [code for one in self.waiting for code in one.codes]
        self.reopened_codes = collect_reopened_fields(case.form, codes).codes

    def iter_rows(self, criteria: Iterable[Criterion]) -> Iterator[CriterionRow]:
        """Yield the rows of criteria."""
        case = self.case
        adjustments = self.adjustments[AppraisalRound.SECOND]
        for criterion in criteria:
            code, result = criterion.code, case.appraised.result_of(criterion.code)
            difference = self.differences.get(code)
            yield CriterionRow(
                criterion=criterion,
                leaf=criterion.rule is not None,
                sent=case.self_points(code),
                first=self.first.result_of(code).points,
                points=result.points,
                state=result.state,
                fixed=adjustments.points.get(code),
                why=adjustments.why.get(code) or (difference.why if difference else None),
                # What came later, with a correction or on paper, goes before the first report.
                explanation=self.explanations.get(code) or case.report.explanations.get(code, ""),
                reopened=code in self.reopened_codes,
                request=self.request(code) if code in self.reopened_codes else None,
                department=department_of(case.form, criterion),
                reason=result.reason,
                evidence=case.report.evidence_of(code),
                inputs=self.inputs(criterion_item_ids(case, criterion)),
                version=case.version(EntryKind.POINTS, code),
            )

    def with_areas(self) -> Iterator[CriterionRow]:
        """Yield the rows of areas, each before its criteria's; then bonuses and penalties."""
        form, assessment = self.case.form, self.case.appraised
        rows = {row.code: row for row in self.iter_rows(form.all_criteria())}
        for area in form.areas:
            yield self.area_row(area)
            for result in assessment.criteria:
                if result.code.split(".")[0] == area.code and result.code != area.code:
                    yield rows[result.code]
        for result in (*assessment.bonuses, *assessment.penalties):
            yield rows[result.code]

    def area_row(self, area: Area) -> CriterionRow:
        """Return the row of an area, which cannot be appraised itself and has no evidence."""
        result = self.case.appraised.result_of(area.code)
        return CriterionRow(
            criterion=area,
            leaf=False,
            sent=self.case.self_points(area.code),
            first=self.first.result_of(area.code).points,
            points=result.points,
            state=result.state,
            reason=result.reason,
        )

    def request(self, code: str) -> ReturnRequest | None:
        """Return what the open returns ask for at a criterion; the newest return goes first.

        Within one return the longest code decides, which is the closest to the criterion.
        """
        requests = (
            ReturnRequest(line.why, case_return.deadline)
            for case_return in reversed(self.waiting)
            for line in sorted(case_return.lines, key=lambda line: len(line.code), reverse=True)
            if f"{code}.".startswith(f"{line.code}.")
        )
        return next(requests, None)

    def inputs(self, refs: Iterable[str]) -> tuple[InputRow, ...]:
        """Return the rows of figures, in the order of the form."""
        wanted = set(refs)
        return tuple(self._input_row(ref) for ref in self.items if ref in wanted)

    def _input_row(self, ref: str) -> InputRow:
        first = self.adjustments[AppraisalRound.FIRST]
        second = self.adjustments[AppraisalRound.SECOND]
        sent = self.case.report.answers.get(ref)
        return InputRow(
            item=self.items[ref],
            sent=sent,
            first=first.answers.get(ref, sent),
            appraised=second.answers.get(ref, sent),
            why=second.why.get(ref),
            version=self.case.version(EntryKind.ANSWER, ref),
        )
