"""The time that long work still takes, estimated from its pace so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

FIRST_ESTIMATE = 2
"""Steps to be done before there is an estimate: the first one alone says little about the rest."""


@dataclass(slots=True)
class EtaEstimator:
    """Estimates by the mean of the steps that are done; counts from when it was made."""

    clock: Callable[[], float] = monotonic
    """Seconds; only differences count."""
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def remaining_text(self, done: int, of: int) -> str:
        """Return `còn khoảng 20 giây`; empty before the first estimate and after the last step."""
        if not FIRST_ESTIMATE <= done < of:
            return ""
        seconds = (self.clock() - self._started) / done * (of - done)
        return f"còn khoảng {format_duration(seconds)}"


def format_duration(seconds: float) -> str:
    """Return whole seconds, at least one; minutes from 90 seconds on."""
    whole = max(round(seconds), 1)
    return f"{whole} giây" if whole < 90 else f"{round(whole / 60)} phút"
