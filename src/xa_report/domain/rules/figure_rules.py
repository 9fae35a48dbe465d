"""Rules about one figure: their base class, yes/no, per unit, external score, rank."""

import itertools
from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from xa_report.domain.dates import show_date
from xa_report.domain.fault import FaultCode, UnplacedFault, unplaced_fault
from xa_report.domain.indicator import Figure
from xa_report.domain.item import NUMBER_KINDS, ExternalScore, ItemKind
from xa_report.domain.numbers import show_number, to_fraction
from xa_report.domain.rules.formula import clamp_formula, number_formula, scaled_formula
from xa_report.domain.rules.rule import (
    CellReferences,
    DefinitionLookup,
    RuleFormula,
    RuleInputs,
    RuleScore,
    ScoringContext,
    ScoringRule,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRule(ScoringRule):
    """Points by the value of one item or indicator."""

    of: str

    def references(self) -> tuple[str, ...]:
        """Return the id of the figure."""
        return (self.of,)

    def score(self, facts: RuleInputs, scope: ScoringContext) -> RuleScore:
        """Return the points of the figure, clamped; none where it is not known."""
        figure = facts.figure(self.of)
        if figure.not_arisen is not None:
            return RuleScore(not_arisen=figure.not_arisen)
        if not figure.is_known:
            return RuleScore(missing=figure.missing)
        return RuleScore(points=self.clamp(self.points_at(figure, facts, scope), scope))

    @abstractmethod
    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the points of a known figure, not clamped."""

    @abstractmethod
    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression of the points of a known figure, not clamped."""

    def formula(self, cells: CellReferences, scope: ScoringContext) -> RuleFormula:
        """Build the clamped expression, 0 where the figure is not known."""
        inner = clamp_formula(self.points_cell(cells, scope), self.ceiling(scope))
        return RuleFormula(
            f"IF({cells.is_known_formula(self.of)},{inner},0)", cells.not_arisen_formula(self.of)
        )

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault when the figure is an item that is no number."""
        yield from number_faults((self.of,), "rule.of", lookup)


def number_faults(
    refs: Iterable[str], where: str, lookup: DefinitionLookup
) -> Iterator[UnplacedFault]:
    """Yield a fault for each item that is no number; `where` is the key in the entry."""
    for ref in refs:
        item = lookup.item(ref)
        if item is not None and item.kind not in NUMBER_KINDS:
            yield unplaced_fault(
                FaultCode.WRONG_KIND, where, ref=ref, have=item.kind, want="một con số"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoRule(FigureRule):
    """`points`, default the ceiling, when yes, else 0."""

    kind: ClassVar[str] = "yes_no"
    points: Decimal | None = None

    def _points(self, scope: ScoringContext) -> Decimal:
        return self.ceiling(scope) if self.points is None else self.points

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the points when yes, else 0."""
        return to_fraction(self._points(scope)) if figure.exact else Fraction(0)

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression; yes is 1 in the sheet."""
        return f"IF({cells.value(self.of)}=1,{number_formula(self._points(scope))},0)"

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the item and its answer."""
        word = "có" if facts.figure(self.of).exact else "không"
        return f"{facts.label(self.of)}: {word}"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points when yes."""
        return to_fraction(self._points(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault when the figure is no yes/no item."""
        item = lookup.item(self.of)
        if item is None and lookup.indicator(self.of) is None:
            return
        if item is None or item.kind is not ItemKind.YES_NO:
            have = item.kind if item else "chỉ số"
            yield unplaced_fault(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have=have, want="số liệu có/không"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class PerUnitRule(FigureRule):
    """count × `points`, at most `cap`, default the ceiling."""

    kind: ClassVar[str] = "per_unit"
    points: Decimal
    cap: Decimal | None = None

    def _cap(self, scope: ScoringContext) -> Decimal:
        return self.ceiling(scope) if self.cap is None else self.cap

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return count times points, capped."""
        return min(figure.exact * to_fraction(self.points), to_fraction(self._cap(scope)))

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression of `points_at`."""
        product = f"{cells.value(self.of)}*{number_formula(self.points)}"
        return f"MIN({product},{number_formula(self._cap(scope))})"

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the count, the points of each and the cap."""
        each, cap = show_number(self.points), show_number(self._cap(scope))
        unit = facts.unit(self.of) or "mục"
        count = show_number(facts.figure(self.of).exact)
        return f"{count} {unit}, mỗi {unit} {each} điểm, không quá {cap} điểm"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the cap."""
        return to_fraction(self._cap(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault when the figure is no number, and for points that are not above 0."""
        yield from FigureRule.faults(self, lookup, scope)
        if self.points <= 0:
            yield unplaced_fault(
                FaultCode.NOT_POSITIVE, "rule.points", key="points", value=self.points
            )


EXTERNAL_SCORE_KINDS = frozenset({ItemKind.EXTERNAL, ItemKind.DECIMAL, ItemKind.PERCENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRule(FigureRule):
    """ceiling × score ÷ `out_of`, the score being another system's."""

    kind: ClassVar[str] = "external"
    out_of: Decimal = Decimal(100)

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the share of the ceiling."""
        return to_fraction(self.ceiling(scope)) * figure.exact / to_fraction(self.out_of)

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build the expression of `points_at`."""
        return scaled_formula(
            cells, self.of, to_fraction(self.ceiling(scope)) / to_fraction(self.out_of)
        )

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the score, its source and the day it was read."""
        answer = facts.answer(self.of)
        value = answer.value if answer else None
        score = f"{show_number(facts.figure(self.of).exact)}/{show_number(self.out_of)}"
        if isinstance(value, ExternalScore):
            dated = f" ngày {show_date(value.as_of)}" if value.as_of else ""
            score += f" theo {value.source}{dated}" if value.source else dated
        return f"{score}, nhân {show_number(self.ceiling(scope))} điểm"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the ceiling, which the full score gives."""
        return to_fraction(self.ceiling(scope))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault when the item cannot hold a score, and for a scale not above 0."""
        item = lookup.item(self.of)
        if item is not None and item.kind not in EXTERNAL_SCORE_KINDS:
            yield unplaced_fault(
                FaultCode.WRONG_KIND, "rule.of", ref=self.of, have=item.kind, want="điểm bên ngoài"
            )
        if self.out_of <= 0:
            yield unplaced_fault(
                FaultCode.NOT_POSITIVE, "rule.out_of", key="out_of", value=self.out_of
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RankRule(FigureRule):
    """The ceiling up to rank `at_most`, or points by the first of `steps` kept, inclusive."""

    kind: ClassVar[str] = "rank"
    at_most: int | None = None
    steps: tuple[tuple[int, Decimal], ...] = ()

    def _rows(self, scope: ScoringContext) -> list[tuple[int, Decimal]]:
        if self.at_most is not None:
            return [(self.at_most, self.ceiling(scope))]
        # The best rank first: the first step kept gives the most.
        return sorted(self.steps)

    def points_at(self, figure: Figure, facts: RuleInputs, scope: ScoringContext) -> Fraction:
        """Return the points of the first rank kept, else 0."""
        points = (to_fraction(p) for rank, p in self._rows(scope) if figure.exact <= rank)
        return next(points, Fraction(0))

    def points_cell(self, cells: CellReferences, scope: ScoringContext) -> str:
        """Build nested comparisons, the best rank outermost."""
        expression = "0"
        for rank, points in reversed(self._rows(scope)):
            expression = f"IF({cells.value(self.of)}<={rank},{number_formula(points)},{expression})"
        return expression

    def explain(self, facts: RuleInputs, scope: ScoringContext) -> str:
        """Name the rank and the one that is asked for."""
        rank = facts.figure(self.of).exact
        limits = [limit for limit, _ in self._rows(scope) if rank <= limit]
        if limits:
            return f"hạng {show_number(rank)}, trong nhóm {limits[0]} đứng đầu"
        return f"hạng {show_number(rank)}, ngoài nhóm {self._rows(scope)[-1][0]} đứng đầu"

    def max_points(self, lookup: DefinitionLookup, scope: ScoringContext) -> Fraction:
        """Return the points of the first place."""
        return max((to_fraction(p) for _, p in self._rows(scope)), default=Fraction(0))

    def faults(self, lookup: DefinitionLookup, scope: ScoringContext) -> Iterator[UnplacedFault]:
        """Yield a fault unless there is `at_most` or `steps`, and for points out of order."""
        yield from FigureRule.faults(self, lookup, scope)
        if (self.at_most is None) == (not self.steps):
            yield unplaced_fault(FaultCode.ONE_OF, "rule", keys="at_most, steps")
        points = [p for _, p in sorted(self.steps)]
        if any(a < b for a, b in itertools.pairwise(points)):
            yield unplaced_fault(
                FaultCode.POINTS_ORDER, "rule.steps", points=", ".join(map(str, points))
            )
