"""The sheet that goes back to a commune with a file that was not taken in: which, why, what now."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from xa_report.domain.numbers import show_number
from xa_report.domain.period import Period
from xa_report.domain.province.intake_outcome import IntakeOutcome
from xa_report.domain.report import Letterhead
from xa_report.domain.text import show_date
from xa_report.domain.unit import Unit
from xa_report.export.document.archive import Properties, archive
from xa_report.export.document.canvas import drawn
from xa_report.export.document.grid import Column, Row, table
from xa_report.export.document.letterhead import agency_letterhead
from xa_report.export.document.pages import PartTemplate
from xa_report.export.document.paper import PORTRAIT, paragraph
from xa_report.export.document.signature import SignatureBlock
from xa_report.export.fonts import coverage, one_line

PLACE = "Phiếu trả tệp"
FACTS = (Column("Nội dung", 42), Column("Ghi nhận", 118))
DOTS = "…………………………………………"
COPIES = ("Đơn vị gửi", "Lưu: VT")
LONGEST_NAME = 100
LONGEST_REASONS = (900, 450, 250, 120)
"""Characters; a stranger's words may not push the rest off the page."""

STEPS = {
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
    IntakeOutcome.REFUSED: "Chép lại gói gốc hoặc xuất lại từ phần mềm, ký đủ hai chữ ký rồi gửi lại.",
    IntakeOutcome.NEW: "Gửi kèm các bản đã nộp trước, hoặc liên hệ Sở Nội vụ để đối chiếu phiếu trả lại.",
    IntakeOutcome.NEWER: "Chờ phiếu trả lại của tỉnh trước khi gửi bản sửa đổi.",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """What the sheet tells about a file."""

    number: int
    name: str
    sha256: str
    size: int | None
    """Bytes; None when the register does not hold them."""
    moment: datetime
    """With its zone: when it was put aside."""
    code: str
    reason: str
    arrival: IntakeOutcome
    unit: Unit | None = None
    period: str = ""
    sequence: int = 0


def write_held_sheet(what: Refused, province: Unit) -> bytes:
    """One page as PDF/A-3b; the same file gives the same bytes."""
    for most in LONGEST_REASONS:
        story = _story(replace(what, reason=_cut(what.reason, most)), province)
        pages, count = drawn(story, [PartTemplate("held", PORTRAIT, None)])
        if count == 1:
            break
    title = one_line(f"Phiếu trả tệp số {what.number}: {_cut(what.name, 80)}", PLACE)
    return archive(pages, Properties(title, f"Sở Nội vụ {_short(province)}", what.moment), ())


def _short(province: Unit) -> str:
    return f"{province.name[:1].lower()}{province.name[1:]}"


def _story(what: Refused, province: Unit) -> Iterator[Flowable]:
    above = ["ỦY BAN NHÂN DÂN", province.name.upper()]
    bare = province.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")
    yield agency_letterhead(above, ["SỞ NỘI VỤ"], bare, what.moment.date())
    yield paragraph("PHIẾU TRẢ TỆP", "kind", PLACE)
    yield paragraph(f"Về tệp báo cáo chưa tiếp nhận được (số {what.number})", "title", PLACE)
    yield Spacer(0, 4 * mm)
    yield paragraph(_addressed(what), "body", PLACE)
    yield table(FACTS, [Row(pair) for pair in _facts(what)], PLACE)
    yield Spacer(0, 3 * mm)
    yield paragraph(what.reason, "body", PLACE, "Lý do.")
    step = STEPS.get(what.arrival, what.arrival.action)
    yield paragraph(step, "body", PLACE, "Việc cần làm.")
    words = "Tệp nói trên được tỉnh giữ riêng, không dùng để chấm điểm; báo cáo đã nhận trước đó "
    yield paragraph(f"{words}(nếu có) không thay đổi.", "body", PLACE)
    head = Letterhead(copies=COPIES, authority="NGƯỜI TIẾP NHẬN", position="", signer="")
    received = f"Người nhận phiếu: {DOTS}  Ngày: ……/……/………"
    block = SignatureBlock(head, lambda _spot: None)
    yield KeepTogether([Spacer(0, 4 * mm), block, paragraph(received, "note", PLACE)])


def _addressed(what: Refused) -> str:
    if what.unit is None:
        return "Sở Nội vụ đã nhận tệp sau đây nhưng chưa tiếp nhận được vào sổ:"
    agency = _cut(what.unit.agency, 120)
    return f"Kính gửi {agency}: Sở Nội vụ đã nhận tệp sau đây nhưng chưa tiếp nhận được vào sổ:"


def _facts(what: Refused) -> Iterator[tuple[str, str]]:
    yield "Tên tệp", _cut(what.name, LONGEST_NAME)
    if what.period:
        yield "Kỳ, lần nộp", f"{Period.parse(what.period).label}, lần nộp {what.sequence}"
    if what.size is not None:
        yield "Kích thước", f"{show_number(what.size)} byte"
    if what.sha256:
        digest = what.sha256
        yield "Mã băm SHA-256", " ".join(digest[at : at + 8] for at in range(0, 64, 8))
    yield "Nhận lúc", f"{what.moment:%H:%M} ngày {show_date(what.moment.date())}"
    yield "Kết quả", f"{what.arrival.label} ({what.code})"


def _cut(text: str, most: int) -> str:
    """A stranger's words on one line, without what cannot be drawn; a sheet is never refused."""
    known = "".join(one if one in coverage() else "?" for one in unicodedata.normalize("NFC", text))
    plain = " ".join(known.split())
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"
