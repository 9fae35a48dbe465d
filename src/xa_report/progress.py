"""The time that long work still takes, estimated from its pace so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

FIRST_ESTIMATE = 2
"""Steps done before there is an estimate; the first alone says little about the rest."""


@dataclass(slots=True)
class EtaEstimator:
    """Estimator of the remaining time by the mean of the steps done; it starts when it is built."""

    clock: Callable[[], float] = monotonic
    """Returns seconds; only differences count."""
    _started: float = field(init=False)

    def __post_init__(self) -> None:
        self._started = self.clock()

    def remaining_text(self, done: int, of: int) -> str:
        """Return `còn khoảng 20 giây`; empty before FIRST_ESTIMATE steps and after the last one."""
        if not FIRST_ESTIMATE <= done < of:
            return ""
        seconds = (self.clock() - self._started) / done * (of - done)
        return f"còn khoảng {format_duration(seconds)}"


def format_duration(seconds: float) -> str:
    """Return whole seconds, at least one; minutes from 90 seconds on."""
    whole = max(round(seconds), 1)
    # Below a minute and a half, minutes would be too coarse.
    return f"{whole} giây" if whole < 90 else f"{round(whole / 60)} phút"
