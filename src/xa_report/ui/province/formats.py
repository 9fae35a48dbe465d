"""Numbers, ratings and times as the province's lists show them."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.dates import show_moment
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.province.overview import CommuneStatus
from xa_report.domain.province.ranking import RankingCandidate

NO_VALUE = "–"
NOT_RATED = "không xếp loại"


def format_points(number: Decimal | None, decimals: int = 2) -> str:
    """Return points with a fixed number of decimals: `92,62`; a dash for None."""
    return NO_VALUE if number is None else show_number(number, decimals)


def format_two_decimals(number: Fraction) -> str:
    """Return a number with two decimals."""
    return show_number(number, 2)


def format_percent(number: Fraction | None) -> str:
    """Return a percentage with two decimals, for columns; a dash for None."""
    return NO_VALUE if number is None else f"{show_number(number, 2)} %"


def format_short_percent(number: Fraction | None) -> str:
    """Return a percentage with as few decimals as it takes, for sentences; a dash for None."""
    return NO_VALUE if number is None else show_percent(number)


def rating_text(candidate: RankingCandidate | None) -> str:
    """Return the rating in words; a dash when there is none."""
    if candidate is None:
        return NO_VALUE
    return NOT_RATED if candidate.void else candidate.rating or NO_VALUE


def excess_text(candidate: RankingCandidate) -> str:
    """Return how self-assessment and appraisal differ on the criteria that both have scored."""
    if candidate.compared is None:
        return "Chưa so được tự chấm với thẩm định; số liệu có khi hồ sơ được tính lại."
    excess = candidate.compared.excess
    if not excess:
        return "Điểm thẩm định bằng điểm tự chấm ở các tiêu chí xã tự chấm."
    side = "cao" if excess > 0 else "thấp"
    return (
        f"Tự chấm {side} hơn thẩm định {format_points(abs(excess))} điểm ở các tiêu chí xã tự chấm."
    )


def format_moment(time: datetime | None) -> str:
    """Return a time to the minute: `14/12/2026 08:30`; a dash for None."""
    return show_moment(time) if time else NO_VALUE


def submission_label(commune: CommuneStatus) -> str:
    """Return the submission that counts: `L2`; a dash when there is none."""
    return f"L{commune.sequence}" if commune.sent else NO_VALUE
