"""How long work in the background will still take, at the pace so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

EARLY = 2
"""So many steps are waited for before the pace is believed."""


@dataclass(slots=True)
class Pace:
    """Counts from when it was made."""

    clock: Callable[[], float] = monotonic
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    def words(self, what: str, done: int, of: int) -> str:
        """`12/96 · BC_25525_2026_L1.zip · còn khoảng 20 giây`; without steps only what is done."""
        if not of:
            return what
        head = f"{done}/{of} · {what}"
        if not EARLY <= done < of:
            return head
        left = (self.clock() - self._begun) / done * (of - done)
        return f"{head} · còn khoảng {span(left)}"


def span(seconds: float) -> str:
    """A time as people say it."""
    whole = max(round(seconds), 1)
    return f"{whole} giây" if whole < 90 else f"{round(whole / 60)} phút"
