"""Who takes part: real communes by their list, with made-up people and their own temper."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from xa_report.definitions.unit_list import read_units
from xa_report.demo.figures import Temper
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.paths import resources_dir

PROVINCE, ELSEWHERE = "80", "75"
FORMED = date(2025, 7, 1)
LEAST = 3
"""Two are returned, one explains."""
FURTHER = 2
"""One that sends without a signature, and one that does not send."""
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Phan", "Dương")
MIDDLE = ("Văn", "Thị", "Minh", "Thanh", "Quốc", "Ngọc", "Hữu", "Kim")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hà", "Hùng", "Lan", "Nam", "Phúc", "Sơn", "Thảo", "Tuấn")


@dataclass(frozen=True, slots=True)
class Player:
    """One commune, and how it works."""

    unit: Unit
    chairman: str
    temper: Temper
    seed: str

    def dice(self, what: str) -> random.Random:
        """A source of chance of its own for one purpose; the same seed gives the same."""
        return random.Random(f"{self.seed}:{what}")  # noqa: S311 - made-up data, not a secret


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody."""

    province: Unit
    senders: tuple[Player, ...]
    """In the order of unit codes."""
    unsigned: Player
    """Sends its report without a signature."""
    silent: Unit
    """Does not send."""
    foreign: Player
    """Belongs to another province and sends to this one by mistake."""

    @property
    def makers(self) -> tuple[Player, ...]:
        """All who make a report."""
        return (*self.senders, self.unsigned, self.foreign)

    @property
    def returned(self) -> tuple[Player, Player]:
        """The two whose reports are returned for correction."""
        return self.senders[0], self.senders[1]

    @property
    def explains(self) -> Player:
        """The one that explains on paper."""
        return self.senders[2]

    @property
    def listed(self) -> tuple[Unit, ...]:
        """The communes of the province's list."""
        own = (*(one.unit for one in self.senders), self.unsigned.unit, self.silent)
        return tuple(sorted(own, key=lambda unit: unit.code))


def choose(seed: int, communes: int) -> Cast:
    """Choose communes by a seed; raise UsageError for a number that cannot be."""
    units = read_units(resources_dir() / "units.csv").units
    own = _of(units.values(), PROVINCE)
    most = len(own) - FURTHER
    if not LEAST <= communes <= most:
        raise UsageError(
            f"Số xã của bản minh họa phải từ {LEAST} đến {most}; {communes} không dùng được."
        )
    dice = random.Random(f"{seed}:cast")  # noqa: S311 - made-up data, not a secret
    chosen = dice.sample(own, communes + FURTHER)
    players = [_player(seed, unit) for unit in chosen[:-1]]
    return Cast(
        units[PROVINCE],
        tuple(sorted(players[:-1], key=lambda one: one.unit.code)),
        players[-1],
        chosen[-1],
        _player(seed, dice.choice(_of(units.values(), ELSEWHERE))),
    )


def _of(units: Iterable[Unit], province: str) -> list[Unit]:
    found = (unit for unit in units if unit.province_code == province)
    return sorted((replace(unit, formed=FORMED) for unit in found), key=lambda unit: unit.code)


def _player(seed: int, unit: Unit) -> Player:
    own = f"{seed}:{unit.code}"
    dice = random.Random(f"{own}:temper")  # noqa: S311 - made-up data, not a secret
    name = " ".join(dice.choice(part) for part in (FAMILY, MIDDLE, GIVEN))
    temper = Temper(dice.uniform(0.6, 1.5), dice.triangular(-0.16, 0.06, 0))
    return Player(unit, name, temper, own)
