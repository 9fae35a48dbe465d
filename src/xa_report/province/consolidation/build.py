"""Consolidation of a period built from all cases of the register, form by form."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from xa_report.assess.province.appraisal import with_survey
from xa_report.assess.province.province_targets import province_targets
from xa_report.assess.province.ranking import candidate_from_result, rank_communes
from xa_report.domain.dates import VIETNAM
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.plan import Plan
from xa_report.domain.province.consolidation import (
    CommuneResult,
    Consolidation,
    OtherForm,
    PreviousResult,
)
from xa_report.domain.province.province_targets import ProvinceInputsForYear, ProvinceTarget
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.province.appraisal.case import CaseDetail, load_case_details
from xa_report.province.appraisal.open_matters import open_matters_of_cases
from xa_report.province.consolidation.form_groups import group_by_form
from xa_report.province.consolidation.previous_period import load_previous_results
from xa_report.province.database import appraisal, period_settings, submissions
from xa_report.province.database.units import active_units
from xa_report.province.register import Register

DEFAULT_AGENCY = "Sở Nội vụ"


@dataclass(frozen=True, slots=True)
class ConsolidationSource:
    """A consolidation with the cases that it is made from."""

    consolidation: Consolidation
    cases: tuple[CaseDetail, ...]
    """The cases of the communes in it, by unit code."""
    others: tuple["ConsolidationSource", ...] = ()
    """Those of the period's other forms, the one most used first; they have no others."""

    def each_form(self) -> tuple["ConsolidationSource", ...]:
        """Return this one, then those of the other forms."""
        return (self, *self.others)


@dataclass(frozen=True, slots=True)
class _PeriodReading:
    """An open transaction on a register, and the communes that report to it."""

    register: Register
    connection: Connection
    units: tuple[Unit, ...]

    def previous_results(self, period: Period, form: Form) -> dict[str, PreviousResult]:
        """Return the results of an earlier period by a version of the form, by unit code."""
        definitions = self.register.known_definitions()
        return load_previous_results(self.connection, definitions, period, self.units, form.id)


def build_consolidation(
    register: Register, period: Period, moment: datetime
) -> ConsolidationSource:
    """Consolidate a period in one transaction; raise UsageError when no commune has reported.

    The form most used comes first, with those of all other forms in `others`. Assesses every case
    anew, so the time grows with the number of communes.
    """
    with register.database.read() as connection:
        details = load_case_details(register, connection, period)
        if not details:
            raise UsageError(f"Chưa có xã nào gửi báo cáo {period.label}.")
        reading = _PeriodReading(register, connection, active_units(register.unit_entries()))
        groups = tuple(group_by_form(details, lambda case: case.form.sha256).values())
        forms = tuple(_form_results(reading, cases, period) for cases in groups)
        whole = Consolidation(
            province=register.province,
            agency=period_settings.load_agency(connection, DEFAULT_AGENCY),
            period=period,
            form=forms[0].form,
            plans=_common_plans(details),
            results=(),
            not_sent=_units_without_report(reading.units, (case.unit for case in details)),
            ranking=rank_communes(()),
            targets=_province_targets(connection, details, forms[0].form, len(reading.units)),
            created=moment,
            open_matters=open_matters_of_cases(details),
            acceptance=period_settings.load_acceptance(connection, period),
        )
        first, *others = (
            ConsolidationSource(_of_form(reading, whole, form, forms), cases)
            for form, cases in zip(forms, groups, strict=True)
        )
    return replace(first, others=tuple(others))


def _form_results(
    reading: _PeriodReading, cases: Sequence[CaseDetail], period: Period
) -> OtherForm:
    """Return the form of the cases, with the survey as the province counts it, and results."""
    form = with_survey(cases[0].form, period_settings.load_survey_mode(reading.connection, period))
    deadline = form.stage("self_assessment").dates(period)[1]
    results = (_commune_result(reading.connection, case, deadline) for case in cases)
    return OtherForm(form, tuple(results))


def _of_form(
    reading: _PeriodReading, whole: Consolidation, own: OtherForm, forms: Iterable[OtherForm]
) -> Consolidation:
    """Complete a consolidation of the whole period with the results of one form."""
    return replace(
        whole,
        form=own.form,
        results=own.results,
        ranking=rank_communes(candidate_from_result(result, own.form) for result in own.results),
        deadline=own.form.stage("self_assessment").dates(whole.period)[1],
        previous_results=reading.previous_results(whole.period.previous(), own.form),
        other_forms=tuple(other for other in forms if other is not own),
    )


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
    connection: Connection, cases: Sequence[CaseDetail], form: Form, commune_count: int
) -> tuple[ProvinceTarget, ...]:
    """Return the targets over every commune that can answer, whatever its form."""
    period = cases[0].row.period
    province_values = appraisal.province_values_of_period(connection, period).get(
        appraisal.WHOLE_PROVINCE, {}
    )
    inputs = ProvinceInputsForYear(
        year=period.year,
        reports=tuple(_counted_report(case) for case in cases),
        commune_count=commune_count,
        province_answers={
            ref: each.value for ref, each in province_values.items() if each.value is not None
        },
        previous={case.unit.code: case.previous for case in cases if case.previous is not None},
    )
    return province_targets(_common_plans(cases), form, inputs)


def _counted_report(case: CaseDetail) -> Report:
    """Return the report with the figures that the province counts."""
    answers = {**case.report.answers, **case.adjustments().answers}
    return replace(case.report, unit=case.unit, answers=answers)
