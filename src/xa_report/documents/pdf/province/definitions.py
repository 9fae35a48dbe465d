"""Issued definitions as a readable PDF/A-3: criteria, rules in words, targets, deadlines."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from xa_report.assess.target_texts import TARGET_SIGNS
from xa_report.documents.fonts import FontFace, single_line_text
from xa_report.documents.pdf.page_layout import PartPageTemplate, TypedFlowable, render_pdf
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.documents.pdf.rule_texts import rule_text
from xa_report.documents.pdf.styles import LANDSCAPE, make_paragraph
from xa_report.documents.pdf.table import PrintedRow, TableColumn, TextAlign, build_table
from xa_report.domain.dates import show_date
from xa_report.domain.form import Criterion, Form
from xa_report.domain.numbers import show_number
from xa_report.domain.plan import Plan, PlanTarget
from xa_report.domain.signature_box import SignatureBox

CRITERIA_COLUMNS = (
    TableColumn("Mã", 14), TableColumn("Lĩnh vực, tiêu chí", 80),
    TableColumn("Điểm tối đa", 18, TextAlign.RIGHT),
    TableColumn("Cách chấm", 100), TableColumn("Nơi thẩm định", 37),
)  # fmt: skip
TARGET_COLUMNS = (
    TableColumn("Kế hoạch", 60), TableColumn("Cấp", 14), TableColumn("Năm", 22),
    TableColumn("Chỉ tiêu", 70),
    TableColumn("Mức", 25), TableColumn("Nguyên văn", 58),
)  # fmt: skip
SEAL_AREA_SIZE = (75 * mm, 34 * mm)


class SealArea(TypedFlowable):
    """Room for the issuer's signature, at the right."""

    def __init__(self, on_box_drawn: Callable[[SignatureBox], None]) -> None:
        super().__init__()
        self.on_box_drawn = on_box_drawn
        self.left = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Return the available width and the height of the signature in points."""
        self.left = width - SEAL_AREA_SIZE[0]
        return width, SEAL_AREA_SIZE[1]

    def draw(self) -> None:
        """Report the place on the page."""
        x, y = self.canv.absolutePosition(self.left, 0)
        self.on_box_drawn(SignatureBox(self.canv.getPageNumber(), (x, y, *SEAL_AREA_SIZE)))


def render_definitions_pdf(
    form: Form, plans: Sequence[Plan], issuer: str, clock: Callable[[], datetime]
) -> tuple[bytes, SignatureBox]:
    """Render the PDF that carries the definitions; return it and the issuer's signature box."""
    boxes = list[SignatureBox]()
    pages, _ = render_pdf(
        _definition_flowables(form, plans, issuer, boxes.append),
        [PartPageTemplate("issued", LANDSCAPE, None)],
    )
    title, by = f"Ban hành: {form.title}", single_line_text(issuer, "Nơi ban hành")
    properties = PdfProperties(single_line_text(title, "Tên biểu mẫu"), by, clock())
    return to_pdfa(pages, properties, tuple(_definition_attachments(form, plans))), boxes[-1]


def _definition_attachments(form: Form, plans: Sequence[Plan]) -> Iterator[PdfAttachment]:
    yield PdfAttachment("form.toml", form.canonical, "application/toml", f"Bộ tiêu chí {form.id}")
    for number, plan in enumerate(plans, start=1):
        name = f"plan-{number}.toml"
        yield PdfAttachment(name, plan.canonical, "application/toml", f"Kế hoạch {plan.id}")


def _definition_flowables(
    form: Form, plans: Sequence[Plan], issuer: str, on_box_drawn: Callable[[SignatureBox], None]
) -> Iterator[Flowable]:
    yield make_paragraph(form.title.upper(), "title", "Tên biểu mẫu")
    decision = f"Căn cứ {form.decision}. " if form.decision else ""
    words = f"{decision}{issuer} ban hành, phiên bản {form.version}, mã băm SHA-256 {form.sha256}."
    yield make_paragraph(words, "note", "Lời đầu")
    yield make_paragraph(_deadlines_text(form), "note", "Thời hạn")
    yield build_table(CRITERIA_COLUMNS, _criteria_rows(form), "Bảng tiêu chí")
    if plans:
        yield Spacer(0, 6 * mm)
        yield build_table(TARGET_COLUMNS, _target_rows(plans), "Bảng chỉ tiêu")
    yield SealArea(on_box_drawn)


def _deadlines_text(form: Form) -> str:
    names = {
        "self_assessment": "tự đánh giá", "appraisal": "thẩm định",
        "explanation": "giải trình", "publication": "công bố",
    }  # fmt: skip
    rows = []
    for stage in form.stages:
        ends = [
            # MM-DD in definitions, DD/MM for readers.
            f"{word} {day.day[3:]}/{day.day[:2]}{' năm sau' if day.year > 0 else ''}"
            for word, day in (("từ", stage.window.start), ("đến", stage.window.end))
            if day is not None
        ]
        rows.append(f"{names[stage.name]} {' '.join(ends)}")
    return f"Thời hạn: {'; '.join(rows)}." if rows else "Biểu mẫu không ghi thời hạn."


def _criteria_rows(form: Form) -> Iterator[PrintedRow]:
    for area in form.areas:
        head = (area.code, area.title, show_number(area.max), "", "")
        yield PrintedRow(head, FontFace.BOLD, keep_with_next=True)
        yield from (_criterion_row(c, form) for c in form.criteria if form.area(c.code) is area)
    yield from (_criterion_row(c, form) for c in (*form.bonuses, *form.penalties))


def _criterion_row(criterion: Criterion, form: Form) -> PrintedRow:
    words = rule_text(criterion.rule, form) if criterion.rule else ""
    cells = (
        criterion.code, criterion.title, show_number(criterion.max), words, criterion.appraiser,
    )  # fmt: skip
    bold = criterion.rule is None
    return PrintedRow(cells, FontFace.BOLD if bold else FontFace.REGULAR, keep_with_next=bold)


def _target_rows(plans: Sequence[Plan]) -> Iterator[PrintedRow]:
    for plan in plans:
        yield from (PrintedRow(_target_cells(plan, target)) for target in plan.targets)


def _target_cells(plan: Plan, target: PlanTarget) -> tuple[str, ...]:
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
        target.wording,
    )
