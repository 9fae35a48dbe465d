"""Values of items as TOML writes them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind, ItemValue, TableRow

T = TypeVar("T")


class AnswerFaultError(ValueError):
    """A value that is no answer to the item; the message is Vietnamese."""


def read_answer(item: Item, raw: object) -> Answer:
    """An answer: a value, `{ not_arisen = "…" }` or `{ value = …, as_of = …, note = … }`."""
    if not isinstance(raw, dict):
        return Answer(value=read_value(item, raw))
    if "not_arisen" in raw:
        reason = raw["not_arisen"]
        if not isinstance(reason, str) or set(raw) != {"not_arisen"}:
            raise AnswerFaultError(f'“{item.id}”: ghi {{ not_arisen = "lý do" }}')
        return Answer(not_arisen=reason)
    if "value" not in raw:
        return Answer(value=read_value(item, raw))
    as_of, note = raw.get("as_of"), raw.get("note", "")
    known = set(raw) <= {"value", "as_of", "note"} and isinstance(note, str)
    if not known or not (as_of is None or is_day(as_of)):
        raise AnswerFaultError(f"“{item.id}”: chỉ dùng value, as_of (ngày) và note")
    day = as_of if isinstance(as_of, date) else None
    return Answer(value=read_value(item, raw["value"]), as_of=day, note=note)


def read_value(item: Item, raw: object) -> ItemValue:
    """A TOML value as a value of the item's kind."""
    reader = _READERS.get(item.kind)
    return read_number(item.id, raw) if reader is None else reader(item, raw)


def read_number(key: str, raw: object) -> Decimal:
    """A number as written."""
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise AnswerFaultError(
            f"“{key}”: “{raw}” không phải là số; hãy ghi số, không đặt trong nháy"
        )
    number = Decimal(raw)
    if not number.is_finite():
        raise AnswerFaultError(f"“{key}”: “{raw}” không phải là số hữu hạn")
    return number


def is_day(raw: object) -> bool:
    """Whether a TOML value is a date without a time."""
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _expected(item: Item, raw: object, kind: type[T], want: str) -> T:
    if not isinstance(raw, kind) or isinstance(raw, datetime):
        raise AnswerFaultError(f"“{item.id}”: “{raw}” không đúng kiểu; hãy ghi {want}")
    return raw


def _known_option(item: Item, option: object) -> str:
    if not isinstance(option, str) or option not in (item.options or {}):
        options = ", ".join(item.options or {})
        raise AnswerFaultError(f"“{item.id}”: không có lựa chọn “{option}”; hãy chọn {options}")
    return option


def _choice(item: Item, raw: object) -> ItemValue:
    return _known_option(item, raw)


def _checklist(item: Item, raw: object) -> ItemValue:
    ticked = {_known_option(item, key) for key in _expected(item, raw, list, '["mã", "mã"]')}
    return tuple(key for key in item.options or {} if key in ticked)


def _table(item: Item, raw: object) -> ItemValue:
    return tuple(_row(item, row) for row in _expected(item, raw, list, "danh sách các dòng"))


def _row(item: Item, raw: object) -> TableRow:
    columns = item.columns or {}
    if not isinstance(raw, dict) or not set(raw) <= set(columns):
        raise AnswerFaultError(f"“{item.id}”: dòng {raw!r} không đúng cột ({', '.join(columns)})")
    return {key: _cell(item, key, raw[key]) for key in columns if key in raw}


def _cell(item: Item, column: str, raw: object) -> str | Decimal | date:
    kind = (item.columns or {})[column]
    name = Item(f"{item.id}.{column}", "", ItemKind(kind))
    if kind == "text":
        return _expected(name, raw, str, "chữ")
    return _expected(name, raw, date, "ngày") if kind == "date" else read_number(name.id, raw)


def _external(item: Item, raw: object) -> ItemValue:
    if not isinstance(raw, dict):
        return ExternalScore(read_number(item.id, raw), item.source)
    source, as_of = raw.get("source", item.source), raw.get("as_of")
    known = set(raw) <= {"score", "source", "as_of"} and isinstance(source, str)
    if not known or not (as_of is None or is_day(as_of)):
        raise AnswerFaultError(f"“{item.id}”: chỉ dùng score, source và as_of (ngày)")
    day = as_of if isinstance(as_of, date) else None
    return ExternalScore(read_number(item.id, raw.get("score")), str(source), day)


_READERS: Mapping[ItemKind, Callable[[Item, object], ItemValue]] = {
    ItemKind.YES_NO: lambda item, raw: _expected(item, raw, bool, "true hoặc false"),
    ItemKind.DATE: lambda item, raw: _expected(item, raw, date, "ngày, ví dụ 2026-01-31"),
    ItemKind.TEXT: lambda item, raw: _expected(item, raw, str, "chữ trong dấu nháy"),
    ItemKind.CHOICE: _choice,
    ItemKind.CHECKLIST: _checklist,
    ItemKind.TABLE: _table,
    ItemKind.EXTERNAL: _external,
}
