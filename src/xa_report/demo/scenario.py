"""Communes that take part in the demonstration of a province, and its folders."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from xa_report.definitions.unit_list import read_units
from xa_report.demo.figures import CommuneProfile
from xa_report.domain.unit import Unit
from xa_report.errors import UsageError
from xa_report.paths import resources_dir

PROVINCE, OTHER_PROVINCE = "80", "75"
# The first day of the communes that exist since the mergers of 2025 (docs/units.md).
FORMED = date(2025, 7, 1)
LEAST_COMMUNES = 3
"""Smallest number of senders: two are returned, one explains."""
FURTHER_COMMUNES = 2
"""Communes beside the senders: one without a signature, one that does not send."""
FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Phan", "Dương")
MIDDLE_NAMES = ("Văn", "Thị", "Minh", "Thanh", "Quốc", "Ngọc", "Hữu", "Kim")
GIVEN_NAMES = (
    "An",
    "Bình",
    "Châu",
    "Dũng",
    "Hà",
    "Hùng",
    "Lan",
    "Nam",
    "Phúc",
    "Sơn",
    "Thảo",
    "Tuấn",
)


@dataclass(frozen=True, slots=True)
class DemoCommune:
    """Made-up commune with its chairman and profile."""

    unit: Unit
    chairman: str
    profile: CommuneProfile
    seed: str

    def random_source(self, what: str) -> random.Random:
        """Return a random source for one purpose; the same seed gives the same numbers."""
        return random.Random(f"{self.seed}:{what}")  # noqa: S311 - made-up data, not a secret


@dataclass(frozen=True, slots=True)
class DemoScenario:
    """Communes of the demonstration by their part in it."""

    province: Unit
    senders: tuple[DemoCommune, ...]
    """Communes that send signed reports, in the order of unit codes."""
    unsigned: DemoCommune
    """Commune that sends its report without a signature."""
    silent: Unit
    """Commune that does not send."""
    foreign: DemoCommune
    """Commune of another province that sends to this one by mistake."""

    @property
    def report_makers(self) -> tuple[DemoCommune, ...]:
        """Communes that make a report."""
        return (*self.senders, self.unsigned, self.foreign)

    @property
    def returned_communes(self) -> tuple[DemoCommune, DemoCommune]:
        """Communes whose reports are returned for correction."""
        return self.senders[0], self.senders[1]

    @property
    def explaining_commune(self) -> DemoCommune:
        """Commune that explains on paper."""
        return self.senders[2]

    @property
    def listed_units(self) -> tuple[Unit, ...]:
        """Communes of the province's list, in the order of unit codes."""
        own = (*(sender.unit for sender in self.senders), self.unsigned.unit, self.silent)
        return tuple(sorted(own, key=lambda unit: unit.code))


def choose_scenario(seed: int, communes: int) -> DemoScenario:
    """Choose communes by a seed; raise UsageError for too few or too many."""
    units = read_units(resources_dir() / "units.csv").units
    own = _units_of_province(units.values(), PROVINCE)
    most = len(own) - FURTHER_COMMUNES
    if not LEAST_COMMUNES <= communes <= most:
        raise UsageError(
            f"Số xã của bản minh họa phải từ {LEAST_COMMUNES} đến {most}; {communes} không dùng "
            "được."
        )
    # The text after the colon is part of every seed: another word gives other communes.
    random_source = random.Random(f"{seed}:cast")  # noqa: S311 - made-up data, not a secret
    chosen = random_source.sample(own, communes + FURTHER_COMMUNES)
    drawn = [_demo_commune(seed, unit) for unit in chosen[:-1]]
    return DemoScenario(
        units[PROVINCE],
        tuple(sorted(drawn[:-1], key=lambda demo_commune: demo_commune.unit.code)),
        drawn[-1],
        chosen[-1],
        _demo_commune(
            seed, random_source.choice(_units_of_province(units.values(), OTHER_PROVINCE))
        ),
    )


def _units_of_province(units: Iterable[Unit], province: str) -> list[Unit]:
    own = (unit for unit in units if unit.province_code == province)
    # Sorted, so that the seed alone decides who is chosen, not the order of the list.
    return sorted((replace(unit, formed=FORMED) for unit in own), key=lambda unit: unit.code)


def _demo_commune(seed: int, unit: Unit) -> DemoCommune:
    own = f"{seed}:{unit.code}"
    random_source = random.Random(f"{own}:temper")  # noqa: S311 - made-up data, not a secret
    name = " ".join(
        random_source.choice(part) for part in (FAMILY_NAMES, MIDDLE_NAMES, GIVEN_NAMES)
    )
    profile = CommuneProfile(
        random_source.uniform(0.6, 1.5), random_source.triangular(-0.16, 0.06, 0)
    )
    return DemoCommune(unit, name, profile, own)


@dataclass(frozen=True, slots=True)
class DemoPaths:
    """Paths in the folder of one demonstration."""

    folder: Path

    @property
    def register(self) -> Path:
        """The province's register."""
        return self.folder / "so-tinh.db"

    @property
    def units(self) -> Path:
        """The province's own list of units."""
        return self.folder / "danh-muc-don-vi.csv"

    @property
    def keys(self) -> Path:
        """Key files of everybody, and the small authority."""
        return self.folder / "khoa"

    @property
    def trust(self) -> Path:
        """The authority's root and list of revoked certificates."""
        return self.keys / "noi-cap" / "trust"

    @property
    def issued(self) -> Path:
        """The form and the plans, sealed by the province."""
        return self.folder / "bo-tieu-chi-2026.pdf"

    @property
    def communes(self) -> Path:
        """The communes' files, and their documents."""
        return self.folder / "xa"

    @property
    def packages(self) -> Path:
        """Received files, the good and the bad."""
        return self.folder / "goi"

    @property
    def first_packages(self) -> Path:
        """Files that communes sent first."""
        return self.packages / "lan-1"

    @property
    def corrected_packages(self) -> Path:
        """Corrections of what was returned."""
        return self.packages / "lan-2"

    @property
    def receipts(self) -> Path:
        """Receipts after round 1, and those that end it."""
        return self.folder / "phieu"

    @property
    def consolidation_folder(self) -> Path:
        """Ranking, report, workbook and data of the province."""
        return self.folder / "tong-hop"

    @property
    def ranking(self) -> Path:
        """The published ranking."""
        return self.consolidation_folder / "ranking.json"

    @property
    def counted_packages(self) -> Path:
        """The packages that count, published with the ranking."""
        return self.consolidation_folder / "goi"

    def commune(self, code: str) -> Path:
        """Return the path of a commune's file."""
        return self.communes / f"{code}.xadb"

    def key(self, unit: str, role: str) -> Path:
        """Return the path of a key file."""
        return self.keys / f"{unit}-{role}.p12"
