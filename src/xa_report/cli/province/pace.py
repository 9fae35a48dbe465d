"""Progress of long work with the time that is left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic

import click

EARLY = 2
"""So many steps are waited for before the pace is believed."""


@dataclass(slots=True)
class Pace:
    """Tells each finished step on the error stream, with the time left at the pace so far."""

    what: str
    clock: Callable[[], float] = monotonic
    _begun: float = field(init=False)

    def __post_init__(self) -> None:
        self._begun = self.clock()

    def __call__(self, name: str, done: int, of: int) -> None:
        """Tell a step."""
        left = (self.clock() - self._begun) / done * (of - done) if done else 0.0
        rest = f", còn khoảng {_span(left)}" if EARLY <= done < of else ""
        click.echo(f"[{done}/{of}] {self.what} {name}{rest}", err=True)


def _span(seconds: float) -> str:
    whole = max(round(seconds), 1)
    return f"{whole} giây" if whole < 90 else f"{round(whole / 60)} phút"
