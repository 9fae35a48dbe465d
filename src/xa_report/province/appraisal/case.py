"""One case loaded from the register: submission, entries, assessments, differences."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from sqlalchemy import Connection

from xa_report.assess.assessment import assess_report, requested_items
from xa_report.assess.province.appraisal import (
    appraise_report,
    point_differences,
    scored_results,
    with_survey,
)
from xa_report.assess.record_check import counted_report, without_province_answers
from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.item import Item
from xa_report.domain.numbers import show_number
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.appraisal import (
    AppraisalRound,
    CaseKey,
    CaseState,
    DifferenceCode,
    DifferenceReason,
    PointDifference,
    ProvinceAdjustments,
)
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.domain.report import Report
from xa_report.domain.score_summary import ScoreSummary
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.package.report_json import read_report_json
from xa_report.package.report_record import ReportRecord
from xa_report.province.appraisal.entry_resolution import build_adjustments, current_entries
from xa_report.province.database import appraisal, cases, proofs, returns, submissions
from xa_report.province.database.appraisal import (
    AppraisalEntry,
    EntryKind,
    Explanation,
    ProvinceValue,
)
from xa_report.province.database.cases import CaseRow
from xa_report.province.database.period_settings import load_survey_mode
from xa_report.province.database.returns import CaseReturn
from xa_report.province.database.submissions import RecomputedRow, Submission
from xa_report.province.register import Register
from xa_report.verification.report_proof import ReportProof


def differences_with_reasons(
    differences: Iterable[PointDifference],
    reason: Callable[[str], DifferenceReason | None],
    *,
    signed: ScoreSummary,
    sent: Assessment,
    counts: Assessment,
) -> tuple[PointDifference, ...]:
    """Complete differences with reasons; return them in the order of the assessment.

    `reason` returns why the figures of a criterion were corrected, `signed` are the points that
    the commune signed for, `sent` is the assessment of its figures, `counts` the one that counts
    now. Criteria whose signed points are not those of the sent figures are added.
    """
    by_code = {
        difference.code: difference
        if difference.why is not None
        else replace(difference, why=reason(difference.code))
        for difference in differences
    }
    return tuple(_differences_from_signed(by_code, signed, sent, counts))


def _differences_from_signed(
    by_code: dict[str, PointDifference],
    signed: ScoreSummary,
    sent: Assessment,
    counts: Assessment,
) -> Iterator[PointDifference]:
    for result in scored_results(counts):
        code, computed = result.code, sent.result_of(result.code).points
        signed_points, difference = signed.points.get(code), by_code.get(code)
        if signed_points is None or signed_points.points == computed:
            if difference is not None:
                yield difference
            continue
        # The report was computed otherwise than here; an appraiser's reason goes before this one.
        text = f"Số liệu đã gửi chỉ cho {show_number(computed)} điểm"
        why = difference.why if difference and difference.why else None
        yield PointDifference(
            code,
            result.title,
            signed_points.points,
            result.points,
            why or DifferenceReason(DifferenceCode.WRONG_RULE, text),
            computed=True,
            part=result.part,
        )


@dataclass(frozen=True)
class CaseDetail:
    """A case with everything that belongs to it, read in one transaction."""

    row: CaseRow
    unit: Unit
    submission: Submission
    record: ReportRecord
    form: Form
    plans: tuple[Plan, ...]
    previous: Report | None
    """The report of the period before that counts, where the register has one."""
    entries: tuple[AppraisalEntry, ...]
    province_values: Mapping[str, ProvinceValue]
    explanations: tuple[Explanation, ...] = ()
    returns: tuple[CaseReturn, ...] = ()
    recomputed: tuple[RecomputedRow, ...] = ()
    previous_manifest: str | None = None
    """SHA-256 of the manifest of the submission that `previous` is from."""
    survey: SurveyMode | None = None
    """The province's way to count the survey; None leaves it to the form."""
    proof: ReportProof | None = None
    """Whether the documents of the submission show what its record says; None before it is made."""

    @cached_property
    def report(self) -> Report:
        """The report as the commune sent it, but for what it may not say.

        Facts of the unit are those of the register's list, and answers to items that the province
        fills are left out: records taken in by earlier versions may hold some.
        """
        return counted_report(self.record.report, self.form, self.plans, self.unit)

    @cached_property
    def sent(self) -> Assessment:
        """The assessment of the figures as the commune sent them."""
        return assess_report(self.report, self.form, self.plans, self.previous)

    @cached_property
    def appraised(self) -> Assessment:
        """The assessment that counts now, after both rounds."""
        return self.assessment_after(AppraisalRound.SECOND)

    def assessment_after(self, last: AppraisalRound) -> Assessment:
        """Assess the report with the entries of the rounds up to `last`, inclusive."""
        adjustments = self.adjustments(last)
        # Both assessments are the same then, and assessing is the costly part of a list of cases.
        if self.survey is None and not (adjustments.answers or adjustments.points):
            return self.sent
        form = with_survey(self.form, self.survey)
        return appraise_report(self.report, form, self.plans, adjustments, self.previous)

    def adjustments(self, last: AppraisalRound = AppraisalRound.SECOND) -> ProvinceAdjustments:
        """Return the province's adjustments up to a round; the later round goes first."""
        return build_adjustments(self.province_values, self.items(), self.effective_entries(last))

    def effective_entries(
        self, last: AppraisalRound = AppraisalRound.SECOND
    ) -> Iterator[AppraisalEntry]:
        """Return the entries that count, one for each figure or criterion."""
        entries = self._current_entries(last).values()
        return (entry for entry in entries if entry.value is not None)

    def current_entry(self, kind: EntryKind, ref: str) -> AppraisalEntry | None:
        """Return the last entry for a figure or criterion that is still in force.

        Its value is None when an appraiser removed the entry before it.
        """
        return self._current_entries(AppraisalRound.SECOND).get((kind, ref))

    def _current_entries(self, last: AppraisalRound) -> dict[tuple[EntryKind, str], AppraisalEntry]:
        opened = [(each, collect_reopened_fields(self.form, each.codes)) for each in self.returns]
        return current_entries(self.entries, opened, last)

    def self_points(self, code: str) -> Decimal:
        """Return the points that the commune signed for; computed ones where it named none."""
        points = self.record.outcome.points.get(code)
        return self.sent.result_of(code).points if points is None else points.points

    def differences(
        self, last: AppraisalRound = AppraisalRound.SECOND
    ) -> tuple[PointDifference, ...]:
        """Return the criteria whose points differ from the commune's, each with its reason."""
        counts = self.appraised if last is AppraisalRound.SECOND else self.assessment_after(last)
        adjustments = self.adjustments(last)

        def reason(code: str) -> DifferenceReason | None:
            """Return the reason of the first corrected figure of a criterion, by item id."""
            reasons = adjustments.why
            items = collect_reopened_fields(self.form, [code]).items
            return next((reasons[ref] for ref in sorted(items) if ref in reasons), None)

        differences = point_differences(self.sent, counts, adjustments)
        return differences_with_reasons(
            differences, reason, signed=self.record.outcome, sent=self.sent, counts=counts
        )

    def items(self) -> Mapping[str, Item]:
        """Return all items that the report was asked for, by id."""
        return requested_items(self.form, self.plans, self.report.period.year)[0]

    def version(self, kind: EntryKind, ref: str) -> int:
        """Return the number of changes of a figure or criterion, in both rounds together.

        Two equal numbers prove that nobody changed it in between.
        """
        return sum(e.version for e in self.entries if (e.kind, e.ref) == (kind, ref))

    @property
    def pending_return(self) -> CaseReturn | None:
        """The return that the commune has not answered yet."""
        if self.row.state is not CaseState.RETURNED:
            return None
        return next((one for one in reversed(self.returns) if one.answered is None), None)

    def entry(
        self, appraisal_round: AppraisalRound, kind: EntryKind, ref: str
    ) -> AppraisalEntry | None:
        """Return the stored entry of a round, also a removed one; None when there is none."""
        key = (appraisal_round, kind, ref)
        return next((e for e in self.entries if (e.round, e.kind, e.ref) == key), None)


def load_case_detail(register: Register, connection: Connection, key: CaseKey) -> CaseDetail:
    """Load a case; raise UsageError when the commune sent nothing for the period."""
    case = cases.find_case(connection, key)
    if case is None:
        raise UsageError(f"Đơn vị {key.unit} chưa gửi báo cáo {key.period.label}.")
    values = appraisal.province_values_of_period(connection, key.period).get(key.unit, {})
    return _complete_case(register, connection, case, unit=register.unit(key.unit), values=values)


def load_case_details(
    register: Register, connection: Connection, period: Period
) -> tuple[CaseDetail, ...]:
    """Load all cases of a period by unit code, without those of units that no longer work."""
    values = appraisal.province_values_of_period(connection, period)
    units = {entry.unit.code: entry.unit for entry in register.unit_entries() if entry.is_current}
    return tuple(
        _complete_case(
            register, connection, case, unit=units[case.unit], values=values.get(case.unit, {})
        )
        for case in cases.load_cases(connection, period)
        if case.unit in units
    )


def _complete_case(
    register: Register,
    connection: Connection,
    case: CaseRow,
    *,
    unit: Unit,
    values: Mapping[str, ProvinceValue],
) -> CaseDetail:
    record = read_report_json(submissions.load_record_bytes(connection, case.submission))
    report = record.report
    form, plans = register.definitions_of(report.form_sha256, report.plan_sha256)
    previous, manifest = load_previous_report(register, connection, case.key.before())
    return CaseDetail(
        row=case,
        unit=unit,
        submission=submissions.load_submission(connection, case.submission),
        record=record,
        form=form,
        plans=plans,
        previous=previous,
        entries=appraisal.entries_of_case(connection, case.key),
        province_values=values,
        explanations=appraisal.explanations_of_case(connection, case.key),
        returns=returns.returns_of_case(connection, case.key),
        recomputed=submissions.load_recomputed(connection, case.submission),
        previous_manifest=manifest,
        survey=load_survey_mode(connection, case.period),
        proof=proofs.load_proof(connection, case.submission),
    )


def load_previous_report(
    register: Register, connection: Connection, key: CaseKey
) -> tuple[Report | None, str | None]:
    """Return the commune's report of a case and the SHA-256 of its manifest, or two None.

    Without appraisal: the commune's own assessment compares with what it sent, too.
    """
    case = cases.find_case(connection, key)
    if case is None:
        return None, None
    report = read_report_json(submissions.load_record_bytes(connection, case.submission)).report
    form, plans = register.definitions_of(report.form_sha256, report.plan_sha256)
    report = without_province_answers(report, form, plans)
    return report, submissions.load_submission(connection, case.submission).manifest_sha256
