"""Clock and dates: now, the zone of Vietnam, days as people write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""Returns the present moment, with its zone where days of different places are compared."""

# Slash, dot or hyphen, as offices write dates; the year has two or four digits.
_ISO_DATE_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_PATTERN = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})")


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
        # fromisoformat would take 20260105 and 2026-W01-1, too, which nobody means as a day.
        if not _ISO_DATE_PATTERN.fullmatch(compact):
            raise ValueError(text)
        return date.fromisoformat(compact)
    day, month, year = (int(group) for group in match.groups())
    # Two digits are of this century, as those of periods are.
    return date(year if year > 99 else 2000 + year, month, day)


def show_date(day: date) -> str:
    """Write `05/01/2026`."""
    # Not by strftime: it pads no year on Linux, so that the year 202 would be shown with 3 digits.
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def in_vietnam(moment: datetime) -> datetime:
    """Return a moment in Vietnam's time, whatever zone this machine is set to.

    One without a zone is taken as UTC, in which all stores write.
    """
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(VIETNAM)


def show_moment(moment: datetime, *, seconds: bool = False) -> str:
    """Write a moment in Vietnam's time: `05/01/2026 08:30`, or `05/01/2026 08:30:09`."""
    local = in_vietnam(moment)
    end = f":{local.second:02}" if seconds else ""
    return f"{show_date(local.date())} {show_clock_time(local)}{end}"


def show_clock_time(moment: datetime) -> str:
    """Write the time of day in Vietnam: `08:30`."""
    local = in_vietnam(moment)
    return f"{local.hour:02}:{local.minute:02}"
