"""The issued definitions as a readable PDF/A-3: criteria, rules in words, targets, deadlines."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from xa_report.assess.target_texts import TARGET_SIGNS
from xa_report.domain.form import Criterion, Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan, PlanTarget
from xa_report.domain.text import show_date
from xa_report.export.document.archive import Properties, archive
from xa_report.export.document.block import Block
from xa_report.export.document.canvas import drawn
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.pages import PartTemplate
from xa_report.export.document.paper import LANDSCAPE, paragraph
from xa_report.export.document.rule_words import rule_words
from xa_report.export.document.signature import Spot
from xa_report.export.document.source import Attachment
from xa_report.export.fonts import Face, one_line

CRITERIA = (
    Column("Mã", 14), Column("Lĩnh vực, tiêu chí", 80), Column("Điểm tối đa", 18, Align.RIGHT),
    Column("Cách chấm", 100), Column("Nơi thẩm định", 37),
)  # fmt: skip
TARGETS = (
    Column("Kế hoạch", 60), Column("Cấp", 14), Column("Năm", 22), Column("Chỉ tiêu", 70),
    Column("Mức", 25), Column("Nguyên văn", 58),
)  # fmt: skip
ROOM = (75 * mm, 34 * mm)


class SealRoom(Block):
    """Room for the signature of who issues, at the right."""

    def __init__(self, tell: Callable[[Spot], None]) -> None:
        super().__init__()
        self.tell = tell
        self.left = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as the page lets it, and as high as a seal needs."""
        self.left = width - ROOM[0]
        return width, ROOM[1]

    def draw(self) -> None:
        """Tell where it came to stand."""
        x, y = self.canv.absolutePosition(self.left, 0)
        self.tell(Spot(self.canv.getPageNumber(), (x, y, *ROOM)))


def write_issued(
    form: Form, plans: Sequence[Plan], issuer: str, clock: Callable[[], datetime]
) -> tuple[bytes, Spot]:
    """The PDF that carries the definitions, and the room for the issuer's signature."""
    spots = list[Spot]()
    pages, _ = drawn(
        _story(form, plans, issuer, spots.append), [PartTemplate("issued", LANDSCAPE, None)]
    )
    title, by = f"Ban hành: {form.title}", one_line(issuer, "Nơi ban hành")
    properties = Properties(one_line(title, "Tên biểu mẫu"), by, clock())
    return archive(pages, properties, tuple(_attachments(form, plans))), spots[-1]


def _attachments(form: Form, plans: Sequence[Plan]) -> Iterator[Attachment]:
    yield Attachment("form.toml", form.canonical, "application/toml", f"Bộ tiêu chí {form.id}")
    for number, plan in enumerate(plans, start=1):
        name = f"plan-{number}.toml"
        yield Attachment(name, plan.canonical, "application/toml", f"Kế hoạch {plan.id}")


def _story(
    form: Form, plans: Sequence[Plan], issuer: str, tell: Callable[[Spot], None]
) -> Iterator[Flowable]:
    yield paragraph(form.title.upper(), "title", "Tên biểu mẫu")
    decision = f"Căn cứ {form.decision}. " if form.decision else ""
    words = f"{decision}{issuer} ban hành, phiên bản {form.version}, mã băm SHA-256 {form.sha256}."
    yield paragraph(words, "note", "Lời đầu")
    yield paragraph(_calendar(form), "note", "Thời hạn")
    yield table(CRITERIA, _criteria(form), "Bảng tiêu chí")
    if plans:
        yield Spacer(0, 6 * mm)
        yield table(TARGETS, _targets(plans), "Bảng chỉ tiêu")
    yield SealRoom(tell)


def _calendar(form: Form) -> str:
    names = {
        "self_assessment": "tự đánh giá", "appraisal": "thẩm định",
        "explanation": "giải trình", "publication": "công bố",
    }  # fmt: skip
    rows = []
    for stage in form.stages:
        ends = [
            f"{word} {day.day[3:]}/{day.day[:2]}{' năm sau' if day.year > 0 else ''}"
            for word, day in (("từ", stage.window.start), ("đến", stage.window.end))
            if day is not None
        ]
        rows.append(f"{names[stage.name]} {' '.join(ends)}")
    return f"Thời hạn: {'; '.join(rows)}." if rows else "Biểu mẫu không ghi thời hạn."


def _criteria(form: Form) -> Iterator[Row]:
    for area in form.areas:
        head = (area.code, area.title, show_number(area.max), "", "")
        yield Row(head, Face.BOLD, leads=True)
        yield from (_criterion(c, form) for c in form.criteria if form.area(c.code) is area)
    yield from (_criterion(c, form) for c in (*form.bonuses, *form.penalties))


def _criterion(criterion: Criterion, form: Form) -> Row:
    words = rule_words(criterion.rule, form) if criterion.rule else ""
    cells = (
        criterion.code, criterion.title, show_number(criterion.max), words, criterion.appraiser,
    )  # fmt: skip
    bold = criterion.rule is None
    return Row(cells, Face.BOLD if bold else Face.REGULAR, leads=bold)


def _targets(plans: Sequence[Plan]) -> Iterator[Row]:
    for plan in plans:
        yield from (Row(_target(plan, target)) for target in plan.targets)


def _target(plan: Plan, target: PlanTarget) -> tuple[str, ...]:
    named = plan.indicators.get(target.reference) or plan.items.get(target.reference)
    years = "–".join(dict.fromkeys(map(str, target.years)))
    level = "xã" if target.level == "commune" else "tỉnh"
    value = show_number(target.value) if isinstance(target.value, Decimal) else ""
    if isinstance(target.value, date):
        value = show_date(target.value)
    label = named.label if named else target.reference
    return (
        plan.title,
        level,
        years,
        label,
        f"{TARGET_SIGNS[target.op]} {value}".strip(),
        target.words,
    )
