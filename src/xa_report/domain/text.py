"""Texts made safe to show, and dates as people in Vietnam write them."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from unicodedata import category

MAX_NAME_LENGTH = 255
"""Characters of a file name; ext4, NTFS and APFS allow no more."""
# Vietnam has no summer time, and Windows has no time zone database without the tzdata package.
VIETNAM = timezone(timedelta(hours=7))
# Slash, dot or hyphen, as offices write dates; the year has two or four digits.
_DATE_PATTERN = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})")


def strip_accents(text: str) -> str:
    """Return lower-case letters without accents: `Đúng hạn` and `dung han` become the same."""
    letters = unicodedata.normalize("NFD", text.casefold())
    # Unicode does not take the stroke of đ for an accent.
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")


def escape_control_chars(text: str) -> str:
    """Write control, direction and lone surrogate characters as escapes: a bell as `\\u0007`."""
    if text.isprintable():
        return text
    return "".join(c if _is_printable(c) else f"\\u{ord(c):04x}" for c in text)


def _is_printable(letter: str) -> bool:
    # str.isprintable takes only the plain space of the separators; no-break spaces are harmless.
    return letter.isprintable() or category(letter) == "Zs"


def printable_file_name(name: str) -> str:
    """Return a file name escaped and cut to MAX_NAME_LENGTH, safe to show and to store."""
    return escape_control_chars(name)[:MAX_NAME_LENGTH]


def escape_control_chars_in_lines(text: str) -> str:
    """Escape as `escape_control_chars` does, but keep line feeds."""
    return "\n".join(map(escape_control_chars, text.split("\n")))


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
    return f"{day:%d/%m/%Y}"
