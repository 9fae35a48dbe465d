"""The one check of an answer, which every door of the program asks.

Doors are the editors of the windows, pasted cells, files that fill a report, the province's
entries, and the record of a received package. Bounds of the form (`minimum`, `maximum`) are not
looked at here: a number outside of them is stored and shown as a finding that blocks submission.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from xa_report.domain.dates import check_day
from xa_report.domain.item import (
    Answer,
    ExternalScore,
    FilledBy,
    Item,
    ItemKind,
    ItemValue,
    TableRow,
)
from xa_report.domain.item_values import check_number
from xa_report.domain.number_text import ValueFaultError
from xa_report.domain.text import strip_accents

# What officials put into a field to fill it, without accents and marks: no reason is told by it.
_EMPTY_REASONS = frozenset(
    {
        "xxx", "khong", "kps", "none", "null", "nil", "nan", "trong", "ly do", "yes", "true",
    }
)  # fmt: skip
_LEAST_REASON_LETTERS = 3
_NO_LETTERS = re.compile(r"[\W\d_]+")


def is_reason(text: str) -> bool:
    """Return whether a text tells why something did not arise: `-`, `0`, `x` and `có` do not."""
    words = _NO_LETTERS.sub(" ", strip_accents(text)).strip()
    return len(words.replace(" ", "")) >= _LEAST_REASON_LETTERS and words not in _EMPTY_REASONS


def require_valid_answer(item: Item, answer: Answer, side: FilledBy) -> None:
    """Raise ValueFaultError with the first fault of an answer that a side gives."""
    for fault in answer_faults(item, answer, side):
        raise ValueFaultError(fault)


def answer_faults(item: Item, answer: Answer, side: FilledBy) -> Iterator[str]:
    """Yield a sentence for each fault of an answer; each begins small and has no full stop.

    `side` is who gives the answer: a commune cannot answer what the province fills. The province
    may enter every item, as it corrects those of communes.
    """
    if side is FilledBy.COMMUNE and item.filled_by is FilledBy.PROVINCE:
        yield "số liệu này do tỉnh nhập; hãy để trống"
        return
    if answer.not_arisen is not None:
        if answer.value is not None:
            yield "vừa có giá trị vừa ghi không phát sinh; hãy chọn một"
        if not is_reason(answer.not_arisen):
            yield (
                f"“{answer.not_arisen}” không phải lý do; hãy ghi vì sao không phát sinh, "
                "như “Không có hồ sơ trong kỳ”"
            )
    elif answer.value is not None:
        yield from value_faults(item, answer.value)
    if answer.as_of is not None:
        yield from _day_faults(answer.as_of)


def value_faults(item: Item, value: ItemValue) -> Iterator[str]:
    """Yield a sentence for each fault of a value of an item."""
    yield from _VALUE_CHECKS[item.kind](item, value)


def _type_fault(item: Item, value: object) -> str:
    return f"“{value}” không đúng kiểu của số liệu ({item.kind})"


def _day_faults(day: date) -> Iterator[str]:
    try:
        check_day(day)
    except ValueFaultError as error:
        yield str(error)


def _number_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, Decimal):
        yield _type_fault(item, value)
        return
    try:
        check_number(value, item)
    except ValueFaultError as error:
        yield str(error)


def _date_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if isinstance(value, date):
        yield from _day_faults(value)
    else:
        yield _type_fault(item, value)


def _yes_no_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, bool):
        yield _type_fault(item, value)


def _text_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, str):
        yield _type_fault(item, value)


def _choice_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, str):
        yield _type_fault(item, value)
    elif value not in (item.options or {}):
        yield f"lựa chọn “{value}” không có trong danh sách"


def _checklist_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, tuple) or not all(isinstance(key, str) for key in value):
        yield _type_fault(item, value)
        return
    keys = [str(key) for key in value]
    for key in dict.fromkeys(keys):
        if key not in (item.options or {}):
            yield f"lựa chọn “{key}” không có trong danh sách"
        elif keys.count(key) > 1:
            yield f"lựa chọn “{key}” được đánh dấu {keys.count(key)} lần; mỗi nội dung một lần"


def _external_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, ExternalScore):
        yield _type_fault(item, value)
        return
    yield from _number_faults(item, value.score)
    if value.as_of is not None:
        yield from _day_faults(value.as_of)


def _table_faults(item: Item, value: ItemValue) -> Iterator[str]:
    if not isinstance(value, tuple) or not all(isinstance(row, Mapping) for row in value):
        yield _type_fault(item, value)
        return
    for number, row in enumerate(value, start=1):
        if isinstance(row, Mapping):
            yield from (f"dòng {number}: {fault}" for fault in _row_faults(item, row))


def _row_faults(item: Item, row: TableRow) -> Iterator[str]:
    columns = item.columns or {}
    for key, cell in row.items():
        if key not in columns:
            yield f"bảng không có cột “{key}”"
        # An empty cell is an empty text, whatever its column holds.
        elif cell != "":
            column = Item(key, key, ItemKind(columns[key]))
            yield from (f"cột {key}: {fault}" for fault in value_faults(column, cell))


_VALUE_CHECKS: Mapping[ItemKind, Callable[[Item, ItemValue], Iterator[str]]] = {
    ItemKind.COUNT: _number_faults,
    ItemKind.DECIMAL: _number_faults,
    ItemKind.MONEY: _number_faults,
    ItemKind.PERCENT: _number_faults,
    ItemKind.DATE: _date_faults,
    ItemKind.YES_NO: _yes_no_faults,
    ItemKind.CHOICE: _choice_faults,
    ItemKind.CHECKLIST: _checklist_faults,
    ItemKind.TEXT: _text_faults,
    ItemKind.TABLE: _table_faults,
    ItemKind.EXTERNAL: _external_faults,
}
