"""Sheets and columns of an appraisal workbook, shared by its writer and reader."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from xa_report.documents.xlsx.cell_text import clean_cell_text, cut_to_cell
from xa_report.documents.xlsx.sheet_writer import sheet_columns
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.domain.unit import Unit

POINTS, FIGURES, LISTS, IDENTITY = "Điểm thẩm định", "Số liệu", "_danh_muc", "_tham_dinh"
FORMAT = "1"
HEAD_ROW, FIRST_ROW = 4, 5
UNIT, UNIT_NAME, REF = "A", "B", "C"
POINT_HEADS = sheet_columns(
    ("Mã ĐV", 9), ("Đơn vị", 20), ("Mã", 9), ("Tiêu chí", 44), ("Tối đa", 8), ("Tự chấm", 9),
    ("Lần 1", 9), ("Đang tính", 10), ("Điểm thẩm định", 11), ("Mã lý do", 24),
    ("Nội dung lý do", 36), ("Giải trình của xã", 34), ("Tài liệu kiểm chứng", 34),
    ("Cách tính", 40), ("Phiên bản", 10),
)  # fmt: skip
FIGURE_HEADS = sheet_columns(
    ("Mã ĐV", 9), ("Đơn vị", 20), ("Mã", 20), ("Số liệu", 44), ("Đơn vị tính", 11),
    ("Xã gửi", 18), ("Lần 1", 18), ("Đang tính", 18), ("Số liệu thẩm định", 18),
    ("Mã lý do", 24), ("Nội dung lý do", 36), ("Phiên bản", 10),
)  # fmt: skip
VALUE, CODE, TEXT = "I", "J", "K"
POINT_STAMP, FIGURE_STAMP = "O", "L"
# Written by `row_stamp`; a spreadsheet takes it neither for a number nor for a date.
_STAMP = re.compile(r"v(\d{1,9})\.(\d{1,9})\.([0-9a-f]{12})", re.ASCII)
NOT_ARISEN = "Không phát sinh"
CODES = tuple(f"{code.number} {code.label}" for code in DifferenceCode)
ADVICE = (
    "Chỉ nhập vào ô nền vàng nhạt. Để trống là lấy theo số liệu; đã nhập thì phải chọn mã lý do "
    "(T99 cần ghi nội dung). Xóa ô đã có là bỏ điều chỉnh."
)


@dataclass(frozen=True, slots=True)
class UnitSheet:
    """The rows of one commune in the workbook."""

    unit: Unit
    submission: int
    """Number of the submission that the rows are about."""
    decimals: int
    """Decimals of points."""
    rows: tuple[CriterionRow, ...]
    inputs: tuple[InputRow, ...]


@dataclass(frozen=True, slots=True)
class AppraisalWorkbook:
    """A whole workbook: communes of one province in one period, seen by one department."""

    province: Unit
    period: Period
    department: str
    """Empty when it is for all criteria."""
    sheets: Sequence[UnitSheet]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row whose open cells were edited."""

    unit: str
    ref: str
    points: bool
    """True for a criterion's points, False for a figure."""
    value: Answer | Decimal | None
    why: DifferenceReason | None
    seen_version: int
    submission: int
    location: str
    """`Trang “Điểm thẩm định”, ô I7`."""


def row_stamp(version: int, submission: int, hash_text: str) -> str:
    """Return the stamp of a row: the versions at the time of writing and the content hash."""
    return f"v{version}.{submission}.{hash_text}"


def parse_row_stamp(text: str) -> tuple[int, int, str] | None:
    """Return version, submission and content hash of a stamp; None when it is none."""
    match = _STAMP.fullmatch(text)
    return (int(match[1]), int(match[2]), match[3]) if match else None


def content_hash(
    value: Answer | Decimal | None, why: DifferenceReason | None, item: Item | None = None
) -> str:
    """Hash the content of a row's open cells; another hash means that they were edited."""
    parts = [
        _value_text(value, item),
        why.code.number if why else "",
        _as_cell_text(why.text if why else ""),
    ]
    # 48 bits are plenty: a row is compared with itself only.
    return sha256("\n\n".join(parts).encode()).hexdigest()[:12]


def _value_text(value: Answer | Decimal | None, item: Item | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        # 1 and 1.00 are the same points.
        return format(value.normalize(), "f")
    if value.value is None or item is None:
        # The signs keep a reason from looking like a value.
        return f"- {_as_cell_text(value.not_arisen or '')}"
    return f"= {_as_cell_text(format_value(value.value, item))}"


def _as_cell_text(text: str) -> str:
    """Return a text as a cell gives it back."""
    return unicodedata.normalize("NFC", clean_cell_text(cut_to_cell(text))).strip()


def not_arisen_reason(typed_reason: str, reason: str) -> str:
    """Return why nothing arose; without typed words, the words of the reason or a default."""
    return typed_reason.strip(" :") or reason.strip() or "tỉnh thẩm định là không phát sinh"


def initial_points(row: CriterionRow) -> tuple[Decimal | None, DifferenceReason | None]:
    """Return points and reason that the open cells of a criterion hold at first."""
    return row.fixed, row.why if row.fixed is not None else None


def initial_answer(row: InputRow) -> tuple[Answer | None, DifferenceReason | None]:
    """Return answer and reason that the open cells of a figure hold at first."""
    answer, why = row.appraised, row.why
    if answer is None or why is None:
        return None, None
    if answer.value is None:
        answer = replace(answer, not_arisen=not_arisen_reason(answer.not_arisen or "", why.text))
    return answer, why
