"""Administrative units: the commune that reports and the province above it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or a commune; codes are texts with their leading zeros."""

    code: str
    name: str
    """With its kind: `Xã Tân Hội`."""
    kind: str
    """`xã`, `phường`, `đặc khu`, `tỉnh` or `thành phố`."""
    province_code: str = ""
    province_name: str = ""
    formed: date | None = None
    """When the unit began its work; the deadlines of its first year count from it."""

    @property
    def agency(self) -> str:
        """The people's committee of the unit: `UBND xã Tân Hội`."""
        return f"UBND {self.name[:1].lower()}{self.name[1:]}"
