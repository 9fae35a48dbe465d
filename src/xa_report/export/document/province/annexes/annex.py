"""What an annex of the province's report is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from xa_report.export.document.province.source import ProvinceSource


@dataclass(frozen=True, slots=True)
class ProvinceAnnex:
    """A title and the maker of its content; the maker is told the annex's name for messages."""

    title: str
    content: Callable[[ProvinceSource, str], Sequence[Flowable]]
