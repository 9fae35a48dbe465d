"""What reaches the province at first: the good packages, and the bad ones among them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from xa_report.demo.province.cast import Cast
from xa_report.demo.province.making import Task, Way, make_all
from xa_report.demo.province.places import Places
from xa_report.demo.province.spoiling import broken_off, changed, sent_twice

BEFORE = timedelta(hours=2)
"""So long before the import everybody has signed."""


def send(cast: Cast, places: Places, moment: datetime) -> int:
    """Let everybody make and send a report, and spoil some; return how many files lie there."""
    make_all(list(_tasks(cast, places, moment - BEFORE)))
    _spoil(cast, places)
    return sum(path.is_file() for path in places.first.rglob("*"))


def _tasks(cast: Cast, places: Places, moment: datetime) -> Iterator[Task]:
    yield from (Task(player, places, moment) for player in cast.senders)
    yield Task(cast.unsigned, places, moment, Way.UNSIGNED)
    yield Task(cast.foreign, places, moment)
    yield Task(cast.senders[-1], places, moment, Way.SECOND_PC)


def _spoil(cast: Cast, places: Places) -> None:
    first, second, third = (_package(cast, places, place) for place in (0, 1, 2))
    broken_off(first, places.first / f"{first.stem}_chep-do.zip")
    changed(second, places.first / f"{second.stem}_da-sua.zip")
    sent_twice(third, places.first / f"{third.stem}_gui-lai.zip")


def _package(cast: Cast, places: Places, place: int) -> Path:
    code = cast.senders[place].unit.code
    return next(places.first.glob(f"CCHC_{code}_*_L1.zip"))
