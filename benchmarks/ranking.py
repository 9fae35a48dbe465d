"""Rank every commune of the country, as if it were one province."""

import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from random import Random
from statistics import median
from time import perf_counter

from xa_report.assess.province.ranking import assign_ranks, rank_parts
from xa_report.domain.province.ranking import PartResult, RankingCandidate
from xa_report.domain.unit import Unit

COMMUNES, PARTS, ROUNDS = 3321, 45, 20
LIMIT = 10.0
"""Milliseconds for the order over all."""
PARTS_LIMIT = 1000.0
"""Milliseconds for the ranks within areas and criteria."""


def main() -> bool:
    """Print the medians; return whether the limits are held."""
    contestants = list(drawn(Random(1)))  # noqa: S311 - repeatable, not secret
    whole = milliseconds(lambda: assign_ranks(contestants))
    parts = milliseconds(lambda: rank_parts(contestants))
    placed = assign_ranks(contestants)
    ties = sum(one.tied for one in placed)
    print(
        f"ranking: {whole:.1f} ms for {COMMUNES} communes ({ties} tied, "
        f"{sum(one.separated_by_key for one in placed)} parted by a key), limit {LIMIT:.0f}; "
        f"{PARTS} parts: {parts:.0f} ms, limit {PARTS_LIMIT:.0f}"
    )
    return whole <= LIMIT and parts <= PARTS_LIMIT


def drawn(random: Random) -> Iterator[RankingCandidate]:
    """Communes with results of two decimals, so that many are equal and keys decide."""
    for number in range(COMMUNES):
        applicable = Decimal(random.choice((70, 95, 97, 100)))
        result = Decimal(random.randint(4000, 9900)).scaleb(-2) * applicable / 100
        ratio = Fraction(100 * random.randint(0, 99), random.randint(100, 9999))
        yield RankingCandidate(
            unit=Unit(f"{number:05d}", f"Xã {number}", "xã"),
            manifest_sha256=f"{number:064x}",
            sent=result,
            result=result,
            percent=Fraction(result) * 100 / Fraction(applicable),
            parts={str(n): share(random) for n in range(PARTS)},
            tie_break_keys=(Fraction(random.randint(0, 20) * 5), ratio),
        )


def share(random: Random) -> PartResult:
    """Points of a criterion, in quarters."""
    return PartResult(Decimal(random.randint(0, 24)) / 4, Decimal(6))


def milliseconds(work: Callable[[], object]) -> float:
    """The median time of a piece of work."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return median(times) * 1000


if __name__ == "__main__":
    sys.exit(not main())
