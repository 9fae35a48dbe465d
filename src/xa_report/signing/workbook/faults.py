"""What can be wrong with a signed workbook, each with the sentence that people read."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from xa_report.errors import XaReportError

_LONGEST = 120
_AGAIN = "Hãy chép lại tệp từ bản gốc hoặc đề nghị nơi gửi xuất và ký lại bảng tính."
_REFUSE = "Không dùng số liệu của tệp này; hãy đề nghị nơi gửi gửi lại bảng tính đã ký."


class Fault(StrEnum):
    """A permanent code for each kind of fault."""

    TOO_LARGE = "workbook-too-large"
    NOT_A_WORKBOOK = "workbook-unreadable"
    HIDDEN_BYTES = "workbook-hidden-bytes"
    BAD_ENTRY = "workbook-bad-entry"
    BAD_XML = "workbook-bad-xml"
    BAD_TYPES = "workbook-bad-content-types"
    BAD_RELATIONSHIPS = "workbook-bad-relationships"
    NOT_SIGNED = "workbook-not-signed"
    HIDDEN_SIGNATURE = "workbook-hidden-signature"
    SECOND_SIGNATURE = "workbook-second-signature"
    BAD_SIGNATURE = "workbook-bad-signature"
    ALGORITHM = "workbook-algorithm"
    BAD_CERTIFICATE = "workbook-bad-certificate"
    OTHER_CERTIFICATE = "workbook-other-certificate"
    WRONG_VALUE = "workbook-wrong-value"
    CHANGED_OBJECT = "workbook-changed-object"
    CHANGED_PART = "workbook-changed-part"
    CHANGED_RELATIONSHIPS = "workbook-changed-relationships"
    MISSING_PART = "workbook-missing-part"
    MISSING_RELATIONSHIP = "workbook-missing-relationship"
    UNSIGNED_PART = "workbook-unsigned-part"
    UNSIGNED_RELATIONSHIP = "workbook-unsigned-relationship"


UNCOVERED = frozenset({Fault.UNSIGNED_PART, Fault.UNSIGNED_RELATIONSHIP})
"""The signature holds, but not for everything in the file."""

_SENTENCES = {
    Fault.TOO_LARGE: f"Bảng tính lớn bất thường tại {{}} nên không được mở. {_REFUSE}",
    Fault.NOT_A_WORKBOOK: f"Tệp không phải là bảng tính .xlsx nguyên vẹn ({{}}). {_AGAIN}",
    Fault.HIDDEN_BYTES: f"Tệp chứa dữ liệu nằm ngoài các phần của bảng tính ({{}}). {_REFUSE}",
    Fault.BAD_ENTRY: f"Mục {{}} trong tệp nén của bảng tính không hợp lệ. {_AGAIN}",
    Fault.BAD_XML: f"Phần {{}} của bảng tính có nội dung XML sai hoặc không được phép. {_AGAIN}",
    Fault.BAD_TYPES: f"Bảng kê loại nội dung của bảng tính sai tại {{}}. {_AGAIN}",
    Fault.BAD_RELATIONSHIPS: f"Bảng kê liên kết giữa các phần của bảng tính sai tại {{}}. {_AGAIN}",
    Fault.NOT_SIGNED: (
        "Bảng tính chưa có chữ ký số{}. Hãy đối chiếu với báo cáo PDF đã ký, "
        "hoặc đề nghị nơi gửi ký bảng tính."
    ),
    Fault.HIDDEN_SIGNATURE: (
        f"Bảng tính có phần chữ ký không được nối đúng cách ({{}}). {_REFUSE}"
    ),
    Fault.SECOND_SIGNATURE: (
        f"Bảng tính có nhiều hơn một chữ ký ({{}}); chương trình chỉ nhận đúng một. {_REFUSE}"
    ),
    Fault.BAD_SIGNATURE: f"Chữ ký của bảng tính có cấu trúc không được nhận tại {{}}. {_REFUSE}",
    Fault.ALGORITHM: (
        "Thuật toán hoặc khóa ký bảng tính không được nhận: {}. "
        "Hãy ký lại bằng khóa RSA từ 2048 bit hoặc khóa P-256, với SHA-256."
    ),
    Fault.BAD_CERTIFICATE: f"Chứng thư số trong chữ ký bảng tính không đọc được ({{}}). {_AGAIN}",
    Fault.OTHER_CERTIFICATE: (
        f"Chứng thư số kèm theo không phải là chứng thư đã dùng khi ký bảng tính ({{}}). {_REFUSE}"
    ),
    Fault.WRONG_VALUE: f"Giá trị chữ ký của bảng tính không đúng với chứng thư ({{}}). {_REFUSE}",
    Fault.CHANGED_OBJECT: f"Nội dung được ký trong chữ ký đã bị sửa tại {{}}. {_REFUSE}",
    Fault.CHANGED_PART: f"Phần {{}} của bảng tính đã bị sửa sau khi ký. {_REFUSE}",
    Fault.CHANGED_RELATIONSHIPS: f"Các liên kết tại {{}} đã bị sửa sau khi ký. {_REFUSE}",
    Fault.MISSING_PART: f"Phần {{}} đã được ký nhưng không còn trong bảng tính. {_REFUSE}",
    Fault.MISSING_RELATIONSHIP: f"Liên kết {{}} đã được ký nhưng không còn. {_REFUSE}",
    Fault.UNSIGNED_PART: f"Phần {{}} có trong bảng tính mà không được ký. {_REFUSE}",
    Fault.UNSIGNED_RELATIONSHIP: f"Liên kết {{}} có trong bảng tính mà không được ký. {_REFUSE}",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault and where it was seen."""

    fault: Fault
    place: str = ""

    def __str__(self) -> str:
        return _SENTENCES[self.fault].format(_shown(self.place))


class RefusedError(XaReportError):
    """A workbook that cannot be looked at any further."""

    def __init__(self, fault: Fault, place: str = "") -> None:
        self.problem = Problem(fault, place)
        super().__init__(str(self.problem))


def _shown(place: str) -> str:
    # Names come out of a file that nobody vouches for: no line ends, no endless texts.
    text = "".join(c if c.isprintable() else "�" for c in unicodedata.normalize("NFC", place))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
