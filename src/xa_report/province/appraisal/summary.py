"""Stored summary of a case, recomputed inside of the transaction that changes it."""

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
    """The numbers of one commune and period that lists, rankings and trends read."""

    ranking_candidate: RankingCandidate
    applicable: Decimal
    sheet: FigureSheet


def summarize_assessments(
    candidate: RankingCandidate, period: Period, appraised: Assessment
) -> CaseSummary:
    """Build the summary of a commune; `appraised` is the assessment that counts."""
    figures = build_figure_sheet(candidate.unit.code, period, appraised.figures)
    return CaseSummary(candidate, appraised.applicable, figures)


def save_summary(connection: Connection, case: CaseRow, case_summary: CaseSummary) -> None:
    """Save the summary of a case, replacing the former one."""
    cases.save_result(connection, case.period, result_from_summary(case, case_summary))
    figures.save_figure_sheet(connection, case_summary.sheet)


def result_from_summary(case: CaseRow, case_summary: CaseSummary) -> CaseResult:
    """Build the result of a case that lists and rankings read."""
    return CaseResult(
        case_summary.ranking_candidate, case_summary.applicable, case.submission, case.state
    )


def recompute_case(register: Register, connection: Connection, key: CaseKey) -> CaseDetail:
    """Assess a case anew and save its summary; return the case."""
    case = load_case_detail(register, connection, key)
    save_summary(connection, case.row, summarize_case(case))
    return case


def recompute_cases(register: Register, connection: Connection, period: Period) -> None:
    """Assess every case of a period anew and save their summaries."""
    for case in load_case_details(register, connection, period):
        save_summary(connection, case.row, summarize_case(case))


def save_received_case(
    register: Register, connection: Connection, key: CaseKey, case_summary: CaseSummary | None
) -> None:
    """Save the summary of a case whose report has just come.

    `case_summary` was computed from the report alone, in another process. It is used where the
    register has nothing that would change it: no entry, no figure of the province, no survey
    setting, and no case of the period before to compare with.
    """
    case = cases.find_case(connection, key)
    if case_summary is None or case is None or not _depends_on_nothing_else(connection, key):
        recompute_case(register, connection, key)
        return
    # The report may name the unit by a former code; results are stored by that of the list.
    candidate = case_summary.ranking_candidate
    candidate = replace(candidate, unit=replace(candidate.unit, code=key.unit))
    sheet = replace(case_summary.sheet, unit=key.unit)
    summary = replace(case_summary, ranking_candidate=candidate, sheet=sheet)
    save_summary(connection, case, summary)


def _depends_on_nothing_else(connection: Connection, key: CaseKey) -> bool:
    return (
        load_survey_mode(connection, key.period) is None
        and cases.find_case(connection, key.before()) is None
        and not appraisal.entries_of_case(connection, key)
        and not appraisal.has_province_values(connection, key)
    )


def summarize_case(case: CaseDetail) -> CaseSummary:
    """Build the summary of a case from its present assessment."""
    candidate = build_candidate(
        case.unit,
        case.submission.manifest_sha256,
        case.form,
        sent=case.sent,
        appraised=case.appraised,
        closed=case.row.state is CaseState.CLOSED,
    )
    return summarize_assessments(candidate, case.row.period, case.appraised)
