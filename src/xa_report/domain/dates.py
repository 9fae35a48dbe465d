"""Clock and dates: now, the zone of Vietnam, days as people write them."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone

from xa_report.domain.number_text import ValueFaultError, hidden_character_fault

Clock = Callable[[], datetime]
"""Returns the present moment, with its zone where days of different places are compared."""

YEARS = range(2000, 2100)
"""Years of every day that a person gives; a typed `0202` is a slip of 2020 or 2026."""

# Slash, dot or hyphen, as offices write dates; the year may have any number of digits here, so
# that the sentence can say which are missing.
_ISO_DATE_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_PATTERN = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,9})")
_YEAR_DIGITS = 4

# Vietnam has no summer time, and Windows has no time zone database without the tzdata package.
VIETNAM = timezone(timedelta(hours=7))


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def parse_date(text: str, field: str = "") -> date:
    """Read `05/01/2026`, `5.1.2026`, `5-1-2026` or ISO, in YEARS; raise ValueFaultError.

    The sentence names `field` unless that is empty, as where the place of a cell precedes it.
    """
    compact, name = text.strip(), f"{field}: " if field else ""
    if fault := hidden_character_fault(compact):
        raise ValueFaultError(f"{name}{fault}")
    match = _DATE_PATTERN.fullmatch(compact)
    # No century is guessed: 99 may be 1999, a slip, or 2099.
    if match is not None and len(match[3]) != _YEAR_DIGITS:
        raise ValueFaultError(
            f"{name}“{compact}” chưa rõ năm nào; hãy ghi đủ bốn chữ số của năm, như 05/01/2026"
        )
    try:
        day = _date_from_match(match) if match else _date_from_iso(compact)
    except ValueError:
        raise ValueFaultError(f"{name}“{compact}” không phải là ngày; ghi như 05/01/2026") from None
    check_day(day, field)
    return day


def _date_from_match(match: re.Match[str]) -> date:
    day, month, year = (int(group) for group in match.groups())
    return date(year, month, day)


def _date_from_iso(text: str) -> date:
    # fromisoformat would take 20260105 and 2026-W01-1, too, which nobody means as a day.
    if not _ISO_DATE_PATTERN.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def check_day(day: date | None, field: str = "") -> None:
    """Raise ValueFaultError, naming `field`, for a day outside YEARS; None is no day."""
    if day is not None and day.year not in YEARS:
        name = f"{field}: " if field else ""
        raise ValueFaultError(
            f"{name}ngày {show_date(day)} ngoài các năm {YEARS.start}–{YEARS.stop - 1}; "
            "hãy ghi lại năm đủ bốn chữ số"
        )


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
