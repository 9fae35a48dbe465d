"""What a document is made from, and the names that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xa_report.domain.assessment import Assessment
from xa_report.domain.form import Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan
from xa_report.domain.report import Letterhead, Report

DOTS = "......."
"""Stands where a number or a day is not known yet."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the PDF."""

    name: str
    data: bytes
    mediatype: str
    description: str


@dataclass(frozen=True, slots=True)
class Source:
    """A report with the definitions it answers and the assessment of both."""

    report: Report
    form: Form
    plans: Sequence[Plan]
    assessment: Assessment

    @property
    def agency(self) -> str:
        """The committee that reports: `Ủy ban nhân dân xã Tân Hội`."""
        return self.report.unit.agency.replace("UBND", "Ủy ban nhân dân", 1)

    @property
    def place(self) -> str:
        """Địa danh: as given, else the unit's name without its kind."""
        unit = self.report.unit
        bare = unit.name[len(unit.kind) :] if unit.name.lower().startswith(unit.kind) else unit.name
        return self.report.letterhead.place or bare.strip()

    @property
    def number(self) -> str:
        """Số, ký hiệu: `05/BC-UBND`."""
        return number_words(self.report.letterhead)

    @property
    def day(self) -> str:
        """The day of the report in words: `ngày 05 tháng 01 năm 2026`."""
        return day_words(self.report.letterhead.dated)

    @property
    def abstract(self) -> str:
        """Trích yếu: what the report is about."""
        period = self.report.period.label
        subject = "Kết quả tự đánh giá công tác" if self.scored else "Số liệu"
        return f"{subject} cải cách hành chính {period} của {self.agency}"

    @property
    def scored(self) -> bool:
        """Whether the form gives points; others only collect figures."""
        return bool(self.form.criteria)

    @property
    def subject(self) -> str:
        """What the body reports, in the middle of a sentence."""
        return "kết quả tự đánh giá" if self.scored else "số liệu cải cách hành chính"

    @property
    def title(self) -> str:
        """The report's name as the file's properties show it."""
        return f"Báo cáo: {self.abstract}"

    def points(self, value: Decimal) -> str:
        """Points with the form's fixed number of decimals, as tables show them."""
        return show_number(value, self.form.decimals)


def number_words(head: Letterhead) -> str:
    """Số, ký hiệu, with a zero before numbers under 10; dots while there is no number."""
    number = head.number.strip()
    padded = number.zfill(2) if number.isdecimal() else number
    return f"{padded or DOTS}/{head.symbol}"


def day_words(day: date | None) -> str:
    """A day the way Decree 30 writes it: a zero before days under 10 and the first two months."""
    if day is None:
        return f"ngày {DOTS} tháng {DOTS} năm {DOTS}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
