"""Rows of an appraisal: one a criterion, each with the figures that it is made from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xa_report.domain.assessment import ScoreState
from xa_report.domain.evidence import Evidence
from xa_report.domain.form import Area, Criterion, Part
from xa_report.domain.item import Answer, FilledBy, Item
from xa_report.domain.province.appraisal import DifferenceReason


@dataclass(frozen=True, slots=True)
class InputRow:
    """One figure three times: as it was sent, after round 1, and as it counts now."""

    item: Item
    sent: Answer | None
    first: Answer | None
    appraised: Answer | None
    why: DifferenceReason | None = None
    """Of what counts now; None while what was sent counts."""
    version: int = 0
    """To be given back with a change: how often it was changed so far, in both rounds together."""

    @property
    def label(self) -> str:
        """The figure's name."""
        return self.item.label

    @property
    def is_province_item(self) -> bool:
        """Whether only the province fills it."""
        return self.item.filled_by is FilledBy.PROVINCE


@dataclass(frozen=True, slots=True)
class PointsChange:
    """Points that an appraiser sets for a criterion, with the reason."""

    points: Decimal | None = None
    """None takes away what was set: the figures decide again."""
    why: DifferenceReason | None = None


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """What a return that is not answered yet asked for a criterion."""

    why: DifferenceReason
    deadline: date | None = None
    """Last day to answer it, inclusive."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion, or an area, with the points of all rounds and what stands beside them."""

    criterion: Criterion | Area
    leaf: bool
    """Whether it has points of its own; one with children adds theirs up."""
    sent: Decimal
    """What the commune signed for."""
    first: Decimal
    """After round 1."""
    points: Decimal
    """What counts now."""
    state: ScoreState
    fixed: Decimal | None = None
    """Points that an appraiser set and that count now; None while the figures decide."""
    why: DifferenceReason | None = None
    explanation: str = ""
    reopened: bool = False
    """Whether it was returned and the commune's correction is waited for."""
    request: ReturnRequest | None = None
    """What the return asked for; None while nothing is waited for."""
    department: str = ""
    reason: str = ""
    """How the points came about, in one sentence with the numbers."""
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputRow, ...] = ()
    version: int = 0
    """To be given back with a change: how often it was changed so far, in both rounds together."""

    @property
    def code(self) -> str:
        """`3.2.1`."""
        return self.criterion.code

    @property
    def title(self) -> str:
        """The criterion's name."""
        return self.criterion.title

    @property
    def max(self) -> Decimal:
        """The most points."""
        return self.criterion.max

    @property
    def part(self) -> Part:
        """To which part of the result its points go."""
        return self.criterion.part if isinstance(self.criterion, Criterion) else Part.TOTAL

    @property
    def depth(self) -> int:
        """Levels below an area: 1 directly below it; 0 for an area, a bonus and a penalty."""
        return self.code.count(".") if self.part is Part.TOTAL else 0

    @property
    def differs(self) -> bool:
        """Whether the province's points are not the commune's."""
        return self.sent != self.points
