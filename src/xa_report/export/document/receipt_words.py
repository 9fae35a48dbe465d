"""What a receipt says in sentences."""

from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.receipt import Receipt, ReceiptKind

TITLES = {
    ReceiptKind.RECEIVED: "PHIẾU TIẾP NHẬN BÁO CÁO",
    ReceiptKind.APPRAISED: "THÔNG BÁO KẾT QUẢ THẨM ĐỊNH",
    ReceiptKind.RETURNED: "YÊU CẦU BỔ SUNG, GIẢI TRÌNH",
    ReceiptKind.ACCEPTED: "THÔNG BÁO CÔNG NHẬN KẾT QUẢ",
}
OPENINGS = {
    ReceiptKind.RECEIVED: "{issuer} xác nhận đã nhận báo cáo dưới đây của {agency}. Việc tiếp nhận "
    "chưa phải là kết luận về điểm.",
    ReceiptKind.APPRAISED: "{issuer} thông báo kết quả thẩm định báo cáo dưới đây của {agency}.",
    ReceiptKind.RETURNED: "{issuer} trả lại báo cáo dưới đây để {agency} bổ sung, giải trình những "
    "tiêu chí được mở lại.",
    ReceiptKind.ACCEPTED: "{issuer} công nhận kết quả báo cáo dưới đây của {agency}.",
}
CLOSINGS = {
    ReceiptKind.RECEIVED: "Đơn vị nhập phiếu này vào phần mềm để ghi nhận trạng thái đã tiếp nhận.",
    ReceiptKind.APPRAISED: "Nếu không nhất trí với kết quả, đơn vị gửi giải trình bằng văn bản kèm "
    "tài liệu kiểm chứng. Đơn vị nhập phiếu này vào phần mềm để xem cùng số liệu đã nộp.",
    ReceiptKind.RETURNED: "Đơn vị nhập phiếu này vào phần mềm; chỉ những tiêu chí nêu trên được mở "
    "để sửa, các tiêu chí khác giữ nguyên như đã nộp. Sửa xong, đơn vị ký và gửi lại báo cáo.",
    ReceiptKind.ACCEPTED: "Kết quả này là kết quả cuối cùng của kỳ báo cáo.",
}
COMMITTEE = "Ủy ban nhân dân"


def opening(receipt: Receipt) -> str:
    """The first sentence: who says what about whose report."""
    return OPENINGS[receipt.kind].format(issuer=issuer_name(receipt), agency=agency_of(receipt))


def closing(receipt: Receipt) -> str:
    """The last sentence: what follows."""
    return CLOSINGS[receipt.kind]


def abstract(receipt: Receipt) -> str:
    """Trích yếu: which report it is about."""
    period = receipt.period.label
    return f"Báo cáo công tác cải cách hành chính {period} của {agency_of(receipt)}"


def agency_of(receipt: Receipt) -> str:
    """The committee that reported: `Ủy ban nhân dân xã Tân Hội`."""
    return receipt.unit.agency.replace("UBND", COMMITTEE, 1)


def issuer_name(receipt: Receipt) -> str:
    """The issuing agency, its committee written out."""
    issuer = receipt.issuer.strip()
    return f"{COMMITTEE}{issuer[4:]}" if issuer.startswith("UBND") else issuer


def committee_lines(agency: str) -> tuple[str, ...]:
    """An agency in capitals, a committee broken before its unit."""
    head, tail = agency[: len(COMMITTEE)], agency[len(COMMITTEE) :].strip()
    return (head.upper(), tail.upper()) if head == COMMITTEE and tail else (agency.upper(),)


def issuer_above(receipt: Receipt) -> str:
    """The committee above a department; empty when the committee itself issues."""
    if issuer_name(receipt).startswith(COMMITTEE) or not receipt.unit.province_name:
        return ""
    return f"{COMMITTEE} {receipt.unit.province_name}"


def issuer_place(receipt: Receipt) -> str:
    """Địa danh of an agency of the province: a province by its bare name, a city in full."""
    return receipt.unit.province_name.removeprefix("Tỉnh ")


def result(receipt: Receipt) -> str:
    """The totals in one sentence; empty when nothing has points."""
    found = receipt.totals
    if found.appraised is None:
        return f"Tổng điểm tự chấm: {show_number(found.sent)} điểm." if found.sent else ""
    of = "" if found.applicable is None else f"/{show_number(found.applicable)}"
    parts = [
        f"Tổng điểm tự chấm: {show_number(found.sent)} điểm",
        f"tổng điểm thẩm định: {show_number(found.appraised)}{of} điểm",
    ]
    if found.percent is not None:
        parts.append(f"đạt {show_percent(found.percent)}")
    if found.rating:
        parts.append(f"xếp loại: {found.rating}")
    return f"{'; '.join(parts)}."
