"""The head of page 1: agency and number on the left, the national title and date on the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reportlab.lib.colors import black
from reportlab.pdfgen.canvas import Canvas

from xa_report.domain.unit import Unit
from xa_report.export.document.block import Block
from xa_report.export.document.paper import PORTRAIT, inner_width
from xa_report.export.document.source import DOTS, Source, day_words
from xa_report.export.document.wrapping import wrap
from xa_report.export.fonts import Face, one_line, width

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DAY_SIZE = 13.5
BETWEEN = 12.0
"""Between the two halves."""
LINE = 16.0
RULE_DROP = 6.0
"""From a baseline down to the line below it."""
GAP = 15.0
"""Between the lines under the names and the row of number and date."""
PLACE = "Đầu báo cáo"


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of one face and size, centred in their half."""

    lines: tuple[str, ...]
    face: Face
    size: float


def letterhead(source: Source) -> "Letterhead":
    """The head of the report of a unit."""
    unit = source.report.unit
    room = _left_room(inner_width(PORTRAIT))
    left = [Part(_fit(unit.name, unit.kind, Face.BOLD, room), Face.BOLD, 12)]
    if unit.province_name:
        kind = _province_kind(unit)
        left.insert(0, Part(_fit(unit.province_name, kind, Face.REGULAR, room), Face.REGULAR, 12))
    return _whole(left, source.number, _dated(source.place, source.day))


def department_letterhead(
    department: str, province: Unit, number: str, place: str, day: str
) -> "Letterhead":
    """The head of a report of a department of a province."""
    room = _left_room(inner_width(PORTRAIT))
    above = Part(_fit(province.name, province.kind, Face.REGULAR, room), Face.REGULAR, 12)
    own = wrap(one_line(department, PLACE).upper(), Face.BOLD, 12, room)
    return _whole([above, Part(own, Face.BOLD, 12)], number, _dated(place, day))


def _whole(left: list[Part], number: str, dated: tuple[str, ...]) -> "Letterhead":
    room = _left_room(inner_width(PORTRAIT))
    words = one_line(f"Số: {number}", PLACE)
    return Letterhead(
        left,
        Part(wrap(words, Face.REGULAR, 13, room), Face.REGULAR, 13),
        Part(dated, Face.ITALIC, DAY_SIZE),
    )


def agency_letterhead(
    above: Sequence[str], agency: Sequence[str], place: str, day: date
) -> "Letterhead":
    """The head of an agency's document, in lines, below the agency above it; number left blank."""
    room = _left_room(inner_width(PORTRAIT))
    left = [
        Part(wrap(one_line(line, PLACE), face, 12, room), face, 12)
        for lines, face in ((above, Face.REGULAR), (agency, Face.BOLD))
        for line in lines
    ]
    return _whole(left, f"{DOTS}/{DOTS}", _dated(place, day_words(day)))


def _dated(place: str, day: str) -> tuple[str, ...]:
    """Place and day on one line, else the day on its own below the place."""
    room = width(NATION, Face.BOLD, 12)
    place = one_line(f"{place},", PLACE)
    whole = f"{place} {day}"
    if width(whole, Face.ITALIC, DAY_SIZE) <= room:
        return (whole,)
    return (*wrap(place, Face.ITALIC, DAY_SIZE, room), day)


def _left_room(whole: float) -> float:
    """The left half gets what the national title leaves."""
    return whole - width(NATION, Face.BOLD, 12) - BETWEEN


def _province_kind(unit: Unit) -> str:
    lower = unit.province_name.lower()
    return next((kind for kind in ("thành phố", "tỉnh") if lower.startswith(kind)), "")


def _fit(name: str, kind: str, face: Face, room: float) -> tuple[str, ...]:
    """The committee of a unit in capitals, broken before the unit's kind when it is too long."""
    head, tail = "ỦY BAN NHÂN DÂN", one_line(name, PLACE).upper()
    whole = f"{head} {tail}" if kind else f"{head} TỈNH {tail}"
    if width(whole, face, 12) <= room:
        return (whole,)
    return (head, *wrap(whole.removeprefix(head + " "), face, 12, room))


class Letterhead(Block):
    """Two halves side by side, then number and date on one line."""

    def __init__(self, agency: list[Part], number: Part, day: Part) -> None:
        super().__init__()
        self.agency = agency
        self.number = number
        self.day = day

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """The size in points."""
        self.width = width
        lines = max(sum(len(part.lines) for part in self.agency), 2)
        foot = max(len(self.number.lines), len(self.day.lines))
        self.height = (lines + foot) * LINE + GAP
        return self.width, self.height

    def draw(self) -> None:
        """Draw left half, number, right half, date, in the order in which they are read."""
        canvas: Canvas = self.canv
        left = _left_room(self.width) / 2
        right = self.width - width(NATION, Face.BOLD, 12) / 2
        canvas.setFillColor(black)
        canvas.setStrokeColor(black)
        canvas.setLineWidth(0.6)
        y = self._column(canvas, self.agency, left)
        last = self.agency[-1]
        length = width(last.lines[-1], last.face, last.size) * 0.42
        canvas.line(
            left - length / 2, y + LINE - RULE_DROP, left + length / 2, y + LINE - RULE_DROP
        )
        foot = LINE * (max(len(self.number.lines), len(self.day.lines)) - 1) + 4
        self._part(canvas, self.number, left, foot)
        titles = [Part((NATION,), Face.BOLD, 12), Part((MOTTO,), Face.BOLD, 13)]
        y = self._column(canvas, titles, right)
        length = width(MOTTO, Face.BOLD, 13)
        canvas.line(
            right - length / 2, y + LINE - RULE_DROP, right + length / 2, y + LINE - RULE_DROP
        )
        self._part(canvas, self.day, right, foot)

    def _column(self, canvas: Canvas, parts: list[Part], middle: float) -> float:
        y = self.height - 12
        for part in parts:
            y = self._part(canvas, part, middle, y)
        return y

    def _part(self, canvas: Canvas, part: Part, middle: float, y: float) -> float:
        canvas.setFont(part.face.value, part.size)
        for line in part.lines:
            canvas.drawCentredString(middle, y, line)
            y -= LINE
        return y
