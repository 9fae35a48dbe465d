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
from xa_report.domain.form import Form, SurveyMode
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.domain.province.province_targets import ProvinceInputsForYear, ProvinceTarget
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.domain.report import Report
from xa_report.domain.text import VIETNAM
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
    """Of the communes in it, by unit code."""
    other_cases: tuple[CaseDetail, ...] = ()
    """Communes that reported by another form; they are in no ranking."""


def build_consolidation(
    register: Register, period: Period, moment: datetime
) -> ConsolidationSource:
    """Read a period whole, as it stands at one moment; raise UsageError when nothing came."""
    with register.database.read() as connection:
        found = load_case_details(register, connection, period)
        if not found:
            raise UsageError(f"Chưa có xã nào gửi báo cáo {period.label}.")
        form = _common_form(found, period_settings.load_survey_mode(connection, period))
        own = tuple(one for one in found if one.form.sha256 == form.sha256)
        others = tuple(one for one in found if one.form.sha256 != form.sha256)
        limit = form.stage("self_assessment").dates(period)[1]
        standings = tuple(_commune_result(connection, one, limit) for one in own)
        units = active_units(register.unit_entries())
        plans = _common_plans(own)
        entered = appraisal.province_values_of_period(connection, period).get(
            appraisal.WHOLE_PROVINCE, {}
        )
        all_of = Consolidation(
            province=register.province,
            agency=period_settings.load_agency(connection, DEFAULT_AGENCY),
            period=period,
            form=form,
            plans=plans,
            results=standings,
            not_sent=_units_without_report(units, (one.unit for one in found)),
            ranking=rank_communes(candidate_from_result(one, form) for one in standings),
            targets=_province_targets(own, form, plans, len(units), entered),
            created=moment,
            deadline=limit,
            previous_results=_previous_results(connection, period.previous(), units),
        )
    return ConsolidationSource(all_of, own, others)


def _common_form(cases: Sequence[CaseDetail], mode: SurveyMode | None) -> Form:
    """The form that most communes reported by, with the survey as the province counts it."""
    counted = Counter(one.form.sha256 for one in cases)
    first = max(counted, key=lambda sha256: (counted[sha256], sha256))
    return with_survey(next(one.form for one in cases if one.form.sha256 == first), mode)


def _common_plans(cases: Iterable[CaseDetail]) -> tuple[Plan, ...]:
    return tuple({plan.sha256: plan for one in cases for plan in one.plans}.values())


def _commune_result(connection: Connection, case: CaseDetail, limit: date | None) -> CommuneResult:
    first = submissions.submissions_of_case(connection, case.row.key)[0]
    came = first.received.astimezone(VIETNAM)
    return CommuneResult(
        unit=case.unit,
        state=case.row.state,
        report=case.report,
        sent=case.sent,
        appraised=case.appraised,
        manifest_sha256=case.submission.manifest_sha256,
        package_sha256=case.submission.file_sha256,
        received=came,
        late=limit is not None and came.date() > limit,
        differences=case.differences(),
    )


def _units_without_report(
    units: Iterable[Unit], reporting_units: Iterable[Unit]
) -> tuple[Unit, ...]:
    there = {unit.code for unit in reporting_units}
    return tuple(unit for unit in units if unit.code not in there)


def _province_targets(
    cases: Sequence[CaseDetail],
    form: Form,
    plans: Sequence[Plan],
    communes: int,
    province_values: dict[str, appraisal.ProvinceValue],
) -> tuple[ProvinceTarget, ...]:
    gathered = ProvinceInputsForYear(
        year=cases[0].row.period.year,
        reports=tuple(_counted_report(one) for one in cases),
        commune_count=communes,
        province_answers={
            ref: one.value for ref, one in province_values.items() if one.value is not None
        },
        previous={one.unit.code: one.previous for one in cases if one.previous is not None},
    )
    return province_targets(plans, form, gathered)


def _counted_report(case: CaseDetail) -> Report:
    """A report with the figures that the province counts."""
    put = case.adjustments()
    return replace(case.report, unit=case.unit, answers={**case.report.answers, **put.answers})


def _previous_results(
    connection: Connection, period: Period, units: Iterable[Unit]
) -> dict[str, PreviousResult]:
    """Where each commune stood in the period before."""
    named = {unit.code: unit for unit in units}
    found = cases.results_of_period(connection, period, named)
    places = {
        one.candidate.unit.code: one.rank
        for one in rank_communes(r.ranking_candidate for r in found).ranked
    }
    return {
        code: PreviousResult(
            r.ranking_candidate.percent,
            r.ranking_candidate.result,
            places.get(code),
            _area_percentages(r.ranking_candidate),
        )
        for r in found
        for code in (r.ranking_candidate.unit.code,)
    }


def _area_percentages(ranking_candidate: RankingCandidate) -> dict[str, Fraction]:
    """Percent of each area, which are the parts without a dot."""
    shares = {
        code: part.percent for code, part in ranking_candidate.parts.items() if "." not in code
    }
    return {code: percent for code, percent in shares.items() if percent is not None}
