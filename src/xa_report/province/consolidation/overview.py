"""Overview of a period from the stored case summaries, without assessing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from xa_report.assess.province.ranking import rank_communes
from xa_report.domain.form import Form
from xa_report.domain.period import Period
from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview, mean_percent
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.domain.text import VIETNAM
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
    """What the register keeps about a period, read at one moment."""

    cases: Mapping[str, CaseRow]
    submissions: Mapping[int, SubmissionSummary]
    first_submissions: Mapping[str, SubmissionSummary]
    """By unit."""
    results: Mapping[str, CaseResult]


def build_overview(register: Register, period: Period) -> ProvinceOverview:
    """All communes of the province in a period."""
    units = active_units(register.unit_entries())
    named = {unit.code: unit for unit in units}
    with register.database.read() as connection:
        kept = _read_period(connection, period, named)
        before = mean_percent(
            one.ranking_candidate
            for one in cases.results_of_period(connection, period.previous(), named)
        )
        held = len(quarantine.load_quarantined_files(connection))
        name = load_agency(connection, DEFAULT_AGENCY)
    form = _form_that_counts(register.known_definitions(), kept, period)
    limit = form.stage("self_assessment").dates(period)[1] if form else None
    lines = tuple(_commune_status(unit, kept, limit) for unit in units)
    return ProvinceOverview(
        province=register.province,
        agency=name,
        period=period,
        form=form,
        deadline=limit,
        communes=lines,
        ranking=rank_communes(_ranking_candidates(lines, kept, form)),
        quarantined=held,
        previous_mean=before,
    )


def _read_period(
    connection: Connection, period: Period, units_by_code: Mapping[str, Unit]
) -> _PeriodRows:
    came = cases.load_submission_summaries(connection, period)
    return _PeriodRows(
        cases={case.unit: case for case in cases.load_cases(connection, period)},
        submissions={one.id: one for one in came},
        first_submissions={one.unit: one for one in reversed(came)},
        results={
            one.ranking_candidate.unit.code: one
            for one in cases.results_of_period(connection, period, units_by_code)
        },
    )


def _form_that_counts(
    known_definitions: KnownDefinitions, period_rows: _PeriodRows, period: Period
) -> Form | None:
    """The form of most communes; while nothing has come the newest of the period's kind."""
    counted = Counter(
        period_rows.submissions[case.submission].form_sha256 for case in period_rows.cases.values()
    )
    if counted:
        return known_definitions.forms.get(
            max(counted, key=lambda sha256: (counted[sha256], sha256))
        )
    fitting = [form for form in known_definitions.forms.values() if form.period is period.kind]
    return max(fitting, key=lambda form: form.version, default=None)


def _commune_status(unit: Unit, period_rows: _PeriodRows, limit: date | None) -> CommuneStatus:
    case, result = period_rows.cases.get(unit.code), period_rows.results.get(unit.code)
    if case is None:
        return CommuneStatus(unit)
    received = period_rows.first_submissions[unit.code].received.astimezone(VIETNAM)
    return CommuneStatus(
        unit,
        case.state,
        period_rows.submissions[case.submission].sequence,
        received,
        limit is not None and received.date() > limit,
        result.ranking_candidate if result else None,
    )


def _ranking_candidates(
    lines: Iterable[CommuneStatus], period_rows: _PeriodRows, form: Form | None
) -> Iterator[RankingCandidate]:
    """Those that reported by the form that counts."""
    wanted = form.sha256 if form else ""
    for line in lines:
        if line.candidate is not None:
            case = period_rows.cases[line.unit.code]
            if period_rows.submissions[case.submission].form_sha256 == wanted:
                yield line.candidate
