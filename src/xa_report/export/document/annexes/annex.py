"""What an annex is: a title and what stands below it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from xa_report.export.document.source import Source


@dataclass(frozen=True, slots=True)
class Annex:
    """A title and the maker of its content; the maker is told the annex's name for messages."""

    title: str
    content: Callable[[Source, str], Sequence[Flowable]]
