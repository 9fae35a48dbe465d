"""Sheets and columns of an appraisal workbook, shared by its writer and reader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256

from xa_report.documents.xlsx.cell_text import text_as_read
from xa_report.documents.xlsx.sheet_writer import sheet_columns
from xa_report.domain.item import Answer, Item
from xa_report.domain.item_values import format_value
from xa_report.domain.period import Period
from xa_report.domain.province.appraisal import DifferenceCode, DifferenceReason
from xa_report.domain.province.appraisal_rows import CriterionRow, InputRow
from xa_report.domain.unit import Unit

POINTS, FIGURES, LISTS, IDENTITY = "Điểm thẩm định", "Số liệu", "_danh_muc", "_tham_dinh"
FORMAT = "2"
"""Since 2 the stamp of a row knows its unit and its criterion or figure."""
HEAD_ROW, FIRST_ROW = 4, 5
UNIT, UNIT_NAME, REF = "A", "B", "C"
UNIT_HEAD, REF_HEAD, STAMP_HEAD = "Mã ĐV", "Mã", "Phiên bản"
POINTS_HEAD, FIGURE_HEAD = "Điểm thẩm định", "Số liệu thẩm định"
CODE_HEAD, TEXT_HEAD = "Mã lý do", "Nội dung lý do"
POINT_HEADS = sheet_columns(
    (UNIT_HEAD, 9), ("Đơn vị", 20), (REF_HEAD, 9), ("Tiêu chí", 44), ("Tối đa", 8), ("Tự chấm", 9),
    ("Lần 1", 9), ("Đang tính", 10), (POINTS_HEAD, 11), (CODE_HEAD, 24),
    (TEXT_HEAD, 36), ("Giải trình của xã", 34), ("Tài liệu kiểm chứng", 34),
    ("Cách tính", 40), (STAMP_HEAD, 10),
)  # fmt: skip
FIGURE_HEADS = sheet_columns(
    (UNIT_HEAD, 9), ("Đơn vị", 20), (REF_HEAD, 20), ("Số liệu", 44), ("Đơn vị tính", 11),
    ("Xã gửi", 18), ("Lần 1", 18), ("Đang tính", 18), (FIGURE_HEAD, 18),
    (CODE_HEAD, 24), (TEXT_HEAD, 36), (STAMP_HEAD, 10),
)  # fmt: skip
VALUE, CODE, TEXT = "I", "J", "K"
"""Letters for the writer only: readers find columns by their heads."""
POINT_STAMP, FIGURE_STAMP = "O", "L"
# Written by `row_stamp`; a spreadsheet takes it neither for a number nor for a date.
_STAMP = re.compile(r"v(\d{1,9})\.(\d{1,9})\.([0-9a-f]{8})\.([0-9a-f]{12})", re.ASCII)
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


@dataclass(frozen=True, slots=True)
class RowStamp:
    """State and identity of a row when the workbook was written."""

    version: int
    """Version of the register's entry."""
    submission: int
    row_hash: str
    """Of unit and criterion or figure: a stamp that stands in another row is seen."""
    content_hash: str
    """Of the open cells: another one means that they were edited."""

    def __str__(self) -> str:
        return f"v{self.version}.{self.submission}.{self.row_hash}.{self.content_hash}"


def parse_row_stamp(text: str) -> RowStamp | None:
    """Read the stamp of a row; None when it is none."""
    match = _STAMP.fullmatch(text)
    return RowStamp(int(match[1]), int(match[2]), match[3], match[4]) if match else None


def row_hash(unit: str, ref: str) -> str:
    """Hash what a row is about: the unit's code, and the criterion's or the figure's."""
    return sha256(f"{unit}\n{ref}".encode()).hexdigest()[:8]


def content_hash(
    value: Answer | Decimal | None, why: DifferenceReason | None, item: Item | None = None
) -> str:
    """Hash the content of a row's open cells; another hash means that they were edited."""
    parts = [
        _value_text(value, item),
        why.code.number if why else "",
        text_as_read(why.text if why else ""),
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
        return f"- {text_as_read(value.not_arisen or '')}"
    return f"= {text_as_read(format_value(value.value, item))}"


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
