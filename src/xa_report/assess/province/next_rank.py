"""Points that a commune lacks for the next rank, and the criterion that lost most."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xa_report.domain.form import Form, Part
from xa_report.domain.province.ranking import RankedCommune, Ranking, RankingCandidate


@dataclass(frozen=True, slots=True)
class NextRankGap:
    """The rank above."""

    rank: int
    next_candidate: RankingCandidate
    """The first of those who hold it."""
    points: Decimal
    """The least that is lacking, rounded up to the form's decimals; 0: a key parts them."""
    passes: bool
    """Whether so many points lead past it, not only level with it."""


@dataclass(frozen=True, slots=True)
class LargestLoss:
    """Points that one criterion did not bring."""

    code: str
    title: str
    points: Decimal


def next_rank_gap(ranking: Ranking, code: str, decimals: int) -> NextRankGap | None:
    """What is lacking for the rank above; None for the first and for who is not ranked."""
    own = next((one for one in ranking.ranked if one.candidate.unit.code == code), None)
    if own is None:
        return None
    better = [one for one in ranking.ranked if one.rank == own.rank - 1]
    if not better:
        return None
    lacking = _missing_points(own, better[0])
    quantum = Fraction(1, 10**decimals)
    steps = ceil(lacking / quantum)
    return NextRankGap(
        own.rank - 1, better[0].candidate, Decimal(steps).scaleb(-decimals),
        steps * quantum > lacking,
    )  # fmt: skip


def _missing_points(ranked: RankedCommune, next_ranked: RankedCommune) -> Fraction:
    """Points, exactly."""
    mine, wanted = ranked.candidate.percent, next_ranked.candidate.percent
    if mine is None or wanted is None:
        return Fraction(0)
    return (wanted - mine) * applicable_maximum(ranked.candidate) / 100


def applicable_maximum(candidate: RankingCandidate) -> Fraction:
    """The maximum that applies to a contestant."""
    if candidate.percent:
        return Fraction(candidate.result) * 100 / candidate.percent
    areas = (share.applicable for code, share in candidate.parts.items() if "." not in code)
    return Fraction(sum(areas, Decimal(0)))


def largest_loss(candidate: RankingCandidate, form: Form) -> LargestLoss | None:
    """The criterion that lacks most; None when nothing is lacking.

    What is surveyed and has no points yet lacks nothing: the province has still to enter it.
    """
    lost = [
        LargestLoss(
            c.code, c.title, candidate.parts[c.code].applicable - candidate.parts[c.code].points
        )
        for c in form.leaves()
        if c.part is Part.TOTAL
        and c.code in candidate.parts
        and (candidate.parts[c.code].points or not c.survey)
    ]
    worst = max(lost, key=lambda found: found.points, default=None)
    return worst if worst is not None and worst.points > 0 else None
