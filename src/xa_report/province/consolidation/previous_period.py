"""Results of the period before, ranked within the form that they were reported by."""

from collections.abc import Iterable
from fractions import Fraction

from sqlalchemy import Connection

from xa_report.assess.province.ranking import rank_communes
from xa_report.domain.period import Period
from xa_report.domain.province.consolidation import PreviousResult
from xa_report.domain.province.ranking import RankingCandidate
from xa_report.domain.unit import Unit
from xa_report.province.consolidation.form_groups import group_by_form
from xa_report.province.database import cases
from xa_report.province.database.definitions import KnownDefinitions


def load_previous_results(
    connection: Connection,
    known_definitions: KnownDefinitions,
    period: Period,
    units: Iterable[Unit],
    form_id: str,
) -> dict[str, PreviousResult]:
    """Return percent, result, rank and areas of each commune in a period, by unit code.

    Only of the communes that reported by a version of the form: points of two forms, and their
    areas of equal codes, do not compare.
    """
    hashes = {each.id: each.form_sha256 for each in cases.load_submission_summaries(
        connection, period
    )}  # fmt: skip
    stored = cases.results_of_period(connection, period, {unit.code: unit for unit in units})
    groups = group_by_form(stored, lambda result: hashes[result.submission])
    known: dict[str, PreviousResult] = {}
    for sha256, results in groups.items():
        form = known_definitions.forms.get(sha256)
        if form is not None and form.id == form_id:
            known |= _ranked_results([result.ranking_candidate for result in results])
    return known


def _ranked_results(candidates: list[RankingCandidate]) -> dict[str, PreviousResult]:
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
