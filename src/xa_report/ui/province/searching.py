"""Search over communes that ignores accents and case; kinds and codes count too."""

from collections.abc import Sequence

from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.text import strip_accents
from xa_report.ui.searching import LIMIT, Hit


def search_communes(lines: Sequence[CommuneStatus], text: str) -> tuple[Hit, ...]:
    """Communes that hold all words; those whose name begins so come first."""
    words = strip_accents(text).split()
    if not words:
        return ()
    found = [line for line in lines if _holds(line, words)]
    found.sort(key=lambda line: not _own_name(line).startswith(words[0]))
    return tuple(Hit(f"{line.unit.name}  ·  {line.unit.code}", line.unit.code) for line in found)[
        :LIMIT
    ]


def holds(line: CommuneStatus, text: str) -> bool:
    """Whether a commune holds all words of a text; every one does when there are none."""
    return _holds(line, strip_accents(text).split())


def _holds(line: CommuneStatus, words: Sequence[str]) -> bool:
    folded = strip_accents(f"{line.unit.name} {line.unit.code}")
    return all(word in folded for word in words)


def _own_name(line: CommuneStatus) -> str:
    """The name without its kind."""
    return strip_accents(line.unit.name.removeprefix(line.unit.name.split(" ")[0]).strip())
