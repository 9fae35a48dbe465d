"""Catalogue of the faults of signed workbooks, with their sentences and remedies."""

import unicodedata
from dataclasses import dataclass

from xa_report.domain.catalogue import CatalogueCode
from xa_report.errors import XaReportError

_MAX_SHOWN_LENGTH = 120
_SEND_AGAIN_REMEDY = "Hãy chép lại tệp từ bản gốc hoặc đề nghị nơi gửi xuất và ký lại bảng tính."
_REFUSE_REMEDY = "Không dùng số liệu của tệp này; hãy đề nghị nơi gửi gửi lại bảng tính đã ký."


class WorkbookFault(CatalogueCode):
    """Faults of signed workbooks: number, sentence, remedy; a number never changes."""

    TOO_LARGE = ("W001", "Bảng tính lớn bất thường tại {place} nên không được mở.", _REFUSE_REMEDY)
    UNREADABLE = (
        "W002",
        "Tệp không phải là bảng tính .xlsx nguyên vẹn ({place}).",
        _SEND_AGAIN_REMEDY,
    )
    HIDDEN_BYTES = (
        "W003",
        "Tệp chứa dữ liệu nằm ngoài các phần của bảng tính ({place}).",
        _REFUSE_REMEDY,
    )
    BAD_ENTRY = (
        "W004",
        "Mục {place} trong tệp nén của bảng tính không hợp lệ.",
        _SEND_AGAIN_REMEDY,
    )
    BAD_XML = (
        "W005",
        "Phần {place} của bảng tính có nội dung XML sai hoặc không được phép.",
        _SEND_AGAIN_REMEDY,
    )
    BAD_CONTENT_TYPES = (
        "W006",
        "Bảng kê loại nội dung của bảng tính sai tại {place}.",
        _SEND_AGAIN_REMEDY,
    )
    BAD_RELATIONSHIPS = (
        "W007",
        "Bảng kê liên kết giữa các phần của bảng tính sai tại {place}.",
        _SEND_AGAIN_REMEDY,
    )
    NOT_SIGNED = (
        "W008",
        "Bảng tính chưa có chữ ký số{place}.",
        "Hãy đối chiếu với báo cáo PDF đã ký, hoặc đề nghị nơi gửi ký bảng tính.",
    )
    HIDDEN_SIGNATURE = (
        "W009",
        "Bảng tính có phần chữ ký không được nối đúng cách ({place}).",
        _REFUSE_REMEDY,
    )
    SECOND_SIGNATURE = (
        "W010",
        "Bảng tính có nhiều hơn một chữ ký ({place}); chương trình chỉ nhận đúng một.",
        _REFUSE_REMEDY,
    )
    BAD_SIGNATURE = (
        "W011",
        "Chữ ký của bảng tính có cấu trúc không được nhận tại {place}.",
        _REFUSE_REMEDY,
    )
    ALGORITHM = (
        "W012",
        "Thuật toán hoặc khóa ký bảng tính không được nhận: {place}.",
        "Hãy ký lại bằng khóa RSA từ 2048 bit hoặc khóa P-256, với SHA-256.",
    )
    BAD_CERTIFICATE = (
        "W013",
        "Chứng thư số trong chữ ký bảng tính không đọc được ({place}).",
        _SEND_AGAIN_REMEDY,
    )
    OTHER_CERTIFICATE = (
        "W014",
        "Chứng thư số kèm theo không phải là chứng thư đã dùng khi ký bảng tính ({place}).",
        _REFUSE_REMEDY,
    )
    WRONG_VALUE = (
        "W015",
        "Giá trị chữ ký của bảng tính không đúng với chứng thư ({place}).",
        _REFUSE_REMEDY,
    )
    CHANGED_OBJECT = (
        "W016",
        "Nội dung được ký trong chữ ký đã bị sửa tại {place}.",
        _REFUSE_REMEDY,
    )
    CHANGED_PART = ("W017", "Phần {place} của bảng tính đã bị sửa sau khi ký.", _REFUSE_REMEDY)
    CHANGED_RELATIONSHIPS = (
        "W018",
        "Các liên kết tại {place} đã bị sửa sau khi ký.",
        _REFUSE_REMEDY,
    )
    MISSING_PART = (
        "W019",
        "Phần {place} đã được ký nhưng không còn trong bảng tính.",
        _REFUSE_REMEDY,
    )
    MISSING_RELATIONSHIP = ("W020", "Liên kết {place} đã được ký nhưng không còn.", _REFUSE_REMEDY)
    UNSIGNED_PART = ("W021", "Phần {place} có trong bảng tính mà không được ký.", _REFUSE_REMEDY)
    UNSIGNED_RELATIONSHIP = (
        "W022",
        "Liên kết {place} có trong bảng tính mà không được ký.",
        _REFUSE_REMEDY,
    )


UNCOVERED_FAULTS = frozenset({WorkbookFault.UNSIGNED_PART, WorkbookFault.UNSIGNED_RELATIONSHIP})
"""Faults of a signature that is intact, but does not cover the whole file."""


@dataclass(frozen=True, slots=True)
class WorkbookProblem:
    """Fault with the part or element in which it was seen."""

    fault: WorkbookFault
    place: str = ""

    def __str__(self) -> str:
        return f"{self.fault.format(place=_printable_place(self.place))} {self.fault.remedy}"

    @property
    def coded_text(self) -> str:
        """Number and sentence, in the form of the reasons of signatures."""
        return f"{self.fault.number} {self}"


class WorkbookRefusedError(XaReportError):
    """Fault after which a workbook is not examined any further."""

    def __init__(self, fault: WorkbookFault, location: str = "") -> None:
        self.problem = WorkbookProblem(fault, location)
        super().__init__(str(self.problem))


def _printable_place(location: str) -> str:
    # Names come out of a file that nobody vouches for: no line ends, no endless texts.
    text = "".join(c if c.isprintable() else "�" for c in unicodedata.normalize("NFC", location))
    return text if len(text) <= _MAX_SHOWN_LENGTH else text[: _MAX_SHOWN_LENGTH - 1] + "…"
