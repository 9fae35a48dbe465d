"""Remarks about cells that a reader passes over, so that nothing is ignored in silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_MAX_NAMED, _MAX_TEXT = 8, 40
"""Cells named in one sentence, and letters shown of each."""


@dataclass(frozen=True, slots=True)
class IgnoredCell:
    """A filled cell that is not read."""

    coordinate: str
    text: str
    cause: str
    """Why, as a part of a sentence: `ở cột không có tiêu đề`."""


def ignored_cell_remarks(sheet: str, cells: Iterable[IgnoredCell]) -> Iterator[str]:
    """Yield a sentence for each cause, which names the first cells."""
    by_cause: dict[str, list[IgnoredCell]] = {}
    for cell in cells:
        by_cause.setdefault(cell.cause, []).append(cell)
    for cause, ignored in by_cause.items():
        named = ", ".join(
            f"{cell.coordinate} (“{_short_text(cell.text)}”)" for cell in ignored[:_MAX_NAMED]
        )
        more = len(ignored) - _MAX_NAMED
        others = f" và {more} ô khác" if more > 0 else ""
        yield f"Trang “{sheet}”: không đọc ô {named}{others}, vì {cause}."


def _short_text(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _MAX_TEXT else f"{line[:_MAX_TEXT]}…"
