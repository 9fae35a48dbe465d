"""Ranking of communes by percent of what applies to them, then by the form's tie-break keys."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from xa_report.assess.totals import limited_points
from xa_report.domain.assessment import Assessment, ScoreState
from xa_report.domain.form import Form
from xa_report.domain.indicator import BetterDirection
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.consolidation import CommuneResult
from xa_report.domain.province.ranking import (
    ComparedPoints,
    PartResult,
    RankedCommune,
    Ranking,
    RankingCandidate,
    SortOrder,
    TieBreakKey,
)
from xa_report.domain.unit import Unit

RULE_VERSION = "dense-rank/1"
"""Version of the ranking rules, which `docs/format` has in words."""


def candidate_from_result(result: CommuneResult, form: Form) -> RankingCandidate:
    """Build the candidate of a commune's result in a consolidation."""
    return build_candidate(
        result.unit,
        result.manifest_sha256,
        form,
        sent=result.sent,
        appraised=result.appraised,
        closed=result.state is CaseState.CLOSED,
    )


def build_candidate(
    unit: Unit,
    manifest_sha256: str,
    form: Form,
    *,
    sent: Assessment,
    appraised: Assessment,
    closed: bool,
) -> RankingCandidate:
    """Build a candidate; its points and keys are those of the appraised assessment.

    `sent` and `appraised` are of one report: as the commune sent it, as the province appraised it.
    """
    return RankingCandidate(
        unit=unit,
        manifest_sha256=manifest_sha256,
        sent=sent.result,
        result=appraised.result,
        percent=appraised.percent,
        rating=appraised.rating.name,
        void=appraised.rating.void,
        closed=closed,
        parts={
            part.code: PartResult(part.points, part.applicable)
            for part in (*appraised.areas, *appraised.criteria)
        },
        tie_break_keys=tie_break_values(appraised, form),
        compared=compared_points(sent, appraised, form),
    )


def compared_points(sent: Assessment, appraised: Assessment, form: Form) -> ComparedPoints:
    """Return the results of both sides without the criteria that only the province scores."""
    by_province = {
        result.code
        for result in (*sent.criteria, *sent.bonuses, *sent.penalties)
        if result.survey or result.state is ScoreState.PROVINCE
    }
    return ComparedPoints(
        _result_without(by_province, sent, form), _result_without(by_province, appraised, form)
    )


def _result_without(left_out: Container[str], assessment: Assessment, form: Form) -> Decimal:
    bonuses, penalties = (
        limited_points([result for result in results if result.code not in left_out], limit)
        for results, limit in (
            (assessment.bonuses, form.limits.bonus),
            (assessment.penalties, form.limits.penalty),
        )
    )
    counted = (c.points for c in assessment.criteria if c.leaf and c.code not in left_out)
    return sum(counted, Decimal(0)) + bonuses - penalties


def tie_break_values(appraised: Assessment, form: Form) -> tuple[TieBreakKey, ...]:
    """Return the values of the form's tie-break, in its order, the greater being the better."""
    parts = {part.code: part.percent for part in (*appraised.areas, *appraised.criteria)}
    return tuple(
        parts[ref] if ref in parts else _tie_break_value(ref, appraised, form)
        for ref in form.tie_break
    )


def _tie_break_value(ref: str, appraised: Assessment, form: Form) -> TieBreakKey:
    """Return the figure of an indicator or item, negated where less is better; None for none."""
    figure, indicator = appraised.figures.get(ref), form.indicators.get(ref)
    if figure is None or figure.value is None:
        return None
    lower = indicator is not None and indicator.better is BetterDirection.LOWER
    return -figure.value if lower else figure.value


def rank_communes(candidates: Iterable[RankingCandidate]) -> Ranking:
    """Rank the communes, over all and in every part; the order of the input does not matter."""
    every = tuple(candidates)
    ranked = [candidate for candidate in every if candidate.percent is not None]
    unranked = sorted((c for c in every if c.percent is None), key=_unit_code)
    return Ranking(assign_ranks(ranked), rank_parts(ranked), tuple(unranked))


def _unit_code(candidate: RankingCandidate) -> str:
    return candidate.unit.code


def assign_ranks(candidates: Sequence[RankingCandidate]) -> tuple[RankedCommune, ...]:
    """Place those that have a percentage: the greater first, equal ones by their unit codes.

    Ranks are dense: those that are equal in percent and all keys share one, the next has the next.
    """
    # The two orders do not compare with each other: one coarse candidate makes all coarse.
    fine = all(candidate.has_fine_order for candidate in candidates)
    groups: dict[SortOrder, list[RankingCandidate]] = {}
    for candidate in sorted(candidates, key=_unit_code):
        order = candidate.sort_order if fine else candidate.exact_sort_order()
        groups.setdefault(order, []).append(candidate)
    return tuple(_ranked_groups(groups))


def _ranked_groups(
    groups: Mapping[SortOrder, Sequence[RankingCandidate]],
) -> Iterator[RankedCommune]:
    """Yield the candidates of each group of equals, which share a rank, by rank."""
    ordered = sorted(groups)
    percents = [None, *(order[1] for order in ordered), None]
    for rank, order in enumerate(ordered, start=1):
        group = groups[order]
        # Next to a group of the same percentage: a key has separated the two.
        broken = percents[rank] in (percents[rank - 1], percents[rank + 1])
        for candidate in group:
            yield RankedCommune(rank, candidate, len(group) > 1, broken)


def rank_parts(candidates: Iterable[RankingCandidate]) -> Mapping[str, Mapping[str, int]]:
    """Return the dense rank by percent within each area and criterion, by unit code.

    Communes to whom a part does not apply have no rank there; a part of nobody is left out.
    """
    by_part: dict[str, list[RankingCandidate]] = {}
    for candidate in candidates:
        for part, share in candidate.parts.items():
            if share.applicable:
                by_part.setdefault(part, []).append(candidate)
    return {part: _dense_ranks(part, ranked) for part, ranked in by_part.items()}


def _dense_ranks(part: str, candidates: Sequence[RankingCandidate]) -> dict[str, int]:
    """Return the dense rank of each candidate in a part that applies to all, by unit code."""
    # Few shares of hundreds are different: each percentage is computed once.
    shares = {candidate.parts[part] for candidate in candidates}
    percents = {share: share.percent for share in shares}
    falling = sorted({p for p in percents.values() if p is not None}, reverse=True)
    ranks = {percent: rank for rank, percent in enumerate(falling, start=1)}
    by_share = {share: ranks[p] for share, p in percents.items() if p is not None}
    return {c.unit.code: by_share[c.parts[part]] for c in candidates}
