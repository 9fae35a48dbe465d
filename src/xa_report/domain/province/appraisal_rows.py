"""Rows of an appraisal: one for each criterion, with the figures it is made from."""

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
    """Number of changes so far in both rounds; a change must name it, else it is a conflict."""

    @property
    def label(self) -> str:
        """The figure's name."""
        return self.item.label

    @property
    def is_province_item(self) -> bool:
        """True when only the province answers the item."""
        return self.item.filled_by is FilledBy.PROVINCE


@dataclass(frozen=True, slots=True)
class PointsChange:
    """Points that an appraiser sets for a criterion, with the reason."""

    points: Decimal | None = None
    """None takes away what was set: the figures decide again."""
    why: DifferenceReason | None = None


@dataclass(frozen=True, slots=True)
class ReturnRequest:
    """Request for a correction of a criterion, by a return that is not answered yet."""

    why: DifferenceReason
    deadline: date | None = None
    """Last day to answer it, inclusive."""


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """A criterion or an area with its points in all rounds, reasons and evidence."""

    criterion: Criterion | Area
    leaf: bool
    """True when it has points of its own; False when it adds up those of its children."""
    sent: Decimal
    """Points that the commune signed."""
    first: Decimal
    """After round 1."""
    points: Decimal
    """Points that count now."""
    state: ScoreState
    fixed: Decimal | None = None
    """Points that an appraiser set and that count now; None while the figures decide."""
    why: DifferenceReason | None = None
    explanation: str = ""
    reopened: bool = False
    """True while the commune's correction of a return is awaited."""
    request: ReturnRequest | None = None
    """None while no correction is awaited."""
    department: str = ""
    reason: str = ""
    """One sentence with the numbers that gave the points."""
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[InputRow, ...] = ()
    version: int = 0
    """Number of changes so far in both rounds; a change must name it, else it is a conflict."""

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
        """Part of the result that its points belong to."""
        return self.criterion.part if isinstance(self.criterion, Criterion) else Part.TOTAL

    @property
    def depth(self) -> int:
        """Levels below an area: 1 directly below it; 0 for an area, a bonus and a penalty."""
        return self.code.count(".") if self.part is Part.TOTAL else 0

    @property
    def differs(self) -> bool:
        """True when the points that count are not those that were sent."""
        return self.sent != self.points
