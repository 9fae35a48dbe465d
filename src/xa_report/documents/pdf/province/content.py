"""The content of the province's report, and communes named inside sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from xa_report.documents.pdf.letterhead import day_text, document_number_text
from xa_report.documents.ranked_communes import ComparedCommune, communes_by_rank
from xa_report.domain.numbers import Number, show_number, show_percent
from xa_report.domain.province.consolidation import Consolidation
from xa_report.domain.report import Letterhead
from xa_report.domain.unit import Unit

MAX_NAMED_COMMUNES = 5
"""Limit of communes named as the best or the weakest."""


@dataclass(frozen=True, slots=True)
class ProvinceReportContent:
    """A consolidation with its communes in the order of their ranks."""

    consolidation: Consolidation
    communes: Sequence[ComparedCommune]
    letterhead: Letterhead

    @classmethod
    def of(cls, consolidation: Consolidation) -> "ProvinceReportContent":
        """Return the content of a consolidation; an empty letterhead becomes a province's."""
        return cls(
            consolidation, communes_by_rank(consolidation), _letterhead_or_default(consolidation)
        )

    @property
    def agency(self) -> str:
        """The agency that reports: `Sở Nội vụ tỉnh Tây Ninh`."""
        name = self.consolidation.province.name
        return f"{self.consolidation.agency} {name[:1].lower()}{name[1:]}"

    @property
    def number(self) -> str:
        """Số, ký hiệu."""
        return document_number_text(self.letterhead)

    @property
    def day(self) -> str:
        """The day of the report in words."""
        return day_text(self.letterhead.dated)

    @property
    def abstract(self) -> str:
        """Trích yếu: the subject of the report in one line."""
        period = self.consolidation.period.label
        return f"Kết quả cấp xã theo “{self.consolidation.form.title}” {period} của {self.province}"

    @property
    def province(self) -> str:
        """The province in the middle of a sentence: `tỉnh Tây Ninh`."""
        name = self.consolidation.province.name
        return f"{name[:1].lower()}{name[1:]}"

    @property
    def before(self) -> str:
        """The period before, in words."""
        return self.consolidation.period.previous().label

    @property
    def compared_count(self) -> int:
        """The number of communes with a result of the period before."""
        return sum(one.percent_gained is not None for one in self.communes)

    def points(self, value: Number | None) -> str:
        """Return points or a percentage with the form's decimals; empty when there are none."""
        return "" if value is None else show_number(value, self.consolidation.form.decimals)

    def signed_text(self, value: Fraction | Decimal | int | None, places: int | None = None) -> str:
        """Return a change with its sign; empty when it is not known."""
        if value is None:
            return ""
        shown = show_number(abs(Fraction(value)), places)
        return shown if not value else f"{'+' if value > 0 else '−'}{shown}"


def _letterhead_or_default(consolidation: Consolidation) -> Letterhead:
    own, name, kind = (
        consolidation.letterhead,
        consolidation.province.name,
        consolidation.province.kind,
    )
    if own != Letterhead():
        return own
    bare = name[len(kind) :] if name.lower().startswith(kind) else name
    return Letterhead(
        symbol="BC-SNV",
        place=bare.strip(),
        recipient=f"Ủy ban nhân dân {name[:1].lower()}{name[1:]}",
        copies=("Như trên", "UBND các xã, phường, đặc khu", "Lưu: VT"),
        authority="",
        position="GIÁM ĐỐC",
    )


def unit_in_sentence(unit: Unit) -> str:
    """Return a commune in the middle of a sentence: `xã Tân Hội`."""
    return f"{unit.name[:1].lower()}{unit.name[1:]}"


def unit_list_text(units: Iterable[Unit], separator: str = ", ") -> str:
    """Return communes in a row."""
    return separator.join(unit_in_sentence(unit) for unit in units)


def communes_with_percent_text(communes: Sequence[ComparedCommune]) -> str:
    """Return communes with their percentages: `xã Tân Hội (92,3 %)`."""
    return ", ".join(
        f"{unit_in_sentence(commune.unit)} ({show_percent(commune.percent)})"
        for commune in communes
        if commune.percent is not None
    )


def share_text(part: int, whole: int) -> str:
    """Return the share of the whole: ` (94,79 %)`; empty without a whole."""
    return f" ({show_percent(Fraction(100 * part, whole))})" if whole else ""
