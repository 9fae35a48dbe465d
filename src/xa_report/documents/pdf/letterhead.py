"""The head of page 1: agency and number on the left, national title and date on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas

from xa_report.documents.fonts import FontFace, single_line_text, text_width
from xa_report.documents.pdf.page_layout import TypedFlowable, wrap_lines
from xa_report.documents.pdf.styles import PORTRAIT, inner_width
from xa_report.domain.report import Letterhead
from xa_report.domain.unit import Unit

BLANK_DOTS = "......."
"""Placeholder of a number or day that is not known yet."""
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DAY_SIZE = 13.5
HALVES_GAP = 12.0
"""Points between the two halves."""
LINE_HEIGHT = 16.0
RULE_DROP = 6.0
"""Points from a baseline down to the rule below it."""
GAP = 15.0
"""Points between the rules under the names and the row of number and date."""
LOCATION = "Đầu báo cáo"


def document_number_text(head: Letterhead) -> str:
    """Return số, ký hiệu: a zero before numbers under 10, dots without a number."""
    number = head.number.strip()
    padded = number.zfill(2) if number.isdecimal() else number
    return f"{padded or BLANK_DOTS}/{head.symbol}"


def day_text(day: date | None) -> str:
    """Return a day as Decree 30 writes it: zeros before days under 10 and months under 3."""
    if day is None:
        return f"ngày {BLANK_DOTS} tháng {BLANK_DOTS} năm {BLANK_DOTS}"
    # Decree 30/2020: a zero before days under 10 and months 1 and 2.
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


@dataclass(frozen=True, slots=True)
class LetterheadLines:
    """Lines of one face and size, centred in their half."""

    lines: tuple[str, ...]
    face: FontFace
    size: float


def department_letterhead(
    department: str, province: Unit, number: str, place_name: str, day: str
) -> "LetterheadFlowable":
    """Build the head of a report of a department of a province."""
    room = left_half_width(inner_width(PORTRAIT))
    above = LetterheadLines(
        committee_name_lines(province.name, province.kind, FontFace.REGULAR, room),
        FontFace.REGULAR,
        12,
    )
    own = wrap_lines(single_line_text(department, LOCATION).upper(), FontFace.BOLD, 12, room)
    return assemble_letterhead(
        [above, LetterheadLines(own, FontFace.BOLD, 12)],
        number,
        place_and_day_lines(place_name, day),
    )


def assemble_letterhead(
    left: list[LetterheadLines], number: str, dated: tuple[str, ...]
) -> "LetterheadFlowable":
    """Return the flowable of the left lines, the document number and the place and day."""
    room = left_half_width(inner_width(PORTRAIT))
    words = single_line_text(f"Số: {number}", LOCATION)
    return LetterheadFlowable(
        left,
        LetterheadLines(wrap_lines(words, FontFace.REGULAR, 13, room), FontFace.REGULAR, 13),
        LetterheadLines(dated, FontFace.ITALIC, DAY_SIZE),
    )


def agency_letterhead(
    above: Sequence[str], agency: Sequence[str], place_name: str, day: date
) -> "LetterheadFlowable":
    """Build the head of an agency's document below the agency above it; number left blank."""
    room = left_half_width(inner_width(PORTRAIT))
    left = [
        LetterheadLines(wrap_lines(single_line_text(line, LOCATION), face, 12, room), face, 12)
        for lines, face in ((above, FontFace.REGULAR), (agency, FontFace.BOLD))
        for line in lines
    ]
    return assemble_letterhead(
        left, f"{BLANK_DOTS}/{BLANK_DOTS}", place_and_day_lines(place_name, day_text(day))
    )


def place_and_day_lines(place_name: str, day: str) -> tuple[str, ...]:
    """Return place and day on one line, else the day on its own below the place."""
    room = text_width(NATION, FontFace.BOLD, 12)
    place_name = single_line_text(f"{place_name},", LOCATION)
    whole = f"{place_name} {day}"
    if text_width(whole, FontFace.ITALIC, DAY_SIZE) <= room:
        return (whole,)
    return (*wrap_lines(place_name, FontFace.ITALIC, DAY_SIZE, room), day)


def left_half_width(whole: float) -> float:
    """Return the width that the national title leaves to the left half, in points."""
    return whole - text_width(NATION, FontFace.BOLD, 12) - HALVES_GAP


def province_kind(unit: Unit) -> str:
    """Return the kind of the unit's province in lower case; empty when its name has none."""
    lower = unit.province_name.lower()
    return next((kind for kind in ("thành phố", "tỉnh") if lower.startswith(kind)), "")


def committee_name_lines(name: str, kind: str, face: FontFace, room: float) -> tuple[str, ...]:
    """Return the committee's name in capitals, broken before the unit's kind if too long."""
    head, tail = "ỦY BAN NHÂN DÂN", single_line_text(name, LOCATION).upper()
    whole = f"{head} {tail}" if kind else f"{head} TỈNH {tail}"
    if text_width(whole, face, 12) <= room:
        return (whole,)
    return (head, *wrap_lines(whole.removeprefix(head + " "), face, 12, room))


class LetterheadFlowable(TypedFlowable):
    """Two halves side by side, then number and date on one line."""

    def __init__(
        self, agency: list[LetterheadLines], number: LetterheadLines, day: LetterheadLines
    ) -> None:
        super().__init__()
        self.agency = agency
        self.number = number
        self.day = day

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the size in points."""
        self.width = width
        lines = max(sum(len(part.lines) for part in self.agency), 2)
        foot = max(len(self.number.lines), len(self.day.lines))
        self.height = (lines + foot) * LINE_HEIGHT + GAP
        return self.width, self.height

    def draw(self) -> None:
        """Draw left half, number, right half, date, in the order in which they are read."""
        canvas: Canvas = self.canv
        left = left_half_width(self.width) / 2
        right = self.width - text_width(NATION, FontFace.BOLD, 12) / 2
        canvas.setFillColor(black)
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.6)
        y = self._column(canvas, self.agency, left)
        last = self.agency[-1]
        # Decree 30/2020: a rule of a third to a half of the name's length.
        length = text_width(last.lines[-1], last.face, last.size) * 0.42
        canvas.line(
            left - length / 2,
            y + LINE_HEIGHT - RULE_DROP,
            left + length / 2,
            y + LINE_HEIGHT - RULE_DROP,
        )
        foot = LINE_HEIGHT * (max(len(self.number.lines), len(self.day.lines)) - 1) + 4
        self._part(canvas, self.number, left, foot)
        titles = [
            LetterheadLines((NATION,), FontFace.BOLD, 12),
            LetterheadLines((MOTTO,), FontFace.BOLD, 13),
        ]
        y = self._column(canvas, titles, right)
        # Decree 30/2020: a rule as long as the motto.
        length = text_width(MOTTO, FontFace.BOLD, 13)
        canvas.line(
            right - length / 2,
            y + LINE_HEIGHT - RULE_DROP,
            right + length / 2,
            y + LINE_HEIGHT - RULE_DROP,
        )
        self._part(canvas, self.day, right, foot)

    def _column(self, canvas: Canvas, parts: list[LetterheadLines], middle: float) -> float:
        y = self.height - 12
        for part in parts:
            y = self._part(canvas, part, middle, y)
        return y

    def _part(self, canvas: Canvas, part: LetterheadLines, middle: float, y: float) -> float:
        canvas.setFont(part.face.value, part.size)
        for line in part.lines:
            canvas.drawCentredString(middle, y, line)
            y -= LINE_HEIGHT
        return y
