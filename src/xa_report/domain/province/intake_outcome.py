"""Outcomes of receiving a package, each with its label and what is done with the file."""

from enum import Enum
from typing import Self

NOTHING_STORED_ACTION = "Không giữ lại được gì; khắc phục rồi nhập lại tệp này."
"""Action for a file of which no byte could be received."""


class IntakeOutcome(Enum):
    """Outcome of the intake of a package; label and action are shown as they are."""

    NEW = ("new", "Mới", "Nhận vào sổ.")
    SAME = ("same", "Đã có", "Không làm gì, gói này đã được nhận.")
    NEWER = ("newer", "Bản mới hơn", "Nhận vào sổ, thay bản trước; bản trước vẫn được giữ.")
    OLDER = ("older", "Bản cũ hơn", "Giữ lại làm hồ sơ, không thay bản đang dùng.")
    FORK = (
        "fork",
        "Trùng số, khác nội dung",
        "Giữ riêng; hỏi xã bản nào đúng rồi đề nghị gửi bản có số lần nộp mới.",
    )
    FOREIGN_UNIT = (
        "foreign_unit",
        "Không thuộc tỉnh",
        "Giữ riêng; kiểm tra mã đơn vị, hoặc bổ sung danh mục đơn vị rồi nhập lại.",
    )
    UNKNOWN_DEFINITION = (
        "unknown_definition",
        "Không rõ bộ tiêu chí",
        "Giữ riêng; nạp bộ tiêu chí và kế hoạch mà xã đã dùng rồi nhập lại.",
    )
    CHANGED = (
        "changed",
        "Đã bị sửa sau khi ký",
        "Giữ riêng, không dùng số liệu; đề nghị xã gửi lại gói gốc.",
    )
    REFUSED = (
        "refused",
        "Không nhận được",
        "Giữ riêng cùng lý do; đề nghị xã gửi lại.",
    )

    def __init__(self, key: str, label: str, action: str) -> None:
        self.key = key
        self.label = label
        self.action = action

    @classmethod
    def from_key(cls, key: str) -> Self:
        """Return the outcome that the register stores as `key`; raise KeyError for another word."""
        for outcome in cls:
            if outcome.key == key:
                return outcome
        raise KeyError(key)

    @property
    def is_imported(self) -> bool:
        """True when the register stores it as the report that counts."""
        return self in (IntakeOutcome.NEW, IntakeOutcome.NEWER)
