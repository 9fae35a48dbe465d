"""The communes of a consolidation in the order of their ranks, and means over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xa_report.domain.province.consolidation import CommuneResult, Consolidation, PreviousResult
from xa_report.domain.province.ranking import RankedCommune
from xa_report.domain.unit import Unit

UNRATED = "Không xếp loại"


@dataclass(frozen=True, slots=True)
class ComparedCommune:
    """A commune with its rank and its result of the period before."""

    result: CommuneResult
    ranked: RankedCommune | None = None
    before: PreviousResult | None = None

    @property
    def unit(self) -> Unit:
        """The commune."""
        return self.result.unit

    @property
    def rank(self) -> int | None:
        """The rank; None when it is not ranked."""
        return self.ranked.rank if self.ranked else None

    @property
    def percent(self) -> Fraction | None:
        """The percentage after the appraisal, unrounded."""
        return self.result.appraised.percent

    @property
    def rating(self) -> str:
        """The name of the rating band, or `UNRATED`."""
        return self.result.appraised.rating.name or UNRATED

    @property
    def ranks_gained(self) -> int | None:
        """The number of ranks gained since the period before; negative when lost."""
        if self.rank is None or self.before is None or self.before.rank is None:
            return None
        return self.before.rank - self.rank

    @property
    def percent_gained(self) -> Fraction | None:
        """The percentage points gained since the period before."""
        if self.percent is None or self.before is None or self.before.percent is None:
            return None
        return self.percent - self.before.percent

    def area_percent(self, code: str) -> Fraction | None:
        """Return the percent of an area after the appraisal."""
        return next((a.percent for a in self.result.appraised.areas if a.code == code), None)


def communes_by_rank(consolidation: Consolidation) -> tuple[ComparedCommune, ...]:
    """Return every commune that has sent: by rank, those without a rank last by code."""
    ranked = {one.candidate.unit.code: one for one in consolidation.ranking.ranked}
    previous = consolidation.previous_results
    communes = [
        ComparedCommune(result, ranked.get(result.unit.code), previous.get(result.unit.code))
        for result in consolidation.results
    ]
    # Behind every rank: communes without one come last, by their codes.
    last = len(communes) + 1
    return tuple(sorted(communes, key=lambda commune: (commune.rank or last, commune.unit.code)))


def without_none(values: Iterable[Fraction | None]) -> list[Fraction]:
    """Return the values that are not None."""
    return [value for value in values if value is not None]


def mean_of_known(values: Iterable[Fraction | None]) -> Fraction | None:
    """Return the mean of the values that are not None; None when there are none."""
    known = without_none(values)
    return sum(known, Fraction(0)) / len(known) if known else None


def area_mean(communes: Sequence[ComparedCommune], code: str) -> Fraction | None:
    """Return the mean percent of an area."""
    return mean_of_known(one.area_percent(code) for one in communes)


def previous_area_mean(communes: Sequence[ComparedCommune], code: str) -> Fraction | None:
    """Return the mean percent of an area in the period before."""
    return mean_of_known(one.before.areas.get(code) for one in communes if one.before)


def communes_per_rating(
    consolidation: Consolidation, communes: Sequence[ComparedCommune]
) -> dict[str, int]:
    """Count the communes of each rating, in the order of the form's bands."""
    names = [band.name for band in consolidation.form.bands]
    counts = dict.fromkeys([*names, UNRATED], 0)
    for commune in communes:
        counts[commune.rating] = counts.get(commune.rating, 0) + 1
    # A band of the form is listed without communes too, “Không xếp loại” only with some.
    return {name: count for name, count in counts.items() if count or name != UNRATED}
