"""Ranking of communes by percent of what applies to them, then by the form's tie-break keys."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.indicator import BetterDirection
from xa_report.domain.province.appraisal import CaseState
from xa_report.domain.province.consolidation import CommuneResult
from xa_report.domain.province.ranking import (
    PartResult,
    RankedCommune,
    Ranking,
    RankingCandidate,
    SortOrder,
    TieBreakKey,
)
from xa_report.domain.unit import Unit

RULE_VERSION = "dense-rank/1"
"""Which rules a ranking follows; they are in words in `docs/format`."""


def candidate_from_result(result: CommuneResult, form: Form) -> RankingCandidate:
    """One commune of the province's books as the ranking sees it."""
    return build_candidate(
        result.unit,
        result.manifest_sha256,
        (result.sent, result.appraised),
        form,
        closed=result.state is CaseState.CLOSED,
    )


def build_candidate(
    unit: Unit,
    manifest_sha256: str,
    assessments: tuple[Assessment, Assessment],
    form: Form,
    closed: bool,
) -> RankingCandidate:
    """One commune as the ranking sees it, from its assessments as sent and as appraised."""
    sent, appraised = assessments
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
    )


def tie_break_values(appraised: Assessment, form: Form) -> tuple[TieBreakKey, ...]:
    """The values of the form's tie-break, in its order."""
    parts = {part.code: part.percent for part in (*appraised.areas, *appraised.criteria)}
    return tuple(
        parts[ref] if ref in parts else _tie_break_value(ref, appraised, form)
        for ref in form.tie_break
    )


def _tie_break_value(ref: str, appraised: Assessment, form: Form) -> TieBreakKey:
    """The figure of an indicator or item, turned where less is better; None when there is none."""
    figure, indicator = appraised.figures.get(ref), form.indicators.get(ref)
    if figure is None or figure.value is None:
        return None
    lower = indicator is not None and indicator.better is BetterDirection.LOWER
    return -figure.value if lower else figure.value


def rank_communes(candidates: Iterable[RankingCandidate]) -> Ranking:
    """Rank the communes, over all and in every part; the order of the input does not matter."""
    every = tuple(candidates)
    ranked = [one for one in every if one.percent is not None]
    unranked = sorted((one for one in every if one.percent is None), key=_unit_code)
    return Ranking(assign_ranks(ranked), rank_parts(ranked), tuple(unranked))


def _unit_code(candidate: RankingCandidate) -> str:
    return candidate.unit.code


def assign_ranks(candidates: Sequence[RankingCandidate]) -> tuple[RankedCommune, ...]:
    """Place those that have a percentage: the greater first, equal ones by their unit codes.

    Ranks are dense: those that are equal in percent and all keys share one, the next has the next.
    """
    fine = all(one.has_fine_order for one in candidates)
    groups: dict[SortOrder, list[RankingCandidate]] = {}
    for one in sorted(candidates, key=_unit_code):
        groups.setdefault(one.sort_order if fine else one.exact_sort_order(), []).append(one)
    return tuple(_ranked_groups(groups))


def _ranked_groups(
    groups: Mapping[SortOrder, Sequence[RankingCandidate]],
) -> Iterator[RankedCommune]:
    """Those that are equal in all, by rank; a group beside another of its percentage is broken."""
    ordered = sorted(groups)
    percents = [None, *(order[1] for order in ordered), None]
    for rank, order in enumerate(ordered, start=1):
        group = groups[order]
        broken = percents[rank] in (percents[rank - 1], percents[rank + 1])
        for one in group:
            yield RankedCommune(rank, one, len(group) > 1, broken)


def rank_parts(candidates: Iterable[RankingCandidate]) -> Mapping[str, Mapping[str, int]]:
    """Dense rank by percent within each area and criterion, by unit code.

    Communes to whom a part does not apply have no rank there; a part of nobody is left out.
    """
    by_part: dict[str, list[tuple[PartResult, str]]] = {}
    for one in candidates:
        for part, share in one.parts.items():
            if share.applicable:
                by_part.setdefault(part, []).append((share, one.unit.code))
    return {part: _dense_ranks(rows) for part, rows in by_part.items()}


def _dense_ranks(rows: Sequence[tuple[PartResult, str]]) -> dict[str, int]:
    """Ranks of shares; few shares are different, so each percentage is worked out once."""
    percents = {share: share.percent for share in {share for share, _ in rows}}
    falling = sorted({p for p in percents.values() if p is not None}, reverse=True)
    ranks = {percent: rank for rank, percent in enumerate(falling, start=1)}
    by_share = {share: ranks[p] for share, p in percents.items() if p is not None}
    return {code: by_share[share] for share, code in rows}
