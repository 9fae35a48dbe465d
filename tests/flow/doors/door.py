"""What a door of the program is to the tests: a text goes in, and the store or a sentence tells."""

from dataclasses import dataclass
from typing import Protocol

from xa_report.domain.item import Answer, ItemValue


@dataclass(frozen=True)
class DoorResult:
    """What the person in front of the door sees."""

    shown: str | None
    """The value as the program shows it afterwards; None when the text was refused."""
    sentence: str = ""
    """Why it was refused."""


@dataclass(frozen=True)
class StoreState:
    """What a store holds, read from the disk by somebody else."""

    values: dict[str, Answer | ItemValue]
    """What texts can reach at this door, by item or criterion."""
    others: object
    """All the rest."""

    def without(self, target: str) -> tuple[dict[str, Answer | ItemValue], object]:
        """Return everything but one value."""
        return {ref: value for ref, value in self.values.items() if ref != target}, self.others


class Door(Protocol):
    """A way into one store; the store is as it was made before each text."""

    targets: tuple[str, ...]
    """Items, and criteria whose points can be typed."""

    def state(self) -> StoreState:
        """Open the store anew and read it."""

    def restore(self) -> None:
        """Make the store what it was at first."""

    def enter(self, target: str, text: str) -> DoorResult:
        """Give a text as a person would."""

    def cell_names(self, target: str) -> tuple[str, ...]:
        """Of these a sentence about a target has to name one."""
