"""Where the demonstration of a province lays everything; all names are ASCII."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folder of one demonstration."""

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
        """What communes sent, the good and the bad."""
        return self.folder / "goi"

    @property
    def first(self) -> Path:
        """What came first."""
        return self.packages / "lan-1"

    @property
    def second(self) -> Path:
        """Corrections of what was returned."""
        return self.packages / "lan-2"

    @property
    def receipts(self) -> Path:
        """Receipts after round 1, and those that end it."""
        return self.folder / "phieu"

    @property
    def books(self) -> Path:
        """Ranking, report, workbook and data of the province."""
        return self.folder / "tong-hop"

    @property
    def ranking(self) -> Path:
        """The published ranking."""
        return self.books / "ranking.json"

    @property
    def counted(self) -> Path:
        """The packages that count, published with the ranking."""
        return self.books / "goi"

    def commune(self, code: str) -> Path:
        """A commune's file."""
        return self.communes / f"{code}.xadb"

    def key(self, unit: str, role: str) -> Path:
        """A key file."""
        return self.keys / f"{unit}-{role}.p12"
