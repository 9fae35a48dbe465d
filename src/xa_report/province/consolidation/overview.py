"""Overview of a period from the stored case summaries, without assessing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from xa_report.assess.province.ranking import rank_communes
from xa_report.domain.dates import VIETNAM
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview, mean_percent
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.domain.unit import Unit
from xa_report.province.consolidation.build import DEFAULT_AGENCY
from xa_report.province.database import cases, quarantine
from xa_report.province.database.cases import CaseResult, CaseRow, SubmissionSummary
from xa_report.province.database.definitions import KnownDefinitions
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


def build_overview(register: Register, period: Period) -> ProvinceOverview:
    """Build the overview of all communes in a period, also of those that sent nothing."""
    units = active_units(register.unit_entries())
    units_by_code = {unit.code: unit for unit in units}
    with register.database.read() as connection:
        rows = _read_period(connection, period, units_by_code)
        previous = cases.results_of_period(connection, period.previous(), units_by_code)
        quarantined = len(quarantine.load_quarantined_files(connection))
        agency = load_agency(connection, DEFAULT_AGENCY)
    form = _form_that_counts(register.known_definitions(), rows, period)
    deadline = form.stage("self_assessment").dates(period)[1] if form else None
    communes = tuple(_commune_status(unit, rows, deadline) for unit in units)
    return ProvinceOverview(
        province=register.province,
        agency=agency,
        period=period,
        form=form,
        deadline=deadline,
        communes=communes,
        ranking=rank_communes(_ranking_candidates(communes, rows, form)),
        quarantined=quarantined,
        previous_mean=mean_percent(result.ranking_candidate for result in previous),
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


def _form_that_counts(
    known_definitions: KnownDefinitions, period_rows: _PeriodRows, period: Period
) -> Form | None:
    """Return the form of most communes; before the first report the newest one for the period."""
    counts = Counter(
        period_rows.submissions[case.submission].form_sha256 for case in period_rows.cases.values()
    )
    if counts:
        # The hash decides between forms of equally many communes, as in the consolidation.
        return known_definitions.forms.get(max(counts, key=lambda sha256: (counts[sha256], sha256)))
    fitting = [form for form in known_definitions.forms.values() if form.period is period.kind]
    return max(fitting, key=lambda form: form.version, default=None)


def _commune_status(unit: Unit, period_rows: _PeriodRows, deadline: date | None) -> CommuneStatus:
    case, result = period_rows.cases.get(unit.code), period_rows.results.get(unit.code)
    if case is None:
        return CommuneStatus(unit)
    received = period_rows.first_submissions[unit.code].received.astimezone(VIETNAM)
    return CommuneStatus(
        unit,
        case.state,
        period_rows.submissions[case.submission].sequence,
        received,
        deadline is not None and received.date() > deadline,
        result.ranking_candidate if result else None,
    )


def _ranking_candidates(
    communes: Iterable[CommuneStatus], period_rows: _PeriodRows, form: Form | None
) -> Iterator[RankingCandidate]:
    """Yield the candidates that reported by the form that counts."""
    form_sha256 = form.sha256 if form else ""
    for commune in communes:
        if commune.candidate is not None:
            case = period_rows.cases[commune.unit.code]
            if period_rows.submissions[case.submission].form_sha256 == form_sha256:
                yield commune.candidate
