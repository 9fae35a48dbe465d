"""Gathers everything about a period from the register into one consolidation."""

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
from xa_report.province.appraisal.dossier import Dossier
from xa_report.province.appraisal.loading import every
from xa_report.province.desk import Desk
from xa_report.province.register import period_settings, provided, results, submissions
from xa_report.province.register.units import working

AGENCY = "Sở Nội vụ"


@dataclass(frozen=True, slots=True)
class Books:
    """A consolidation with the cases that it is made from."""

    all_of: Consolidation
    dossiers: tuple[Dossier, ...]
    """Of the communes in it, by unit code."""
    others: tuple[Dossier, ...] = ()
    """Communes that reported by another form; they are in no ranking."""


def gather(desk: Desk, period: Period, moment: datetime) -> Books:
    """Read a period whole, as it stands at one moment; raise UsageError when nothing came."""
    with desk.register.read() as connection:
        found = every(desk, connection, period)
        if not found:
            raise UsageError(f"Chưa có xã nào gửi báo cáo {period.label}.")
        form = _form(found, period_settings.survey(connection, period))
        own = tuple(one for one in found if one.form.sha256 == form.sha256)
        others = tuple(one for one in found if one.form.sha256 != form.sha256)
        limit = form.stage("self_assessment").dates(period)[1]
        standings = tuple(_standing(connection, one, limit) for one in own)
        units = working(desk.entries())
        plans = _plans(own)
        entered = provided.of_period(connection, period).get(provided.ALL, {})
        all_of = Consolidation(
            province=desk.province,
            agency=period_settings.agency(connection, AGENCY),
            period=period,
            form=form,
            plans=plans,
            standings=standings,
            not_sent=_absent(units, (one.unit for one in found)),
            ranking=rank_communes(candidate_from_result(one, form) for one in standings),
            targets=_targets(own, form, plans, len(units), entered),
            made=moment,
            deadline=limit,
            before=_before(connection, period.before(), units),
        )
    return Books(all_of, own, others)


def _form(found: Sequence[Dossier], mode: SurveyMode | None) -> Form:
    """The form that most communes reported by, with the survey as the province counts it."""
    counted = Counter(one.form.sha256 for one in found)
    first = max(counted, key=lambda sha256: (counted[sha256], sha256))
    return with_survey(next(one.form for one in found if one.form.sha256 == first), mode)


def _plans(found: Iterable[Dossier]) -> tuple[Plan, ...]:
    return tuple({plan.sha256: plan for one in found for plan in one.plans}.values())


def _standing(connection: Connection, one: Dossier, limit: date | None) -> CommuneResult:
    first = submissions.of(connection, one.case.key)[0]
    came = first.received.astimezone(VIETNAM)
    return CommuneResult(
        unit=one.unit,
        state=one.case.state,
        report=one.report,
        sent=one.sent,
        appraised=one.appraised,
        manifest_sha256=one.submission.manifest_sha256,
        package_sha256=one.submission.file_sha256,
        received=came,
        late=limit is not None and came.date() > limit,
        differences=one.differences(),
    )


def _absent(units: Iterable[Unit], sent: Iterable[Unit]) -> tuple[Unit, ...]:
    there = {unit.code for unit in sent}
    return tuple(unit for unit in units if unit.code not in there)


def _targets(
    found: Sequence[Dossier],
    form: Form,
    plans: Sequence[Plan],
    communes: int,
    entered: dict[str, provided.Provided],
) -> tuple[ProvinceTarget, ...]:
    gathered = ProvinceInputsForYear(
        year=found[0].case.period.year,
        reports=tuple(_counted(one) for one in found),
        communes=communes,
        entered={ref: one.value for ref, one in entered.items() if one.value is not None},
        previous={one.unit.code: one.previous for one in found if one.previous is not None},
    )
    return province_targets(plans, form, gathered)


def _counted(one: Dossier) -> Report:
    """A report with the figures that the province counts."""
    put = one.adjustments()
    return replace(one.report, unit=one.unit, answers={**one.report.answers, **put.answers})


def _before(
    connection: Connection, period: Period, units: Iterable[Unit]
) -> dict[str, PreviousResult]:
    """Where each commune stood in the period before."""
    named = {unit.code: unit for unit in units}
    found = results.of_period(connection, period, named)
    places = {
        one.contestant.unit.code: one.rank
        for one in rank_communes(r.contestant for r in found).placed
    }
    return {
        code: PreviousResult(
            r.contestant.percent, r.contestant.result, places.get(code), _areas(r.contestant)
        )
        for r in found
        for code in (r.contestant.unit.code,)
    }


def _areas(one: RankingCandidate) -> dict[str, Fraction]:
    """Percent of each area, which are the parts without a dot."""
    shares = {code: part.percent for code, part in one.parts.items() if "." not in code}
    return {code: percent for code, percent in shares.items() if percent is not None}
