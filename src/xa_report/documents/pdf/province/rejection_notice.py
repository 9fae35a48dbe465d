"""The notice that goes back to a commune with a rejected file: file, reason, next step."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from xa_report.documents.fonts import single_line_text
from xa_report.documents.pdf.letterhead import agency_letterhead
from xa_report.documents.pdf.page_layout import PartPageTemplate, render_pdf
from xa_report.documents.pdf.pdfa import PdfProperties, to_pdfa
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.documents.pdf.styles import PORTRAIT, make_paragraph
from xa_report.documents.pdf.table import PrintedRow, TableColumn, build_table
from xa_report.domain.dates import show_clock_time, show_date
from xa_report.domain.drawable_text import DRAWABLE_CHARACTERS
from xa_report.domain.numbers import show_number
from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.report import Letterhead
from xa_report.domain.unit import Unit

LOCATION = "Phiếu trả tệp"
FACT_COLUMNS = (TableColumn("Nội dung", 42), TableColumn("Ghi nhận", 118))
DOTS = "…………………………………………"
COPIES = ("Đơn vị gửi", "Lưu: VT")
MAX_NAME_LENGTH = 100
MAX_REASON_LENGTHS = (900, 450, 250, 120)
"""Characters of the reason, tried in this order until the notice fits on one page."""

NEXT_STEPS = {
    IntakeOutcome.FORK: (
        "Kiểm tra bản nào đúng; mở lại báo cáo trên phần mềm và gửi bản có số lần nộp mới."
    ),
    IntakeOutcome.FOREIGN_UNIT: (
        "Kiểm tra mã và tên đơn vị trong phần mềm; liên hệ Sở Nội vụ để thống nhất."
    ),
    IntakeOutcome.UNKNOWN_DEFINITION: (
        "Dùng bộ tiêu chí và kế hoạch do tỉnh ban hành cho kỳ này rồi gửi lại."
    ),
    IntakeOutcome.CHANGED: "Gửi lại gói gốc do phần mềm xuất ra; không giải nén, sửa hay nén lại.",
    IntakeOutcome.REFUSED: (
        "Chép lại gói gốc hoặc xuất lại từ phần mềm, ký đủ hai chữ ký rồi gửi lại."
    ),
    IntakeOutcome.NEW: (
        "Gửi kèm các bản đã nộp trước, hoặc liên hệ Sở Nội vụ để đối chiếu phiếu trả lại."
    ),
    IntakeOutcome.NEWER: "Chờ phiếu trả lại của tỉnh trước khi gửi bản sửa đổi.",
}

NEXT_STEPS_BY_CODE = {
    "N17": "Sửa từng lỗi nêu trên trong phần mềm, ký lại và gửi bản có số lần nộp mới.",
    "N18": "Nạp kế hoạch nêu trên vào phần mềm rồi gửi lại, hoặc liên hệ Sở Nội vụ.",
    "N19": "Kiểm tra lại kỳ báo cáo; nếu kỳ đúng, liên hệ Sở Nội vụ để được nhận.",
    "N20": "Gửi kèm các bản đã nộp trước, hoặc liên hệ Sở Nội vụ để được nhận.",
    "N21": "Liên hệ Sở Nội vụ để thống nhất thông tin đơn vị, rồi gửi lại.",
}
"""What to do for codes of intake whose outcome does not tell it."""
LISTING_CODE = "N17"
"""The code whose reason is a list that must come whole, on as many pages as it needs."""


@dataclass(frozen=True, slots=True)
class RejectedFile:
    """The facts of a rejected file that its notice states."""

    number: int
    name: str
    sha256: str
    size: int | None
    """Bytes; None when the register does not hold them."""
    moment: datetime
    """Time of quarantine, with its zone."""
    code: str
    reason: str
    arrival: IntakeOutcome
    unit: Unit | None = None
    period: str = ""
    sequence: int = 0


def render_rejection_notice(rejected_file: RejectedFile, province: Unit) -> bytes:
    """Render one page as PDF/A-3b, more for a list of faults; the same file, the same bytes."""
    is_list = rejected_file.code == LISTING_CODE
    for most in (len(rejected_file.reason),) if is_list else MAX_REASON_LENGTHS:
        story = _notice_flowables(
            replace(rejected_file, reason=_printable_line(rejected_file.reason, most)), province
        )
        pages, count = render_pdf(story, [PartPageTemplate("held", PORTRAIT, None)])
        if count == 1:
            break
    title = single_line_text(
        f"Phiếu trả tệp số {rejected_file.number}: {_printable_line(rejected_file.name, 80)}",
        LOCATION,
    )
    return to_pdfa(
        pages,
        PdfProperties(title, f"Sở Nội vụ {_province_in_sentence(province)}", rejected_file.moment),
        (),
    )


def _province_in_sentence(province: Unit) -> str:
    return f"{province.name[:1].lower()}{province.name[1:]}"


def _notice_flowables(rejected_file: RejectedFile, province: Unit) -> Iterator[Flowable]:
    above = ["ỦY BAN NHÂN DÂN", province.name.upper()]
    bare = province.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    yield agency_letterhead(above, ["SỞ NỘI VỤ"], bare, rejected_file.moment.date())
    yield make_paragraph("PHIẾU TRẢ TỆP", "kind", LOCATION)
    yield make_paragraph(
        f"Về tệp báo cáo chưa tiếp nhận được (số {rejected_file.number})", "title", LOCATION
    )
    yield Spacer(0, 4 * mm)
    yield make_paragraph(_address_sentence(rejected_file), "body", LOCATION)
    yield build_table(
        FACT_COLUMNS, [PrintedRow(pair) for pair in _fact_rows(rejected_file)], LOCATION
    )
    yield Spacer(0, 3 * mm)
    yield make_paragraph(rejected_file.reason, "body", LOCATION, "Lý do.")
    step = NEXT_STEPS_BY_CODE.get(rejected_file.code) or NEXT_STEPS.get(
        rejected_file.arrival, rejected_file.arrival.action
    )
    yield make_paragraph(step, "body", LOCATION, "Việc cần làm.")
    words = "Tệp nói trên được tỉnh giữ riêng, không dùng để chấm điểm; báo cáo đã nhận trước đó "
    yield make_paragraph(f"{words}(nếu có) không thay đổi.", "body", LOCATION)
    head = Letterhead(copies=COPIES, authority="NGƯỜI TIẾP NHẬN", position="", signer="")
    received = f"Người nhận phiếu: {DOTS}  Ngày: ……/……/………"
    block = SignatureBlock(head, lambda _box: None)
    yield KeepTogether([Spacer(0, 4 * mm), block, make_paragraph(received, "note", LOCATION)])


def _address_sentence(rejected_file: RejectedFile) -> str:
    if rejected_file.unit is None:
        return "Sở Nội vụ đã nhận tệp sau đây nhưng chưa tiếp nhận được vào sổ:"
    agency = _printable_line(rejected_file.unit.agency, 120)
    return f"Kính gửi {agency}: Sở Nội vụ đã nhận tệp sau đây nhưng chưa tiếp nhận được vào sổ:"


def _fact_rows(rejected_file: RejectedFile) -> Iterator[tuple[str, str]]:
    yield "Tên tệp", _printable_line(rejected_file.name, MAX_NAME_LENGTH)
    if rejected_file.period:
        yield (
            "Kỳ, lần nộp",
            f"{Period.parse(rejected_file.period).label}, lần nộp {rejected_file.sequence}",
        )
    if rejected_file.size is not None:
        yield "Kích thước", f"{show_number(rejected_file.size)} byte"
    if rejected_file.sha256:
        digest = rejected_file.sha256
        yield "Mã băm SHA-256", " ".join(digest[at : at + 8] for at in range(0, 64, 8))
    yield (
        "Nhận lúc",
        f"{show_clock_time(rejected_file.moment)} ngày {show_date(rejected_file.moment.date())}",
    )
    yield "Kết quả", f"{rejected_file.arrival.label} ({rejected_file.code})"


def _printable_line(text: str, most: int) -> str:
    """Return a stranger's words on one line, undrawable characters as `?`: never refuse."""
    normalized = unicodedata.normalize("NFC", text)
    known = "".join(letter if letter in DRAWABLE_CHARACTERS else "?" for letter in normalized)
    plain = " ".join(known.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
