"""Consolidation of a period built from all cases of the register."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import Connection

from xa_report.assess.province.appraisal import with_survey
from xa_report.assess.province.province_targets import province_targets
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.domain.dates import VIETNAM
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.domain.province.province_targets import ProvinceInputsForYear, ProvinceTarget
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import CaseDetail, load_case_details
from xa_report.province.database import appraisal, cases, period_settings, submissions
from xa_report.province.database.units import active_units
from xa_report.province.register import Register

DEFAULT_AGENCY = "Sở Nội vụ"


@dataclass(frozen=True, slots=True)
class ConsolidationSource:
    """A consolidation with the cases that it is made from."""

    consolidation: Consolidation
    cases: tuple[CaseDetail, ...]
    """The cases of the communes in it, by unit code."""
    other_cases: tuple[CaseDetail, ...] = ()
    """Cases of communes that reported by another form; they are in no ranking."""


def build_consolidation(
    register: Register, period: Period, moment: datetime
) -> ConsolidationSource:
    """Consolidate a period in one transaction; raise UsageError when no commune has reported.

    Assesses every case anew, so the time grows with the number of communes.
    """
    with register.database.read() as connection:
        details = load_case_details(register, connection, period)
        if not details:
            raise UsageError(f"Chưa có xã nào gửi báo cáo {period.label}.")
        form = _common_form(details, period_settings.load_survey_mode(connection, period))
        own = tuple(case for case in details if case.form.sha256 == form.sha256)
        others = tuple(case for case in details if case.form.sha256 != form.sha256)
        deadline = form.stage("self_assessment").dates(period)[1]
        results = tuple(_commune_result(connection, case, deadline) for case in own)
        units = active_units(register.unit_entries())
        plans = _common_plans(own)
        province_values = appraisal.province_values_of_period(connection, period).get(
            appraisal.WHOLE_PROVINCE, {}
        )
        consolidation = Consolidation(
            province=register.province,
            agency=period_settings.load_agency(connection, DEFAULT_AGENCY),
            period=period,
            form=form,
            plans=plans,
            results=results,
            not_sent=_units_without_report(units, (case.unit for case in details)),
            ranking=rank_communes(candidate_from_result(result, form) for result in results),
            targets=_province_targets(own, form, plans, len(units), province_values),
            created=moment,
            deadline=deadline,
            previous_results=_previous_results(connection, period.previous(), units),
        )
    return ConsolidationSource(consolidation, own, others)


def _common_form(cases: Sequence[CaseDetail], mode: SurveyMode | None) -> Form:
    """Return the form that most communes reported by, with the survey as the province counts it."""
    counts = Counter(case.form.sha256 for case in cases)
    # The hash decides between forms of equally many communes, so that every run takes the same.
    first = max(counts, key=lambda sha256: (counts[sha256], sha256))
    return with_survey(next(case.form for case in cases if case.form.sha256 == first), mode)


def _common_plans(cases: Iterable[CaseDetail]) -> tuple[Plan, ...]:
    return tuple({plan.sha256: plan for case in cases for plan in case.plans}.values())


def _commune_result(
    connection: Connection, case: CaseDetail, deadline: date | None
) -> CommuneResult:
    # The first submission decides whether a report was late; corrections come when asked for.
    first = submissions.submissions_of_case(connection, case.row.key)[0]
    received = first.received.astimezone(VIETNAM)
    return CommuneResult(
        unit=case.unit,
        state=case.row.state,
        report=case.report,
        sent=case.sent,
        appraised=case.appraised,
        manifest_sha256=case.submission.manifest_sha256,
        package_sha256=case.submission.file_sha256,
        received=received,
        late=deadline is not None and received.date() > deadline,
        differences=case.differences(),
    )


def _units_without_report(
    units: Iterable[Unit], reporting_units: Iterable[Unit]
) -> tuple[Unit, ...]:
    codes = {unit.code for unit in reporting_units}
    return tuple(unit for unit in units if unit.code not in codes)


def _province_targets(
    cases: Sequence[CaseDetail],
    form: Form,
    plans: Sequence[Plan],
    commune_count: int,
    province_values: dict[str, appraisal.ProvinceValue],
) -> tuple[ProvinceTarget, ...]:
    inputs = ProvinceInputsForYear(
        year=cases[0].row.period.year,
        reports=tuple(_counted_report(case) for case in cases),
        commune_count=commune_count,
        province_answers={
            ref: each.value for ref, each in province_values.items() if each.value is not None
        },
        previous={case.unit.code: case.previous for case in cases if case.previous is not None},
    )
    return province_targets(plans, form, inputs)


def _counted_report(case: CaseDetail) -> Report:
    """Return the report with the figures that the province counts."""
    answers = {**case.report.answers, **case.adjustments().answers}
    return replace(case.report, unit=case.unit, answers=answers)


def _previous_results(
    connection: Connection, period: Period, units: Iterable[Unit]
) -> dict[str, PreviousResult]:
    """Return percent, result, rank and areas of each commune in a period, by unit code."""
    units_by_code = {unit.code: unit for unit in units}
    candidates = [
        result.ranking_candidate
        for result in cases.results_of_period(connection, period, units_by_code)
    ]
    ranks = {each.candidate.unit.code: each.rank for each in rank_communes(candidates).ranked}
    return {
        candidate.unit.code: PreviousResult(
            candidate.percent,
            candidate.result,
            ranks.get(candidate.unit.code),
            _area_percentages(candidate),
        )
        for candidate in candidates
    }


def _area_percentages(ranking_candidate: RankingCandidate) -> dict[str, Fraction]:
    """Return the percent of each area; areas are the parts without a dot in their codes."""
    shares = {
        code: part.percent for code, part in ranking_candidate.parts.items() if "." not in code
    }
    return {code: percent for code, percent in shares.items() if percent is not None}
