"""The receipt as an official document: PDF/A-3b in the layout of Decree 30, for the seal."""

from collections.abc import Callable, Iterator

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus.doctemplate import LayoutError

from xa_report.domain.receipt import Receipt, ReceiptKind
from xa_report.domain.report import Letterhead
from xa_report.domain.text import VIETNAM, show_date
from xa_report.errors import UnprintableError
from xa_report.export.document.archive import Properties, archive
from xa_report.export.document.canvas import drawn
from xa_report.export.document.letterhead import agency_letterhead
from xa_report.export.document.pages import PartTemplate
from xa_report.export.document.paper import PORTRAIT, paragraph
from xa_report.export.document.receipt_tables import received_table, reopened_table, scores_table
from xa_report.export.document.receipt_words import (
    TITLES,
    abstract,
    agency_of,
    closing,
    committee_lines,
    issuer_above,
    issuer_name,
    issuer_place,
    opening,
    result,
)
from xa_report.export.document.recipients import Recipients
from xa_report.export.document.signature import SignatureBlock, Spot
from xa_report.export.document.source import Attachment
from xa_report.export.document.story import rule_below, title_lines
from xa_report.export.fonts import one_line

PLACE = "Phiếu của tỉnh"
BEGINNING = 35 * mm
"""A title and the first rows below it stay together."""
COPIES = ("Như trên", "Lưu: VT")
TOO_TALL = (
    "Tên cơ quan, đơn vị hoặc người ký trong phiếu dài quá một trang giấy nên không trình bày "
    "được; hãy rút gọn rồi lập lại phiếu."
)


def write_receipt(receipt: Receipt, data: Attachment, check: str = "") -> tuple[bytes, Spot]:
    """The PDF that carries the receipt's data, and the room for the seal.

    `check` is the check code that the pages of the report show.
    """
    spots = list[Spot]()
    try:
        pages, _ = drawn(
            _story(receipt, check, spots.append), [PartTemplate("receipt", PORTRAIT, None)]
        )
    except LayoutError as error:
        raise UnprintableError(TOO_TALL) from error
    title = one_line(f"{TITLES[receipt.kind].capitalize()}: {abstract(receipt)}", PLACE)
    properties = Properties(title, one_line(receipt.issuer, PLACE), receipt.issued)
    return archive(pages, properties, (data,)), spots[-1]


def _story(receipt: Receipt, check: str, tell: Callable[[Spot], None]) -> Iterator[Flowable]:
    yield from _front(receipt)
    yield paragraph(opening(receipt), "body", PLACE)
    for number, (title, parts) in enumerate(_sections(receipt, check), start=1):
        yield CondPageBreak(BEGINNING)
        yield paragraph(f"{number}. {title}", "caption", PLACE)
        yield from parts
        yield Spacer(0, 3 * mm)
    issuer = "\n".join(committee_lines(issuer_name(receipt)))
    seal = SignatureBlock(Letterhead(copies=COPIES, authority=issuer, position=""), tell)
    yield KeepTogether([paragraph(closing(receipt), "body", PLACE), Spacer(0, 4 * mm), seal])


def _front(receipt: Receipt) -> Iterator[Flowable]:
    day = receipt.issued.astimezone(VIETNAM).date()
    above = committee_lines(issuer_above(receipt)) if issuer_above(receipt) else ()
    issuer = committee_lines(issuer_name(receipt))
    yield agency_letterhead(above, issuer, issuer_place(receipt), day)
    yield paragraph(TITLES[receipt.kind], "kind", PLACE)
    lines = title_lines(abstract(receipt), PLACE)
    yield paragraph("\n".join(lines), "title", PLACE)
    yield rule_below(lines[-1])
    yield Recipients(agency_of(receipt))


def _sections(receipt: Receipt, check: str) -> Iterator[tuple[str, list[Flowable]]]:
    yield "Báo cáo đã nhận", [received_table(receipt, check)]
    if receipt.reopened:
        yield "Tiêu chí được mở lại và nội dung cần bổ sung", [reopened_table(receipt)]
    if receipt.deadline is not None:
        what = "gửi lại báo cáo" if receipt.kind is ReceiptKind.RETURNED else "gửi giải trình"
        words = f"Chậm nhất ngày {show_date(receipt.deadline)}"
        yield f"Thời hạn {what}", [paragraph("", "body", PLACE, f"{words}.")]
    if receipt.outcomes:
        done = any(outcome.appraised is not None for outcome in receipt.outcomes)
        title = "Kết quả từng tiêu chí" if done else "Điểm tự chấm từng tiêu chí"
        yield title, [scores_table(receipt), Spacer(0, 2 * mm), *_result(receipt)]
    elif result(receipt):
        yield "Kết quả", _result(receipt)
    if receipt.note.strip():
        yield "Ghi chú", [paragraph(receipt.note, "body", PLACE)]


def _result(receipt: Receipt) -> list[Flowable]:
    return [paragraph(result(receipt), "body", PLACE)]
