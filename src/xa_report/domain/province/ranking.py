"""A ranking: candidates, tie-break keys, ranks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.unit import Unit

TieBreakKey = Fraction | None
"""Value that breaks a tie, the greater first; None comes after every number."""

SortOrder = tuple[int, ...] | tuple[int | Fraction, ...]
"""Sorts ascending: the best candidate has the least."""

FINE_DENOMINATOR_BITS = 64
"""Bits, inclusive, of denominators whose fractions can be ordered as whole numbers."""


@dataclass(frozen=True, slots=True)
class PartResult:
    """Points of the applicable maximum."""

    points: Decimal
    applicable: Decimal

    @property
    def percent(self) -> Fraction | None:
        """Unrounded; None when nothing applies."""
        return Fraction(self.points) * 100 / Fraction(self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class ComparedPoints:
    """Self-assessed and appraised points on the criteria that the commune itself scores.

    What only the province scores, the survey above all, is in neither: beside the whole results it
    would hide how much too high a commune has assessed itself.
    """

    sent: Decimal
    appraised: Decimal

    @property
    def excess(self) -> Decimal:
        """Points by which the commune is above the appraisal; negative below it."""
        return self.sent - self.appraised


@dataclass(frozen=True, slots=True)
class RankingCandidate:
    """One commune with all that the ranking compares."""

    unit: Unit
    manifest_sha256: str
    """The submission that counts, by the hash of its manifest."""
    sent: Decimal
    """Self-assessed result."""
    result: Decimal
    percent: Fraction | None
    """Result in percent of the applicable maximum, unrounded."""
    rating: str = ""
    void: bool = False
    """True when an event voids the rating; points and rank stay."""
    closed: bool = True
    """True when the appraisal is closed; a ranking before that is provisional."""
    parts: Mapping[str, PartResult] = field(default_factory=dict)
    """By code: areas, and all criteria below them."""
    compared: "ComparedPoints | None" = None
    """Points of both sides on the same criteria; None for a result stored without them."""
    tie_break_keys: tuple[TieBreakKey, ...] = ()
    """Values of the form's tie-break, in its order; the greater is the better."""
    sort_order: SortOrder = field(init=False, repr=False, compare=False)
    """Percent and keys in an order that sorts fast; exact whatever the size of the numbers."""
    has_fine_order: bool = field(init=False, repr=False, compare=False)
    """True when `sort_order` holds whole numbers; only then it compares with others of the kind."""

    def __post_init__(self) -> None:
        numbers = (self.percent, *self.tie_break_keys)
        fine = all(
            n is None or n.denominator.bit_length() <= FINE_DENOMINATOR_BITS for n in numbers
        )
        # The dataclass is frozen; both fields follow from the others.
        object.__setattr__(self, "has_fine_order", fine)
        object.__setattr__(
            self,
            "sort_order",
            self.exact_sort_order() if not fine else _whole_number_order(numbers),
        )

    def exact_sort_order(self) -> SortOrder:
        """Return percent and keys as fractions, comparable with those of any candidate; slower."""
        return tuple(
            part
            for number in (self.percent, *self.tie_break_keys)
            # The 1 puts what is unknown behind every number.
            for part in ((1, 0) if number is None else (0, -number))
        )


def _whole_number_order(numbers: tuple[TieBreakKey, ...]) -> tuple[int, ...]:
    """Return the order of `exact_sort_order` in whole numbers.

    Two fractions with denominators below 2^64 are equal or at least 2^-128 apart, so their
    multiples of 2^128, rounded down, are never equal by rounding alone.
    """
    return tuple(
        part
        for n in numbers
        for part in (
            (1, 0)
            if n is None
            else (0, -((n.numerator << 2 * FINE_DENOMINATOR_BITS) // n.denominator))
        )
    )


@dataclass(frozen=True, slots=True)
class RankedCommune:
    """A candidate with its rank."""

    rank: int
    """Dense: equal ones share a rank, the next one has the next number."""
    candidate: RankingCandidate
    tied: bool = False
    """True when it equals another after all keys."""
    separated_by_key: bool = False
    """True when it equals another in percent and a key separates them."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """All communes in order."""

    ranked: tuple[RankedCommune, ...]
    by_part: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Code of an area or criterion → code of a unit → dense rank there."""
    unranked: tuple[RankingCandidate, ...] = ()
    """Nothing applies to them, so there is no percentage to compare."""

    @property
    def is_provisional(self) -> bool:
        """True while any ranked commune is still being appraised."""
        return any(not commune.candidate.closed for commune in self.ranked)

    def ties(self) -> tuple[tuple[RankedCommune, ...], ...]:
        """Return the groups that remain equal, in the order of rank."""
        groups: dict[int, list[RankedCommune]] = {}
        for commune in self.ranked:
            if commune.tied:
                groups.setdefault(commune.rank, []).append(commune)
        return tuple(tuple(group) for _, group in sorted(groups.items()))
