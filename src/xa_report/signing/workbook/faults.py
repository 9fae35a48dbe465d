"""What can be wrong with a signed workbook, each with the sentence that people read."""

import unicodedata
from dataclasses import dataclass

from xa_report.domain.catalogue import CatalogueCode
from xa_report.errors import XaReportError

_LONGEST = 120
_AGAIN = "Hãy chép lại tệp từ bản gốc hoặc đề nghị nơi gửi xuất và ký lại bảng tính."
_REFUSE = "Không dùng số liệu của tệp này; hãy đề nghị nơi gửi gửi lại bảng tính đã ký."


class Fault(CatalogueCode):
    """Faults of signed workbooks: number, sentence, remedy; a number never changes."""

    TOO_LARGE = ("W001", "Bảng tính lớn bất thường tại {place} nên không được mở.", _REFUSE)
    UNREADABLE = ("W002", "Tệp không phải là bảng tính .xlsx nguyên vẹn ({place}).", _AGAIN)
    HIDDEN_BYTES = ("W003", "Tệp chứa dữ liệu nằm ngoài các phần của bảng tính ({place}).", _REFUSE)
    BAD_ENTRY = ("W004", "Mục {place} trong tệp nén của bảng tính không hợp lệ.", _AGAIN)
    BAD_XML = (
        "W005",
        "Phần {place} của bảng tính có nội dung XML sai hoặc không được phép.",
        _AGAIN,
    )
    BAD_CONTENT_TYPES = ("W006", "Bảng kê loại nội dung của bảng tính sai tại {place}.", _AGAIN)
    BAD_RELATIONSHIPS = (
        "W007",
        "Bảng kê liên kết giữa các phần của bảng tính sai tại {place}.",
        _AGAIN,
    )
    NOT_SIGNED = (
        "W008",
        "Bảng tính chưa có chữ ký số{place}.",
        "Hãy đối chiếu với báo cáo PDF đã ký, hoặc đề nghị nơi gửi ký bảng tính.",
    )
    HIDDEN_SIGNATURE = (
        "W009",
        "Bảng tính có phần chữ ký không được nối đúng cách ({place}).",
        _REFUSE,
    )
    SECOND_SIGNATURE = (
        "W010",
        "Bảng tính có nhiều hơn một chữ ký ({place}); chương trình chỉ nhận đúng một.",
        _REFUSE,
    )
    BAD_SIGNATURE = (
        "W011",
        "Chữ ký của bảng tính có cấu trúc không được nhận tại {place}.",
        _REFUSE,
    )
    ALGORITHM = (
        "W012",
        "Thuật toán hoặc khóa ký bảng tính không được nhận: {place}.",
        "Hãy ký lại bằng khóa RSA từ 2048 bit hoặc khóa P-256, với SHA-256.",
    )
    BAD_CERTIFICATE = (
        "W013",
        "Chứng thư số trong chữ ký bảng tính không đọc được ({place}).",
        _AGAIN,
    )
    OTHER_CERTIFICATE = (
        "W014",
        "Chứng thư số kèm theo không phải là chứng thư đã dùng khi ký bảng tính ({place}).",
        _REFUSE,
    )
    WRONG_VALUE = (
        "W015",
        "Giá trị chữ ký của bảng tính không đúng với chứng thư ({place}).",
        _REFUSE,
    )
    CHANGED_OBJECT = ("W016", "Nội dung được ký trong chữ ký đã bị sửa tại {place}.", _REFUSE)
    CHANGED_PART = ("W017", "Phần {place} của bảng tính đã bị sửa sau khi ký.", _REFUSE)
    CHANGED_RELATIONSHIPS = ("W018", "Các liên kết tại {place} đã bị sửa sau khi ký.", _REFUSE)
    MISSING_PART = ("W019", "Phần {place} đã được ký nhưng không còn trong bảng tính.", _REFUSE)
    MISSING_RELATIONSHIP = ("W020", "Liên kết {place} đã được ký nhưng không còn.", _REFUSE)
    UNSIGNED_PART = ("W021", "Phần {place} có trong bảng tính mà không được ký.", _REFUSE)
    UNSIGNED_RELATIONSHIP = (
        "W022",
        "Liên kết {place} có trong bảng tính mà không được ký.",
        _REFUSE,
    )


UNCOVERED = frozenset({Fault.UNSIGNED_PART, Fault.UNSIGNED_RELATIONSHIP})
"""The signature holds, but not for everything in the file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault and where it was seen."""

    fault: Fault
    place: str = ""

    def __str__(self) -> str:
        return f"{self.fault.format(place=_shown(self.place))} {self.fault.remedy}"

    @property
    def coded_text(self) -> str:
        """The same after the number, as reasons of signatures are told."""
        return f"{self.fault.number} {self}"


class RefusedError(XaReportError):
    """A workbook that cannot be looked at any further."""

    def __init__(self, fault: Fault, place: str = "") -> None:
        self.problem = Problem(fault, place)
        super().__init__(str(self.problem))


def _shown(place: str) -> str:
    # Names come out of a file that nobody vouches for: no line ends, no endless texts.
    text = "".join(c if c.isprintable() else "�" for c in unicodedata.normalize("NFC", place))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
