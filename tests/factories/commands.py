"""Result of a command line that ran in this process."""

import json
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class CommandResult:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    def json(self) -> object:
        """The one JSON document on the output."""
        return json.loads(self.out)


RunCommand = Callable[..., CommandResult]
