"""How numbers and times of a commune are written in the province's lists."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.province.ranking import RankingCandidate

NONE = "–"
VOID = "không xếp loại"


def points(number: Decimal | None, decimals: int = 2) -> str:
    """Points with the form's decimals: `92,62`."""
    return NONE if number is None else show_number(number, decimals)


def fixed(number: Fraction) -> str:
    """Two decimals, always."""
    return show_number(number, 2)


def percent(number: Fraction | None) -> str:
    """Two decimals, always: figures below one another stay in line."""
    return NONE if number is None else f"{show_number(number, 2)} %"


def short_percent(number: Fraction | None) -> str:
    """As few decimals as it takes: in a sentence."""
    return NONE if number is None else show_percent(number)


def rating(one: RankingCandidate | None) -> str:
    """The rating in words."""
    if one is None:
        return NONE
    return VOID if one.void else one.rating or NONE


def moment(time: datetime | None) -> str:
    """Day and minute: `14/12/2026 08:30`."""
    return f"{time:%d/%m/%Y %H:%M}" if time else NONE


def sending(line: CommuneStatus) -> str:
    """Which submission counts: `L2`."""
    return f"L{line.sequence}" if line.sent else NONE
