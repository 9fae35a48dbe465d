"""Reporting periods, their calendar and the windows and limits counted from it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ROMAN_QUARTERS = ("", "I", "II", "III", "IV")
# Years 2000 to 2099; a text with two digits of a year would be ambiguous.
_PERIOD_PATTERN = re.compile(r"(?P<year>20[0-9]{2})(-(?P<part>Q[1-4]|H1|9M))?")


class PeriodKind(StrEnum):
    """Length of a reporting period."""

    YEAR = "year"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    QUARTER = "quarter"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One reporting period; written `2026`, `2026-Q1`, `2026-H1` (six months) or `2026-9M`."""

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    quarter: int = 0
    """1..4 for a quarter, 0 for every other kind."""

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Read a period; raise ValueError with a Vietnamese sentence when it is none."""
        # People write `2026-q1` too; there is one text of a period in files.
        match = _PERIOD_PATTERN.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(
                f"Kỳ báo cáo “{text}” không đúng; hãy ghi như 2026, 2026-Q1, 2026-H1 hoặc 2026-9M."
            )
        year, part = int(match["year"]), match["part"]
        if part is None:
            return cls(year)
        if part == "H1":
            return cls(year, PeriodKind.HALF)
        if part == "9M":
            return cls(year, PeriodKind.NINE_MONTHS)
        return cls(year, PeriodKind.QUARTER, int(part[1]))

    def __str__(self) -> str:
        suffix = {
            PeriodKind.YEAR: "",
            PeriodKind.HALF: "-H1",
            PeriodKind.NINE_MONTHS: "-9M",
            PeriodKind.QUARTER: f"-Q{self.quarter}",
        }
        return f"{self.year}{suffix[self.kind]}"

    @property
    def label(self) -> str:
        """The period as people write it: `quý I năm 2026`."""
        names = {
            PeriodKind.YEAR: "năm",
            PeriodKind.HALF: "6 tháng đầu năm",
            PeriodKind.NINE_MONTHS: "9 tháng đầu năm",
            PeriodKind.QUARTER: f"quý {ROMAN_QUARTERS[self.quarter]} năm",
        }
        return f"{names[self.kind]} {self.year}"

    @property
    def months(self) -> tuple[int, int]:
        """First and last calendar month."""
        if self.kind is PeriodKind.QUARTER:
            return 3 * self.quarter - 2, 3 * self.quarter
        return 1, {PeriodKind.YEAR: 12, PeriodKind.HALF: 6, PeriodKind.NINE_MONTHS: 9}[self.kind]

    @property
    def first_day(self) -> date:
        """First calendar day."""
        return date(self.year, self.months[0], 1)

    @property
    def last_day(self) -> date:
        """Last calendar day."""
        month = self.months[1]
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def previous(self) -> "Period":
        """Return the period of the same kind just before."""
        if self.kind is PeriodKind.QUARTER and self.quarter > 1:
            return Period(self.year, self.kind, self.quarter - 1)
        last = 4 if self.kind is PeriodKind.QUARTER else 0
        return Period(self.year - 1, self.kind, last)

    def includes(self, other: "Period") -> bool:
        """Return whether `other` is a shorter period of the same year that lies within this one."""
        return (
            other.year == self.year
            and other != self
            and self.months[0] <= other.months[0]
            and other.months[1] <= self.months[1]
        )


@dataclass(frozen=True, slots=True)
class DayRule:
    """A month and day, in the year of the report or `year` years from it."""

    day: str
    """`MM-DD`."""
    year: int = 0

    def date_in(self, period: Period) -> date:
        """Return the date for a period; a rule for quarters is written for the first quarter."""
        month, day = int(self.day[:2]), int(self.day[3:])
        # Counted from 0, so that the months of a later year follow by division.
        moved = month - 1 + 3 * max(period.quarter - 1, 0)
        year = period.year + self.year + moved // 12
        month = moved % 12 + 1
        # 31 moved by a quarter may fall into a month of 30 days; 29 February into a common year.
        return date(year, month, min(day, calendar.monthrange(year, month)[1]))

    @property
    def is_valid(self) -> bool:
        """True when the text is a day of the calendar; 29 February counts as one."""
        # 2024 is a leap year.
        try:
            date.fromisoformat(f"2024-{self.day}")
        except ValueError:
            return False
        # fromisoformat alone also takes `0131` and week dates.
        return bool(re.fullmatch(r"[0-9]{2}-[0-9]{2}", self.day))


@dataclass(frozen=True, slots=True)
class DayWindow:
    """Days from `start` to `end`, both inclusive; None leaves a side open."""

    start: DayRule | None = None
    end: DayRule | None = None

    def dates(self, period: Period) -> tuple[date | None, date | None]:
        """Return the first and last day of the window for a period; None where it is open."""
        return (
            self.start.date_in(period) if self.start else None,
            self.end.date_in(period) if self.end else None,
        )


OPEN_WINDOW = DayWindow()
"""A window without ends."""
