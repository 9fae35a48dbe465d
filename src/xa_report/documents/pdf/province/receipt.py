"""A receipt as an official document for the seal: sentences, tables, PDF/A-3b."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus.doctemplate import LayoutError

from xa_report.documents.fonts import FontFace, single_line_text
from xa_report.documents.pdf.letterhead import agency_letterhead
from xa_report.documents.pdf.page_layout import PartPageTemplate, render_pdf
from xa_report.documents.pdf.pdfa import PdfAttachment, PdfProperties, to_pdfa
from xa_report.documents.pdf.recipients import RecipientsFlowable
from xa_report.documents.pdf.report_parts import rule_below_title, title_lines
from xa_report.documents.pdf.signature_block import SignatureBlock
from xa_report.documents.pdf.styles import PORTRAIT, make_paragraph
from xa_report.documents.pdf.table import (
    PrintedRow,
    TableColumn,
    TableFlowable,
    TextAlign,
    build_table,
)
from xa_report.domain.dates import VIETNAM, in_vietnam, show_clock_time, show_date
from xa_report.domain.numbers import show_number, show_percent
from xa_report.domain.receipt import CriterionOutcome, Receipt, ReceiptKind
from xa_report.domain.report import Letterhead
from xa_report.domain.signature_box import SignatureBox
from xa_report.errors import UnprintableError

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
FACT_COLUMNS = (TableColumn("Nội dung", 44), TableColumn("Ghi nhận", 118))
SENT_COLUMNS = (
    TableColumn("Mã", 18, TextAlign.CENTRE), TableColumn("Tiêu chí", 120),
    TableColumn("Tự chấm", 24, TextAlign.RIGHT),
)  # fmt: skip
APPRAISED_COLUMNS = (
    TableColumn("Mã", 14, TextAlign.CENTRE), TableColumn("Tiêu chí", 60),
    TableColumn("Tự chấm", 14, TextAlign.RIGHT),
    TableColumn("Thẩm định", 15, TextAlign.RIGHT), TableColumn("Chênh lệch", 15, TextAlign.RIGHT),
    TableColumn("Lý do", 44),
)  # fmt: skip
REOPENED_COLUMNS = (
    TableColumn("Mã", 18, TextAlign.CENTRE),
    TableColumn("Tiêu chí", 58),
    TableColumn("Cần bổ sung", 86),
)
HASH_GROUP_DIGITS = 8
"""Digits of a hash in one group, as many as people compare at a glance."""
MAX_DECIMALS = 4
LOCATION = "Phiếu của tỉnh"
SECTION_ROOM = 35 * mm
"""Points that must be free below a title, so that the first rows stay with it."""
COPIES = ("Như trên", "Lưu: VT")
TOO_TALL = (
    "Tên cơ quan, đơn vị hoặc người ký trong phiếu dài quá một trang giấy nên không trình bày "
    "được; hãy rút gọn rồi lập lại phiếu."
)


def receipt_opening(receipt: Receipt) -> str:
    """Return the first sentence: issuer, kind of receipt and reporting agency."""
    return OPENINGS[receipt.kind].format(
        issuer=issuer_name(receipt), agency=reporting_agency(receipt)
    )


def receipt_closing(receipt: Receipt) -> str:
    """Return the last sentence: the next step."""
    return CLOSINGS[receipt.kind]


def receipt_abstract(receipt: Receipt) -> str:
    """Return the trích yếu: the report that the receipt is about."""
    period = receipt.period.label
    return f"Báo cáo {period} của {reporting_agency(receipt)}"


def reporting_agency(receipt: Receipt) -> str:
    """Return the committee that reported: `Ủy ban nhân dân xã Tân Hội`."""
    return receipt.unit.agency.replace("UBND", COMMITTEE, 1)


def issuer_name(receipt: Receipt) -> str:
    """Return the issuing agency, its committee written out."""
    issuer = receipt.issuer.strip()
    # The rest keeps the space after “UBND”.
    return f"{COMMITTEE}{issuer[4:]}" if issuer.startswith("UBND") else issuer


def committee_lines(agency: str) -> tuple[str, ...]:
    """Return an agency in capitals, a committee broken before its unit."""
    head, tail = agency[: len(COMMITTEE)], agency[len(COMMITTEE) :].strip()
    return (head.upper(), tail.upper()) if head == COMMITTEE and tail else (agency.upper(),)


def agency_above_issuer(receipt: Receipt) -> str:
    """Return the committee above a department; empty when the committee itself issues."""
    if issuer_name(receipt).startswith(COMMITTEE) or not receipt.unit.province_name:
        return ""
    return f"{COMMITTEE} {receipt.unit.province_name}"


def issuer_place(receipt: Receipt) -> str:
    """Return địa danh of an agency of the province: its bare name, a city's in full."""
    return receipt.unit.province_name.removeprefix("Tỉnh ")


def totals_sentence(receipt: Receipt) -> str:
    """Return the totals in one sentence; empty when nothing has points."""
    totals = receipt.totals
    if totals.appraised is None:
        return f"Tổng điểm tự chấm: {show_number(totals.sent)} điểm." if totals.sent else ""
    of = "" if totals.applicable is None else f"/{show_number(totals.applicable)}"
    parts = [
        f"Tổng điểm tự chấm: {show_number(totals.sent)} điểm",
        f"tổng điểm thẩm định: {show_number(totals.appraised)}{of} điểm",
    ]
    if totals.percent is not None:
        parts.append(f"đạt {show_percent(totals.percent)}")
    if totals.rating:
        parts.append(f"xếp loại: {totals.rating}")
    return f"{'; '.join(parts)}."


def received_table(receipt: Receipt, check: str) -> TableFlowable:
    """Build the table of the received report: sender, time, hashes, signers."""
    facts, agency = receipt.facts, reporting_agency(receipt)
    hour = show_clock_time(facts.received).replace(":", " giờ ")
    day = show_date(in_vietnam(facts.received).date())
    rows = [
        ("Đơn vị gửi", f"{agency} (mã {receipt.unit.code})"),
        ("Kỳ, lần nộp", f"{receipt.period.label}, lần nộp {receipt.sequence}"),
        (
            "Nhận lúc",
            f"{hour}, ngày {day}",
        ),
        ("Người ký", "\n".join(facts.signers) or "không ghi"),
        ("Mã kiểm tra", check),
        ("SHA-256 của tệp", grouped_hash(facts.package_sha256)),
        ("SHA-256 của bản kê", grouped_hash(facts.manifest_sha256)),
        ("Phiếu", f"số {receipt.number} của báo cáo kỳ này"),
    ]
    return build_table(
        FACT_COLUMNS, [PrintedRow(row) for row in rows if row[1]], "Bảng báo cáo đã nhận"
    )


def scores_table(receipt: Receipt) -> TableFlowable:
    """Build the table of points by criterion; before the appraisal only the commune's own."""
    outcomes, location = receipt.outcomes, "Bảng điểm"
    places = _decimals_needed(outcomes)
    if all(outcome.appraised is None for outcome in outcomes):
        rows = [PrintedRow((o.code, o.title, show_number(o.sent, places))) for o in outcomes]
        return build_table(SENT_COLUMNS, rows, location)
    return build_table(APPRAISED_COLUMNS, _appraised_rows(outcomes, places), location)


def reopened_table(receipt: Receipt) -> TableFlowable:
    """Build the table of reopened criteria with what is to be supplied."""
    titles = {outcome.code: outcome.title for outcome in receipt.outcomes}
    rows = [
        PrintedRow((o.code, titles.get(o.code, ""), o.why.description)) for o in receipt.reopened
    ]
    return build_table(REOPENED_COLUMNS, rows, "Bảng tiêu chí mở lại")


def grouped_hash(digest: str) -> str:
    """Return a hash in two lines of groups that can be compared by eye."""
    groups = [
        digest[at : at + HASH_GROUP_DIGITS] for at in range(0, len(digest), HASH_GROUP_DIGITS)
    ]
    half = len(groups) // 2
    return f"{' '.join(groups[:half])}\n{' '.join(groups[half:])}"


def _appraised_rows(outcomes: tuple[CriterionOutcome, ...], places: int) -> Iterator[PrintedRow]:
    for outcome in outcomes:
        after = outcome.appraised
        differs = after is not None and after != outcome.sent
        moved = _signed_text(after - outcome.sent, places) if after is not None and differs else ""
        shown = "" if after is None else show_number(after, places)
        why = outcome.why.description if outcome.why else ""
        cells = (outcome.code, outcome.title, show_number(outcome.sent, places), shown, moved, why)
        yield PrintedRow(cells, FontFace.BOLD if differs else FontFace.REGULAR)


def _signed_text(difference: Decimal, places: int) -> str:
    return f"{'-' if difference < 0 else '+'}{show_number(abs(difference), places)}"


def _decimals_needed(outcomes: tuple[CriterionOutcome, ...]) -> int:
    """Return the decimals of the most exact number, at most `MAX_DECIMALS`."""
    numbers = [n for o in outcomes for n in (o.sent, o.appraised) if n is not None]
    # normalize() drops zeros at the end, so that the exponent counts decimals.
    exponents = [n.normalize().as_tuple().exponent for n in numbers]
    return min(max([0, *(-e for e in exponents if isinstance(e, int))]), MAX_DECIMALS)


def render_receipt_pdf(
    receipt: Receipt, data: PdfAttachment, check: str = ""
) -> tuple[bytes, SignatureBox]:
    """Render the PDF that carries the receipt's data; return it and the box of the seal.

    `check` is the check code that the pages of the report show. Raise UnprintableError when a name
    is longer than a page or has characters that cannot be drawn.
    """
    boxes = list[SignatureBox]()
    try:
        pages, _ = render_pdf(
            _receipt_flowables(receipt, check, boxes.append),
            [PartPageTemplate("receipt", PORTRAIT, None)],
        )
    except LayoutError as error:
        raise UnprintableError(TOO_TALL) from error
    title = single_line_text(
        f"{TITLES[receipt.kind].capitalize()}: {receipt_abstract(receipt)}", LOCATION
    )
    properties = PdfProperties(title, single_line_text(receipt.issuer, LOCATION), receipt.issued)
    return to_pdfa(pages, properties, (data,)), boxes[-1]


def _receipt_flowables(
    receipt: Receipt, check: str, on_box_drawn: Callable[[SignatureBox], None]
) -> Iterator[Flowable]:
    yield from _receipt_head(receipt)
    yield make_paragraph(receipt_opening(receipt), "body", LOCATION)
    for number, (title, parts) in enumerate(_receipt_sections(receipt, check), start=1):
        yield CondPageBreak(SECTION_ROOM)
        yield make_paragraph(f"{number}. {title}", "caption", LOCATION)
        yield from parts
        yield Spacer(0, 3 * mm)
    issuer = "\n".join(committee_lines(issuer_name(receipt)))
    seal = SignatureBlock(Letterhead(copies=COPIES, authority=issuer, position=""), on_box_drawn)
    yield KeepTogether(
        [make_paragraph(receipt_closing(receipt), "body", LOCATION), Spacer(0, 4 * mm), seal]
    )


def _receipt_head(receipt: Receipt) -> Iterator[Flowable]:
    day = receipt.issued.astimezone(VIETNAM).date()
    above = committee_lines(agency_above_issuer(receipt)) if agency_above_issuer(receipt) else ()
    issuer = committee_lines(issuer_name(receipt))
    yield agency_letterhead(above, issuer, issuer_place(receipt), day)
    yield make_paragraph(TITLES[receipt.kind], "kind", LOCATION)
    lines = title_lines(receipt_abstract(receipt), LOCATION)
    yield make_paragraph("\n".join(lines), "title", LOCATION)
    yield rule_below_title(lines[-1])
    yield RecipientsFlowable(reporting_agency(receipt))


def _receipt_sections(receipt: Receipt, check: str) -> Iterator[tuple[str, list[Flowable]]]:
    yield "Báo cáo đã nhận", [received_table(receipt, check)]
    if receipt.reopened:
        yield "Tiêu chí được mở lại và nội dung cần bổ sung", [reopened_table(receipt)]
    if receipt.deadline is not None:
        what = "gửi lại báo cáo" if receipt.kind is ReceiptKind.RETURNED else "gửi giải trình"
        words = f"Chậm nhất ngày {show_date(receipt.deadline)}"
        yield f"Thời hạn {what}", [make_paragraph("", "body", LOCATION, f"{words}.")]
    if receipt.outcomes:
        done = any(outcome.appraised is not None for outcome in receipt.outcomes)
        title = "Kết quả từng tiêu chí" if done else "Điểm tự chấm từng tiêu chí"
        yield title, [scores_table(receipt), Spacer(0, 2 * mm), *_result_paragraphs(receipt)]
    elif totals_sentence(receipt):
        yield "Kết quả", _result_paragraphs(receipt)
    if receipt.note.strip():
        yield "Ghi chú", [make_paragraph(receipt.note, "body", LOCATION)]


def _result_paragraphs(receipt: Receipt) -> list[Flowable]:
    return [make_paragraph(totals_sentence(receipt), "body", LOCATION)]
