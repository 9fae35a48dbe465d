"""One case as loaded from the register: submission, entries, assessments, differences."""

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
from xa_report.province.database import appraisal, cases, returns, submissions
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


def differences_with_reasons(
    differences: Iterable[PointDifference],
    reason: Callable[[str], DifferenceReason | None],
    *,
    signed: ScoreSummary,
    sent: Assessment,
    counts: Assessment,
) -> tuple[PointDifference, ...]:
    """Give every difference its reason; `reason` tells why figures of a criterion were corrected.

    `signed` is what the commune signed for, `sent` what its figures give, `counts` what counts
    now. A criterion whose signed points are not those that its own figures give is named too.
    """
    own = {
        one.code: one if one.why is not None else replace(one, why=reason(one.code))
        for one in differences
    }
    return tuple(_differences_from_signed(own, signed, sent, counts))


def _differences_from_signed(
    own: dict[str, PointDifference], signed: ScoreSummary, sent: Assessment, counts: Assessment
) -> Iterator[PointDifference]:
    for now in scored_results(counts):
        said, computed = signed.points.get(now.code), sent.result_of(now.code).points
        one = own.get(now.code)
        if said is None or said.points == computed:
            if one is not None:
                yield one
            continue
        text = f"Số liệu đã gửi chỉ cho {show_number(computed)} điểm"
        why = one.why if one and one.why else DifferenceReason(DifferenceCode.WRONG_RULE, text)
        points = (said.points, now.points)
        yield PointDifference(now.code, now.title, *points, why, computed=True, part=now.part)


@dataclass(frozen=True)
class CaseDetail:
    """A case with everything that belongs to it, read at one moment."""

    row: CaseRow
    unit: Unit
    submission: Submission
    record: ReportRecord
    form: Form
    plans: tuple[Plan, ...]
    previous: Report | None
    """What counts of the period before, where the register has it."""
    entries: tuple[AppraisalEntry, ...]
    province_values: Mapping[str, ProvinceValue]
    explanations: tuple[Explanation, ...] = ()
    returns: tuple[CaseReturn, ...] = ()
    recomputed: tuple[RecomputedRow, ...] = ()
    previous_manifest: str | None = None
    """Of the submission that `previous` is from."""
    survey: SurveyMode | None = None
    """How the province counts the survey; None leaves what the form says."""

    @property
    def report(self) -> Report:
        """What the commune sent."""
        return self.record.report

    @cached_property
    def sent(self) -> Assessment:
        """What the commune's own figures come to."""
        return assess_report(self.report, self.form, self.plans, self.previous)

    @cached_property
    def appraised(self) -> Assessment:
        """What counts now."""
        return self.assessment_after(AppraisalRound.SECOND)

    def assessment_after(self, last: AppraisalRound) -> Assessment:
        """What it comes to with the rounds up to one of them."""
        put = self.adjustments(last)
        if self.survey is None and not (put.answers or put.points):
            return self.sent
        form = with_survey(self.form, self.survey)
        return appraise_report(self.report, form, self.plans, put, self.previous)

    def adjustments(self, last: AppraisalRound = AppraisalRound.SECOND) -> ProvinceAdjustments:
        """What is put in place up to a round; the later round beats the earlier one."""
        return build_adjustments(self.province_values, self.items(), self.effective_entries(last))

    def effective_entries(
        self, last: AppraisalRound = AppraisalRound.SECOND
    ) -> Iterator[AppraisalEntry]:
        """The entries that count, one for each figure or criterion."""
        standing = self._current_entries(last).values()
        return (entry for entry in standing if entry.value is not None)

    def current_entry(self, kind: EntryKind, ref: str) -> AppraisalEntry | None:
        """What appraisers last said to a figure or criterion, as far as it still holds.

        Its value is None when they took away what had been put in place.
        """
        return self._current_entries(AppraisalRound.SECOND).get((kind, ref))

    def _current_entries(self, last: AppraisalRound) -> dict[tuple[EntryKind, str], AppraisalEntry]:
        opened = [(one, collect_reopened_fields(self.form, one.codes)) for one in self.returns]
        return current_entries(self.entries, opened, last)

    def self_points(self, code: str) -> Decimal:
        """The points that the commune itself signed for; computed ones where it named none."""
        points = self.record.outcome.points.get(code)
        return self.sent.result_of(code).points if points is None else points.points

    def differences(
        self, last: AppraisalRound = AppraisalRound.SECOND
    ) -> tuple[PointDifference, ...]:
        """Every criterion of which the province's points are not the commune's, with why."""
        now = self.appraised if last is AppraisalRound.SECOND else self.assessment_after(last)
        put = self.adjustments(last)

        def reason(code: str) -> DifferenceReason | None:
            """Why the figures that a criterion is made from were corrected."""
            items = collect_reopened_fields(self.form, [code]).items
            return next((put.why[ref] for ref in sorted(items) if ref in put.why), None)

        found = point_differences(self.sent, now, put)
        return differences_with_reasons(
            found, reason, signed=self.record.outcome, sent=self.sent, counts=now
        )

    def items(self) -> Mapping[str, Item]:
        """All items that the report was asked for."""
        return requested_items(self.form, self.plans, self.report.period.year)[0]

    def version(self, kind: EntryKind, ref: str) -> int:
        """How often a figure or criterion was changed, in both rounds together.

        It grows with every change, so it tells whether somebody changed it since it was looked at.
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
        """An entry as it stands, also one that was taken away again."""
        wanted = (appraisal_round, kind, ref)
        return next((e for e in self.entries if (e.round, e.kind, e.ref) == wanted), None)


def load_case_detail(register: Register, connection: Connection, key: CaseKey) -> CaseDetail:
    """Read a case; raise UsageError when nothing has come."""
    case = cases.find_case(connection, key)
    if case is None:
        raise UsageError(f"Đơn vị {key.unit} chưa gửi báo cáo {key.period.label}.")
    given = appraisal.province_values_of_period(connection, key.period).get(key.unit, {})
    return _complete_case(register, connection, case, unit=register.unit(key.unit), given=given)


def load_case_details(
    register: Register, connection: Connection, period: Period
) -> tuple[CaseDetail, ...]:
    """All cases of a period, by unit code."""
    given = appraisal.province_values_of_period(connection, period)
    named = {entry.unit.code: entry.unit for entry in register.unit_entries() if entry.is_current}
    return tuple(
        _complete_case(
            register, connection, case, unit=named[case.unit], given=given.get(case.unit, {})
        )
        for case in cases.load_cases(connection, period)
        if case.unit in named
    )


def _complete_case(
    register: Register,
    connection: Connection,
    case: CaseRow,
    *,
    unit: Unit,
    given: Mapping[str, ProvinceValue],
) -> CaseDetail:
    record = read_report_json(submissions.load_record_bytes(connection, case.submission))
    report = record.report
    form, plans = register.definitions_of(report.form_sha256, report.plan_sha256)
    previous, manifest = load_previous_report(connection, case.key.before())
    return CaseDetail(
        row=case,
        unit=unit,
        submission=submissions.load_submission(connection, case.submission),
        record=record,
        form=form,
        plans=plans,
        previous=previous,
        entries=appraisal.entries_of_case(connection, case.key),
        province_values=given,
        explanations=appraisal.explanations_of_case(connection, case.key),
        returns=returns.returns_of_case(connection, case.key),
        recomputed=submissions.load_recomputed(connection, case.submission),
        previous_manifest=manifest,
        survey=load_survey_mode(connection, case.period),
    )


def load_previous_report(connection: Connection, key: CaseKey) -> tuple[Report | None, str | None]:
    """What the commune sent for the period before: its own assessment looked at the same."""
    case = cases.find_case(connection, key)
    if case is None:
        return None, None
    report = read_report_json(submissions.load_record_bytes(connection, case.submission)).report
    return report, submissions.load_submission(connection, case.submission).manifest_sha256
