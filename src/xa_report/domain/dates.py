"""Clock and dates: now, the zone of Vietnam, days as people write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Returns the present moment, with its zone where days of different places are compared."""

# Slash, dot or hyphen, as offices write dates; the year has two or four digits.
_DATE_PATTERN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")


# Vietnam has no summer time, and Windows has no time zone database without the tzdata package.
VIETNAM = timezone(timedelta(hours=7))


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def parse_date(text: str) -> date:
    """Read `05/01/2026`, `5.1.26`, `5-1-2026` or ISO; raise ValueError otherwise."""
    compact = text.strip()
    match = _DATE_PATTERN.fullmatch(compact)
    if match is None:
        return date.fromisoformat(compact)
    day, month, year = (int(group) for group in match.groups())
    return date(year if year > 99 else 2000 + year, month, day)


def show_date(day: date) -> str:
    """Write `05/01/2026`."""
    # Not by strftime: it pads no year on Linux, so that the year 202 would be shown with 3 digits.
    return f"{day.day:02}/{day.month:02}/{day.year:04}"
