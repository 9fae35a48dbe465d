"""Overview of a period from the stored case summaries, without assessing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from xa_report.assess.province.ranking import rank_communes
from xa_report.domain.dates import VIETNAM
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.overview import (
    CommuneStatus,
    FormRanking,
    ProvinceOverview,
    mean_percent,
)
from xa_report.domain.unit import Unit
from xa_report.province.consolidation.build import DEFAULT_AGENCY
from xa_report.province.consolidation.form_groups import group_by_form
from xa_report.province.consolidation.previous_period import load_previous_results
from xa_report.province.database import cases, quarantine
from xa_report.province.database.cases import CaseResult, CaseRow, SubmissionSummary
from xa_report.province.database.period_settings import load_agency
from xa_report.province.database.units import active_units
from xa_report.province.register import Register


@dataclass(frozen=True, slots=True)
class _PeriodRows:
    """Rows of the register for a period, read in one transaction."""

    cases: Mapping[str, CaseRow]
    submissions: Mapping[int, SubmissionSummary]
    first_submissions: Mapping[str, SubmissionSummary]
    """The first submission of each unit."""
    results: Mapping[str, CaseResult]

    def form_sha256(self, unit: str) -> str:
        """Return the hash of the form that a commune with a case reported by."""
        return self.submissions[self.cases[unit].submission].form_sha256


def build_overview(register: Register, period: Period) -> ProvinceOverview:
    """Build the overview of all communes in a period, also of those that sent nothing."""
    units = active_units(register.unit_entries())
    units_by_code = {unit.code: unit for unit in units}
    with register.database.read() as connection:
        rows = _read_period(connection, period, units_by_code)
        quarantined = len(quarantine.load_quarantined_files(connection))
        agency = load_agency(connection, DEFAULT_AGENCY)
        known = register.known_definitions()
        communes = tuple(_commune_status(unit, rows, known.forms, period) for unit in units)
        first, *others = _rankings(communes, rows, known.forms) or (
            FormRanking(_newest_form(known.forms.values(), period)),
        )
        previous = (
            load_previous_results(connection, known, period.previous(), units, first.form.id)
            if first.form
            else {}
        )
    return ProvinceOverview(
        province=register.province,
        agency=agency,
        period=period,
        form=first.form,
        deadline=_deadline(first.form, period),
        communes=communes,
        ranking=first.ranking,
        other_rankings=tuple(others),
        quarantined=quarantined,
        previous_mean=mean_percent(result.percent for result in previous.values()),
    )


def _read_period(
    connection: Connection, period: Period, units_by_code: Mapping[str, Unit]
) -> _PeriodRows:
    submissions = cases.load_submission_summaries(connection, period)
    return _PeriodRows(
        cases={case.unit: case for case in cases.load_cases(connection, period)},
        submissions={each.id: each for each in submissions},
        # Backwards, so that the first one of a unit is the one that stays.
        first_submissions={each.unit: each for each in reversed(submissions)},
        results={
            result.ranking_candidate.unit.code: result
            for result in cases.results_of_period(connection, period, units_by_code)
        },
    )


def _newest_form(forms: Iterable[Form], period: Period) -> Form | None:
    """Return the newest form for a period, which counts before the first report has come."""
    fitting = [form for form in forms if form.period is period.kind]
    return max(fitting, key=lambda form: form.version, default=None)


def _deadline(form: Form | None, period: Period) -> date | None:
    return form.stage("self_assessment").dates(period)[1] if form else None


def _commune_status(
    unit: Unit, period_rows: _PeriodRows, forms: Mapping[str, Form], period: Period
) -> CommuneStatus:
    case, result = period_rows.cases.get(unit.code), period_rows.results.get(unit.code)
    if case is None:
        return CommuneStatus(unit)
    # Every form has a deadline of its own.
    deadline = _deadline(forms.get(period_rows.form_sha256(unit.code)), period)
    received = period_rows.first_submissions[unit.code].received.astimezone(VIETNAM)
    return CommuneStatus(
        unit,
        case.state,
        period_rows.submissions[case.submission].sequence,
        received,
        deadline is not None and received.date() > deadline,
        result.ranking_candidate if result else None,
    )


def _rankings(
    communes: Iterable[CommuneStatus], period_rows: _PeriodRows, forms: Mapping[str, Form]
) -> tuple[FormRanking, ...]:
    """Return the ranking of each form, the one of most communes first, as in the consolidation."""
    sent = [commune for commune in communes if commune.sent]
    groups = group_by_form(sent, lambda commune: period_rows.form_sha256(commune.unit.code))
    return tuple(
        FormRanking(
            forms.get(sha256),
            rank_communes(each.candidate for each in members if each.candidate is not None),
        )
        for sha256, members in groups.items()
    )
