"""A file that takes the process with it that looks at it, as a fault in a library would."""

import os
from pathlib import Path
from typing import Any

OWN: Any = type(Path())


class DeadlyFile(OWN):  # type: ignore[misc]
    """Harmless in the process that made it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return _kill_others, (os.getpid(), str(self))


def _kill_others(maker: int, path: str) -> Path:
    if os.getpid() != maker:
        os._exit(9)
    return Path(path)
