"""What a published ranking says, beside what the rules give, in sentences."""

from collections.abc import Iterator
from decimal import Decimal

from xa_report.assess.ranking import rank
from xa_report.domain.assessment import Assessment
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.ranking import Contestant, Key, Placed
from xa_report.package.ranking_file.ranking_file import Entry, RankingFile


def named(entry: Entry) -> str:
    """A commune as sentences name it: `Xã Tân Hội (25525)`."""
    return f"{entry.unit.name} ({entry.unit.code})"


def number_differences(entry: Entry, found: Assessment, keys: tuple[Key, ...]) -> Iterator[str]:
    """Yield every number of a commune that is not what the rules give."""
    if entry.result != found.result:
        yield _other("kết quả", show_number(entry.result), show_number(found.result))
    if entry.applicable != found.applicable:
        told = show_number(entry.applicable), show_number(found.applicable)
        yield _other("điểm tối đa áp dụng", *told)
    if entry.percent != found.percent:
        yield _other("tỷ lệ chính xác", _exactly(entry.percent), _exactly(found.percent))
    if entry.shown != found.percent_shown:
        yield _other("tỷ lệ", _percent(entry.shown), _percent(found.percent_shown))
    if (entry.rating, entry.void) != (found.rating.name, found.rating.void):
        rated = _rating(found.rating.name, found.rating.void)
        yield _other("xếp loại", _rating(entry.rating, entry.void), rated)
    if entry.keys != keys:
        told = "; ".join(map(_exactly, entry.keys)), "; ".join(map(_exactly, keys))
        yield _other("tiêu chí phụ", *told)


def _other(what: str, said: str, computed: str) -> str:
    return f"{what} ghi {said}, tính lại được {computed}."


def _exactly(number: Key) -> str:
    if number is None:
        return "không có"
    return f"{number.numerator}/{number.denominator} (khoảng {show_percent(number, 4)})"


def _percent(number: Decimal | None) -> str:
    return "không có" if number is None else f"{show_number(number)} %"


def _rating(name: str, void: bool) -> str:
    return "bị loại trừ" if void else f"“{name}”" if name else "không có"


def order_differences(ranking: RankingFile, counted: list[Contestant]) -> Iterator[str]:
    """Yield what in ranks, ties and the order of the file is not what the rules give."""
    found = rank(counted)
    placed: dict[str, Placed] = {one.contestant.unit.code: one for one in found.placed}
    for entry in ranking.entries:
        one = placed.get(entry.unit.code)
        wanted = one.rank if one else None
        if entry.rank != wanted:
            yield f"{named(entry)}: {_other('hạng', _rank(entry.rank), _rank(wanted))}"
        ties = (one.tied, one.broken) if one else (False, False)
        if (entry.tied, entry.broken) != ties:
            told = _tie(entry.tied, entry.broken), _tie(*ties)
            yield f"{named(entry)}: {_other('đồng hạng', *told)}"
    order = [*placed, *(one.unit.code for one in found.unranked)]
    if [entry.unit.code for entry in ranking.entries] != order:
        yield "Thứ tự các xã trong ranking.json không theo quy tắc xếp hạng."


def _rank(number: int | None) -> str:
    return "không xếp hạng" if number is None else str(number)


def _tie(tied: bool, broken: bool) -> str:
    words = ["có" if tied else "không"]
    return ", ".join([*words, *(["đã phân bằng tiêu chí phụ"] if broken else [])])
