"""Values by name that fill the cells of a custom template (a workbook of others)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from xa_report.domain.dates import show_date
from xa_report.domain.numbers import show_number, show_percent

NOT_ARISEN_TEXT = "không phát sinh"


@dataclass(frozen=True, slots=True)
class FillValue:
    """One value as it goes into a cell."""

    value: Fraction | str | date | None = None
    """None when nothing is reported: the cell stays empty."""
    percent: bool = False
    """True when the number is a percentage as people say it (65 = 65 %)."""

    @property
    def text(self) -> str:
        """The value inside a sentence, written the Vietnamese way and without its unit."""
        if isinstance(self.value, Fraction):
            if self.percent:
                return show_percent(self.value).removesuffix(" %")
            return show_number(self.value)
        if isinstance(self.value, date):
            return f"{show_date(self.value)}"
        return self.value or ""


EMPTY_VALUE = FillValue()
FillValues = Mapping[str, FillValue]
"""By the name that stands between the braces of a placeholder."""


@dataclass(frozen=True, slots=True)
class CommuneValues:
    """Values of a commune's report."""

    values: FillValues


@dataclass(frozen=True, slots=True)
class ProvinceValues:
    """Values of a province and of each of its communes."""

    values: FillValues
    """Of the whole province."""
    names: frozenset[str]
    """All names that a repeated row may use."""
    rows: tuple[FillValues, ...]
    """One for each commune, in the order of the rows."""
