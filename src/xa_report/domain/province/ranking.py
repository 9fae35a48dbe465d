"""A ranking: candidates, tie-break keys, ranks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.unit import Unit

TieBreakKey = Fraction | None
"""What a tie is broken by; None stands behind every number."""

SortOrder = tuple[int, ...] | tuple[int | Fraction, ...]
"""The lesser stands first."""

FINE_DENOMINATOR_BITS = 64
"""Bits of the largest denominator whose fractions whole numbers can stand for."""


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
class RankingCandidate:
    """One commune as the ranking sees it."""

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
    """Whether an event takes the rating away; the points and the rank stay."""
    closed: bool = True
    """Whether the appraisal is closed; a ranking before that is provisional."""
    parts: Mapping[str, PartResult] = field(default_factory=dict)
    """By code: areas, and all criteria below them."""
    tie_break_keys: tuple[TieBreakKey, ...] = ()
    """Values of the form's tie-break, in its order; the greater is the better."""
    sort_order: SortOrder = field(init=False, repr=False, compare=False)
    """Percent and keys, turned so that many can be sorted fast; of numbers of any size exact."""
    has_fine_order: bool = field(init=False, repr=False, compare=False)
    """Whether `order` holds whole numbers, comparable with those of others that are fine."""

    def __post_init__(self) -> None:
        numbers = (self.percent, *self.tie_break_keys)
        fine = all(
            n is None or n.denominator.bit_length() <= FINE_DENOMINATOR_BITS for n in numbers
        )
        object.__setattr__(self, "has_fine_order", fine)
        object.__setattr__(
            self,
            "sort_order",
            self.exact_sort_order() if not fine else _whole_number_order(numbers),
        )

    def exact_sort_order(self) -> SortOrder:
        """Percent and keys as they are, to be compared with those of anybody."""
        return tuple(
            part
            for number in (self.percent, *self.tie_break_keys)
            for part in ((1, 0) if number is None else (0, -number))
        )


def _whole_number_order(numbers: tuple[TieBreakKey, ...]) -> tuple[int, ...]:
    """The same order in whole numbers.

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
    """A contestant with its rank."""

    rank: int
    """Dense: equal ones share a rank, the next one has the next number."""
    candidate: RankingCandidate
    tied: bool = False
    """Equal with another after all keys."""
    separated_by_key: bool = False
    """Equal in percent with another, parted by a key."""


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
        """Whether any contestant is still being appraised."""
        return any(not one.candidate.closed for one in self.ranked)

    def ties(self) -> tuple[tuple[RankedCommune, ...], ...]:
        """The groups that remain equal, in the order of rank."""
        groups: dict[int, list[RankedCommune]] = {}
        for one in self.ranked:
            if one.tied:
                groups.setdefault(one.rank, []).append(one)
        return tuple(tuple(group) for _, group in sorted(groups.items()))
