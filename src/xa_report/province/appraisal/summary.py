"""Stored summary of a case, recomputed inside the transaction that changed it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from sqlalchemy import Connection

from xa_report.assess.province.ranking import build_candidate
from xa_report.domain.assessment import Assessment
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import CaseKey, CaseState
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.province.appraisal.case import CaseDetail, load_case_detail, load_case_details
from xa_report.province.database import appraisal, cases, figures
from xa_report.province.database.cases import CaseResult, CaseRow
from xa_report.province.database.figures import FigureSheet, build_figure_sheet
from xa_report.province.database.period_settings import load_survey_mode
from xa_report.province.register import Register


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """The numbers of one commune and period."""

    ranking_candidate: RankingCandidate
    applicable: Decimal
    sheet: FigureSheet


def summarize_assessments(
    contestant: RankingCandidate, period: Period, appraised: Assessment
) -> CaseSummary:
    """The numbers of a commune, of which `appraised` is what counts."""
    figures = build_figure_sheet(contestant.unit.code, period, appraised.figures)
    return CaseSummary(contestant, appraised.applicable, figures)


def save_summary(connection: Connection, case: CaseRow, case_summary: CaseSummary) -> None:
    """Keep the numbers of a case in place of what it came to before."""
    cases.save_result(connection, case.period, result_from_summary(case, case_summary))
    figures.save_figure_sheet(connection, case_summary.sheet)


def result_from_summary(case: CaseRow, case_summary: CaseSummary) -> CaseResult:
    """A case as lists and rankings see it."""
    return CaseResult(
        case_summary.ranking_candidate, case_summary.applicable, case.submission, case.state
    )


def recompute_case(register: Register, connection: Connection, key: CaseKey) -> CaseDetail:
    """Assess a case anew and keep what it comes to; return it as it stands now."""
    found = load_case_detail(register, connection, key)
    save_summary(connection, found.row, summarize_case(found))
    return found


def recompute_cases(register: Register, connection: Connection, period: Period) -> None:
    """Assess every case of a period anew."""
    for found in load_case_details(register, connection, period):
        save_summary(connection, found.row, summarize_case(found))


def save_received_case(
    register: Register, connection: Connection, key: CaseKey, case_summary: CaseSummary | None
) -> None:
    """Keep what a report that has just come comes to.

    `case_summary` is what it comes to by itself. It holds as long as the province has put nothing in
    place of anything and no earlier period is there to be compared with.
    """
    case = cases.find_case(connection, key)
    if case_summary is None or case is None or not _depends_on_nothing_else(connection, key):
        recompute_case(register, connection, key)
        return
    named = replace(
        case_summary.ranking_candidate,
        unit=replace(case_summary.ranking_candidate.unit, code=key.unit),
    )
    sheet = replace(case_summary.sheet, unit=key.unit)
    save_summary(connection, case, replace(case_summary, ranking_candidate=named, sheet=sheet))


def _depends_on_nothing_else(connection: Connection, key: CaseKey) -> bool:
    return (
        load_survey_mode(connection, key.period) is None
        and cases.find_case(connection, key.before()) is None
        and not appraisal.entries_of_case(connection, key)
        and not appraisal.has_province_values(connection, key)
    )


def summarize_case(case: CaseDetail) -> CaseSummary:
    """What a case comes to as it stands."""
    contestant = build_candidate(
        case.unit,
        case.submission.manifest_sha256,
        (case.sent, case.appraised),
        case.form,
        closed=case.row.state is CaseState.CLOSED,
    )
    return summarize_assessments(contestant, case.row.period, case.appraised)
