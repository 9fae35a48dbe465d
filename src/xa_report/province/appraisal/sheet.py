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
    """The departments that a form names, in the order of their first criterion."""
    named = dict.fromkeys(department_of(form, criterion) for criterion in form.leaves())
    return tuple(name for name in named if name)


def department_of(form: Form, criterion: Criterion) -> str:
    """Who appraises a criterion: its own department, else that of what it belongs to; "" = anyone.

    A bonus or penalty belongs to nothing and has only its own.
    """
    known = {one.code: one for one in form.all_criteria()}
    code = criterion.code
    while code in known:
        if known[code].appraiser:
            return known[code].appraiser
        code = code.rpartition(".")[0]
    return ""


def criteria_of_department(form: Form, name: str) -> Iterator[Criterion]:
    """The criteria of a department with what they belong to; all of them without a name.

    Raise UsageError when the form has no such department.
    """
    if not name:
        yield from form.all_criteria()
        return
    known = list_departments(form)
    wanted = {one.casefold(): one for one in known}.get(name.strip().casefold())
    if wanted is None:
        offered = "; ".join(known) or "bộ tiêu chí này chưa ghi sở nào"
        raise UsageError(f"Không có sở, ngành “{name}” trong bộ tiêu chí. Hiện có: {offered}.")
    own = [one.code for one in form.leaves() if department_of(form, one) == wanted]
    for criterion in form.all_criteria():
        if any(f"{code}.".startswith(f"{criterion.code}.") for code in own):
            yield criterion


def criterion_rows(case: CaseDetail, department: str = "") -> tuple[CriterionRow, ...]:
    """One row a criterion, in the order of the form; those of a department where one is named."""
    return tuple(_RowBuilder(case).iter_rows(criteria_of_department(case.form, department)))


def rows_with_areas(dossier: CaseDetail) -> tuple[CriterionRow, ...]:
    """Each area followed by its criteria, in the order of the form; then bonuses and penalties."""
    return tuple(_RowBuilder(dossier).with_areas())


def department_rows(case: CaseDetail, name: str) -> tuple[CriterionRow, ...]:
    """The rows of a department; raise UsageError when the form does not name it."""
    return criterion_rows(case, name)


def input_rows(case: CaseDetail, department: str = "") -> tuple[InputRow, ...]:
    """Every figure that the criteria of a department are made from, each once."""
    if not department:
        return _RowBuilder(case).inputs(case.items())
    refs: set[str] = set()
    for criterion in criteria_of_department(case.form, department):
        refs |= criterion_item_ids(case, criterion)
    return _RowBuilder(case).inputs(refs)


def criterion_item_ids(case: CaseDetail, criterion: Criterion) -> frozenset[str]:
    """The items that the points of a criterion depend on, by id."""
    return case.form.closure(criterion.references()) & case.items().keys()


class _RowBuilder:
    """Reads a dossier once for all rows of it."""

    def __init__(self, case: CaseDetail) -> None:
        self.case = case
        self.items = case.items()
        self.put: dict[AppraisalRound, ProvinceAdjustments] = {
            turn: case.adjustments(turn) for turn in (AppraisalRound.FIRST, AppraisalRound.SECOND)
        }
        self.first = case.assessment_after(AppraisalRound.FIRST)
        self.differences: dict[str, PointDifference] = {d.code: d for d in case.differences()}
        self.explanations = {one.code: one.text for one in case.explanations}
        waits = case.row.state is CaseState.RETURNED
        self.waiting = [one for one in case.returns if waits and one.answered is None]
        codes = [code for one in self.waiting for code in one.codes]
        self.reopened_codes = collect_reopened_fields(case.form, codes).codes

    def iter_rows(self, criteria: Iterable[Criterion]) -> Iterator[CriterionRow]:
        """The rows of criteria."""
        dossier, form = self.case, self.case.form
        put = self.put[AppraisalRound.SECOND]
        for one in criteria:
            code, now = one.code, dossier.appraised.result_of(one.code)
            found = self.differences.get(code)
            yield CriterionRow(
                criterion=one,
                leaf=one.rule is not None,
                sent=dossier.self_points(code),
                first=self.first.result_of(code).points,
                points=now.points,
                state=now.state,
                fixed=put.points.get(code),
                why=put.why.get(code) or (found.why if found else None),
                explanation=self.explanations.get(code)
                or dossier.report.explanations.get(code, ""),
                reopened=code in self.reopened_codes,
                request=self.request(code) if code in self.reopened_codes else None,
                department=department_of(form, one),
                reason=now.reason,
                evidence=dossier.report.evidence_of(code),
                inputs=self.inputs(criterion_item_ids(dossier, one)),
                version=dossier.version(EntryKind.POINTS, code),
            )

    def with_areas(self) -> Iterator[CriterionRow]:
        """The rows of areas, each before those of its criteria; then bonuses and penalties."""
        form, now = self.case.form, self.case.appraised
        own = {row.code: row for row in self.iter_rows(form.all_criteria())}
        for area in form.areas:
            yield self.area(area)
            for one in now.criteria:
                if one.code.split(".")[0] == area.code and one.code != area.code:
                    yield own[one.code]
        for one in (*now.bonuses, *now.penalties):
            yield own[one.code]

    def area(self, area: Area) -> CriterionRow:
        """The row of an area; it has no points of its own, so no reason and no evidence."""
        now = self.case.appraised.result_of(area.code)
        return CriterionRow(
            criterion=area,
            leaf=False,
            sent=self.case.self_points(area.code),
            first=self.first.result_of(area.code).points,
            points=now.points,
            state=now.state,
            reason=now.reason,
        )

    def request(self, code: str) -> ReturnRequest | None:
        """The last word of the returns waited for, on the criterion or one that holds it."""
        named = (
            ReturnRequest(line.why, one.deadline)
            for one in reversed(self.waiting)
            for line in sorted(one.lines, key=lambda line: len(line.code), reverse=True)
            if f"{code}.".startswith(f"{line.code}.")
        )
        return next(named, None)

    def inputs(self, refs: Iterable[str]) -> tuple[InputRow, ...]:
        """The rows of figures, in the order of the form."""
        wanted = set(refs)
        return tuple(self._input_row(ref) for ref in self.items if ref in wanted)

    def _input_row(self, ref: str) -> InputRow:
        first, second = self.put[AppraisalRound.FIRST], self.put[AppraisalRound.SECOND]
        sent = self.case.report.answers.get(ref)
        return InputRow(
            item=self.items[ref],
            sent=sent,
            first=first.answers.get(ref, sent),
            appraised=second.answers.get(ref, sent),
            why=second.why.get(ref),
            version=self.case.version(EntryKind.ANSWER, ref),
        )
