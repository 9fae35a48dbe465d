"""Reads where a province stands from what the register keeps beside the cases."""

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
from xa_report.province.books.gathering import AGENCY
from xa_report.province.desk import Desk
from xa_report.province.register import arrivals, cases, quarantine, results
from xa_report.province.register.arrivals import Came
from xa_report.province.register.cases import Case
from xa_report.province.register.definitions import Known
from xa_report.province.register.period_settings import agency
from xa_report.province.register.results import Result
from xa_report.province.register.units import working


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the register keeps about a period, read at one moment."""

    cases: Mapping[str, Case]
    came: Mapping[int, Came]
    first: Mapping[str, Came]
    """By unit."""
    results: Mapping[str, Result]


def overview(desk: Desk, period: Period) -> ProvinceOverview:
    """All communes of the province in a period."""
    units = working(desk.entries())
    named = {unit.code: unit for unit in units}
    with desk.register.read() as connection:
        kept = _read(connection, period, named)
        before = mean_percent(
            one.contestant for one in results.of_period(connection, period.before(), named)
        )
        held = len(quarantine.every(connection))
        name = agency(connection, AGENCY)
    form = _form(desk.known(), kept, period)
    limit = form.stage("self_assessment").dates(period)[1] if form else None
    lines = tuple(_line(unit, kept, limit) for unit in units)
    return ProvinceOverview(
        province=desk.province,
        agency=name,
        period=period,
        form=form,
        deadline=limit,
        lines=lines,
        ranking=rank_communes(_ranked(lines, kept, form)),
        held=held,
        before=before,
    )


def _read(connection: Connection, period: Period, named: Mapping[str, Unit]) -> _Kept:
    came = arrivals.of_period(connection, period)
    return _Kept(
        cases={case.unit: case for case in cases.of_period(connection, period)},
        came={one.id: one for one in came},
        first={one.unit: one for one in reversed(came)},
        results={
            one.contestant.unit.code: one for one in results.of_period(connection, period, named)
        },
    )


def _form(known: Known, kept: _Kept, period: Period) -> Form | None:
    """The form of most communes; while nothing has come the newest of the period's kind."""
    counted = Counter(kept.came[case.submission].form_sha256 for case in kept.cases.values())
    if counted:
        return known.forms.get(max(counted, key=lambda sha256: (counted[sha256], sha256)))
    fitting = [form for form in known.forms.values() if form.period is period.kind]
    return max(fitting, key=lambda form: form.version, default=None)


def _line(unit: Unit, kept: _Kept, limit: date | None) -> CommuneStatus:
    case, result = kept.cases.get(unit.code), kept.results.get(unit.code)
    if case is None:
        return CommuneStatus(unit)
    received = kept.first[unit.code].received.astimezone(VIETNAM)
    return CommuneStatus(
        unit,
        case.state,
        kept.came[case.submission].sequence,
        received,
        limit is not None and received.date() > limit,
        result.contestant if result else None,
    )


def _ranked(
    lines: Iterable[CommuneStatus], kept: _Kept, form: Form | None
) -> Iterator[RankingCandidate]:
    """Those that reported by the form that counts."""
    wanted = form.sha256 if form else ""
    for line in lines:
        if line.contestant is not None:
            case = kept.cases[line.unit.code]
            if kept.came[case.submission].form_sha256 == wanted:
                yield line.contestant
