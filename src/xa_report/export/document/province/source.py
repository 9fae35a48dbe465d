"""What the province's report is made from, and the names that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.domain.numbers import Number, show_number
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.report import Letterhead
from xa_report.export.document.source import day_words, number_words
from xa_report.export.roll import Entry, entries


@dataclass(frozen=True, slots=True)
class ProvinceSource:
    """A consolidation with its communes in the order of their ranks."""

    all_of: Consolidation
    roll: Sequence[Entry]
    head: Letterhead

    @classmethod
    def of(cls, all_of: Consolidation) -> "ProvinceSource":
        """The source of a consolidation; a letterhead that nobody filled becomes a province's."""
        return cls(all_of, entries(all_of), _head(all_of))

    @property
    def agency(self) -> str:
        """Who reports: `Sở Nội vụ tỉnh Tây Ninh`."""
        name = self.all_of.province.name
        return f"{self.all_of.agency} {name[:1].lower()}{name[1:]}"

    @property
    def number(self) -> str:
        """Số, ký hiệu."""
        return number_words(self.head)

    @property
    def day(self) -> str:
        """The day of the report in words."""
        return day_words(self.head.dated)

    @property
    def abstract(self) -> str:
        """Trích yếu: what the report is about."""
        period = self.all_of.period.label
        return f"Kết quả cải cách hành chính cấp xã {period} của {self.province}"

    @property
    def province(self) -> str:
        """The province in the middle of a sentence: `tỉnh Tây Ninh`."""
        name = self.all_of.province.name
        return f"{name[:1].lower()}{name[1:]}"

    @property
    def before(self) -> str:
        """The period before, in words."""
        return self.all_of.period.before().label

    @property
    def compared(self) -> int:
        """How many communes have a result of the period before."""
        return sum(one.gained is not None for one in self.roll)

    def points(self, value: Number | None) -> str:
        """Points or a percentage with the form's decimals; empty when there are none."""
        return "" if value is None else show_number(value, self.all_of.form.decimals)

    def signed(self, value: Fraction | Decimal | int | None, places: int | None = None) -> str:
        """A change with its sign; empty when it is not known."""
        if value is None:
            return ""
        shown = show_number(abs(Fraction(value)), places)
        return shown if not value else f"{'+' if value > 0 else '−'}{shown}"


def _head(all_of: Consolidation) -> Letterhead:
    given, name, kind = all_of.letterhead, all_of.province.name, all_of.province.kind
    if given != Letterhead():
        return given
    bare = name[len(kind) :] if name.lower().startswith(kind) else name
    return Letterhead(
        symbol="BC-SNV",
        place=bare.strip(),
        recipient=f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}",
        copies=("Như trên", "UBND các xã, phường, đặc khu", "Lưu: VT"),
        authority="",
        position="GIÁM ĐỐC",
    )
