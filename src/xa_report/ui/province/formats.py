"""Numbers, ratings and times as the province's lists show them."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.province.ranking import RankingCandidate

NO_VALUE = "–"
NOT_RATED = "không xếp loại"


def format_points(number: Decimal | None, decimals: int = 2) -> str:
    """Points with the form's decimals: `92,62`."""
    return NO_VALUE if number is None else show_number(number, decimals)


def format_two_decimals(number: Fraction) -> str:
    """Two decimals, always."""
    return show_number(number, 2)


def format_percent(number: Fraction | None) -> str:
    """Two decimals, always: figures below one another stay in line."""
    return NO_VALUE if number is None else f"{show_number(number, 2)} %"


def format_short_percent(number: Fraction | None) -> str:
    """As few decimals as it takes: in a sentence."""
    return NO_VALUE if number is None else show_percent(number)


def rating_text(candidate: RankingCandidate | None) -> str:
    """The rating in words."""
    if candidate is None:
        return NO_VALUE
    return NOT_RATED if candidate.void else candidate.rating or NO_VALUE


def format_moment(time: datetime | None) -> str:
    """Day and minute: `14/12/2026 08:30`."""
    return f"{time:%d/%m/%Y %H:%M}" if time else NO_VALUE


def submission_label(line: CommuneStatus) -> str:
    """Which submission counts: `L2`."""
    return f"L{line.sequence}" if line.sent else NO_VALUE
