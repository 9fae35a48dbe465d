"""Points that a commune lacks for the next rank, and the criterion that lost most."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from xa_report.domain.form import Form, Part
from xa_report.domain.province.ranking import RankedCommune, Ranking, RankingCandidate


@dataclass(frozen=True, slots=True)
class NextRankGap:
    """Gap of a commune to the rank above it."""

    rank: int
    next_candidate: RankingCandidate
    """The first of the candidates with that rank."""
    points: Decimal
    """Least missing points, rounded up to the form's decimals; 0 when a key separates them."""
    passes: bool
    """True when so many points lead past that rank, not only level with it."""


@dataclass(frozen=True, slots=True)
class LargestLoss:
    """Points that one criterion lost."""

    code: str
    title: str
    points: Decimal


def next_rank_gap(ranking: Ranking, code: str, decimals: int) -> NextRankGap | None:
    """Return the gap to the rank above; None for the first and for an unranked commune."""
    own = next((row for row in ranking.ranked if row.candidate.unit.code == code), None)
    if own is None:
        return None
    # Ranks are dense: the next better one is one less.
    better = [row for row in ranking.ranked if row.rank == own.rank - 1]
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
    """Return the missing points, not rounded; 0 when either has no percentage."""
    mine, wanted = ranked.candidate.percent, next_ranked.candidate.percent
    if mine is None or wanted is None:
        return Fraction(0)
    return (wanted - mine) * applicable_maximum(ranked.candidate) / 100


def applicable_maximum(candidate: RankingCandidate) -> Fraction:
    """Return the maximum that applies to a candidate."""
    # A percentage of 0 says nothing of the maximum: then the areas are added.
    if candidate.percent:
        return Fraction(candidate.result) * 100 / candidate.percent
    areas = (share.applicable for code, share in candidate.parts.items() if "." not in code)
    return Fraction(sum(areas, Decimal(0)))


def largest_loss(candidate: RankingCandidate, form: Form) -> LargestLoss | None:
    """Return the criterion that lost most points; None when none lost any.

    A surveyed criterion without points lost none: the province has still to enter it.
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
    worst = max(lost, key=lambda loss: loss.points, default=None)
    return worst if worst is not None and worst.points > 0 else None
