"""Answers in TOML: single values, and files that fill a report."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeGuard, TypeVar

from xa_report.definitions.source import MAX_SUGGESTIONS, FaultCollector, TomlTable, read_toml_file
from xa_report.definitions.table_reader import suggestion_text
from xa_report.domain.answer_validation import answer_faults
from xa_report.domain.dates import check_day
from xa_report.domain.fault import FaultCode
from xa_report.domain.form import Form
from xa_report.domain.item import (
    Answer,
    ExternalScore,
    FilledBy,
    Item,
    ItemKind,
    ItemValue,
    TableRow,
)
from xa_report.domain.number_text import ValueFaultError, check_number_size
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import ScoringRule
from xa_report.errors import AnswerError

T = TypeVar("T")
ANSWER_SECTIONS = ("answers", "explanations", "reasons", "letterhead")
LETTERHEAD_TYPES = {
    "number": str, "symbol": str, "place": str, "dated": date, "recipient": str,
    "copies": list, "authority": str, "position": str, "signer": str,
}  # fmt: skip


class AnswerFaultError(ValueError):
    """A value that is no answer to the item; the message is Vietnamese."""


def read_answer(item: Item, raw: object) -> Answer:
    """Read a value, `{ not_arisen = "…" }` or `{ value = …, as_of = …, note = … }`.

    Raise AnswerFaultError.
    """
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
    if not known or not (as_of is None or is_plain_date(as_of)):
        raise AnswerFaultError(f"“{item.id}”: chỉ dùng value, as_of (ngày) và note")
    day = as_of if isinstance(as_of, date) else None
    return Answer(value=read_value(item, raw["value"]), as_of=day, note=note)


def read_value(item: Item, raw: object) -> ItemValue:
    """Read a TOML value as a value of the item's kind; raise AnswerFaultError."""
    reader = _VALUE_READERS.get(item.kind)
    return read_number(item.id, raw) if reader is None else reader(item, raw)


def read_number(key: str, raw: object) -> Decimal:
    """Read a finite number; raise AnswerFaultError, also for a text that holds one."""
    # bool is a subclass of int.
    if isinstance(raw, bool) or not isinstance(raw, int | Decimal):
        raise AnswerFaultError(
            f"“{key}”: “{raw}” không phải là số; hãy ghi số, không đặt trong nháy"
        )
    number = Decimal(raw)
    try:
        check_number_size(number)
    except ValueFaultError as error:
        raise AnswerFaultError(f"“{key}”: {error}") from error
    return number


def is_plain_date(raw: object) -> TypeGuard[date]:
    """Return whether a TOML value is a date without a time."""
    # datetime is a subclass of date.
    return isinstance(raw, date) and not isinstance(raw, datetime)


def _require_type(item: Item, raw: object, kind: type[T], want: str) -> T:
    # A datetime is a date to isinstance, but no answer has a time.
    if not isinstance(raw, kind) or isinstance(raw, datetime):
        raise AnswerFaultError(f"“{item.id}”: “{raw}” không đúng kiểu; hãy ghi {want}")
    return raw


def _require_option(item: Item, option: object) -> str:
    if not isinstance(option, str) or option not in (item.options or {}):
        options = ", ".join(item.options or {})
        raise AnswerFaultError(f"“{item.id}”: không có lựa chọn “{option}”; hãy chọn {options}")
    return option


def _read_text(item: Item, raw: object) -> ItemValue:
    text = _require_type(item, raw, str, "chữ trong dấu nháy")
    # As in a field and in a cell: nothing written is no answer.
    if not text.strip():
        raise AnswerFaultError(f"“{item.id}”: chưa ghi nội dung; hãy ghi, hoặc bỏ dòng này")
    return text


def _read_choice(item: Item, raw: object) -> ItemValue:
    return _require_option(item, raw)


def _read_checklist(item: Item, raw: object) -> ItemValue:
    keys = [_require_option(item, key) for key in _require_type(item, raw, list, '["mã", "mã"]')]
    # Each once, which the common check sees; in the order of the item.
    return tuple(sorted(keys, key=list(item.options or {}).index))


def _read_table(item: Item, raw: object) -> ItemValue:
    return tuple(
        _read_row(item, row) for row in _require_type(item, raw, list, "danh sách các dòng")
    )


def _read_row(item: Item, raw: object) -> TableRow:
    columns = item.columns or {}
    if not isinstance(raw, dict) or not set(raw) <= set(columns):
        raise AnswerFaultError(f"“{item.id}”: dòng {raw!r} không đúng cột ({', '.join(columns)})")
    return {key: _read_cell(item, key, raw[key]) for key in columns if key in raw}


def _read_cell(item: Item, column: str, raw: object) -> str | Decimal | date:
    kind = (item.columns or {})[column]
    name = Item(f"{item.id}.{column}", "", ItemKind(kind))
    if kind == "text":
        return _require_type(name, raw, str, "chữ")
    return _require_type(name, raw, date, "ngày") if kind == "date" else read_number(name.id, raw)


def _read_external(item: Item, raw: object) -> ItemValue:
    if not isinstance(raw, dict):
        return ExternalScore(read_number(item.id, raw), item.source)
    source, as_of = raw.get("source", item.source), raw.get("as_of")
    known = set(raw) <= {"score", "source", "as_of"} and isinstance(source, str)
    if not known or not (as_of is None or is_plain_date(as_of)):
        raise AnswerFaultError(f"“{item.id}”: chỉ dùng score, source và as_of (ngày)")
    day = as_of if isinstance(as_of, date) else None
    return ExternalScore(read_number(item.id, raw.get("score")), str(source), day)


_VALUE_READERS: Mapping[ItemKind, Callable[[Item, object], ItemValue]] = {
    ItemKind.YES_NO: lambda item, raw: _require_type(item, raw, bool, "true hoặc false"),
    ItemKind.DATE: lambda item, raw: _require_type(item, raw, date, "ngày, ví dụ 2026-01-31"),
    ItemKind.TEXT: _read_text,
    ItemKind.CHOICE: _read_choice,
    ItemKind.CHECKLIST: _read_checklist,
    ItemKind.TABLE: _read_table,
    ItemKind.EXTERNAL: _read_external,
}


@dataclass(slots=True)
class AnswerFile:
    """Values of a file that are to be entered into a report."""

    answers: dict[str, Answer] = field(default_factory=dict)
    manual: dict[str, Decimal] = field(default_factory=dict)
    """Points of criteria that are scored by hand, by code."""
    explanations: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    letterhead: dict[str, "str | date | tuple[str, ...]"] = field(default_factory=dict)


def manual_codes(form: Form) -> frozenset[str]:
    """Return the codes of the criteria whose points are typed, in whole or in part."""
    return frozenset(c.code for c in form.leaves() if _has_manual_rule(c.rule))


def _has_manual_rule(rule: ScoringRule | None) -> bool:
    if rule is None:
        return False
    return isinstance(rule, ManualRule) or any(
        _has_manual_rule(part) for part in rule.inner_rules()
    )


def read_answer_file(path: Path, form: Form, items: Mapping[str, Item]) -> AnswerFile:
    """Read a TOML file of answers; raise AnswerError with all faults, each with its place."""
    collector = FaultCollector()
    source = read_toml_file(path, path.name, collector)
    if source is None:
        raise AnswerError(f"Tệp {path.name} không đọc được:", collector.faults)
    # Texts are made NFC below; a number that could not be used was replaced, and stays a fault.
    faults = [str(fault) for fault in collector.faults if fault.code != FaultCode.NOT_NFC.number]
    tables = _read_sections(_normalize_texts(source.data), faults)
    answer_file = AnswerFile()
    _fill_answers(answer_file, tables["answers"], form, items, faults)
    codes = {criterion.code for criterion in form.leaves()}
    answer_file.explanations = _read_texts(tables["explanations"], "explanations", codes, faults)
    answer_file.reasons = _read_texts(tables["reasons"], "reasons", None, faults)
    _fill_letterhead(answer_file, tables["letterhead"], faults)
    if faults:
        raise AnswerError(f"Tệp {path.name} có {len(faults)} lỗi, chưa nhập số liệu nào:", faults)
    return answer_file


def _normalize_texts(value: Any) -> Any:
    """Return a TOML value with every text in NFC, as people's editors do not all write it."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [_normalize_texts(inner) for inner in value]
    if isinstance(value, dict):
        return {_normalize_texts(key): _normalize_texts(inner) for key, inner in value.items()}
    return value


def _read_sections(data: TomlTable, faults: list[str]) -> dict[str, dict[str, object]]:
    """Return every section as a table, an empty one where it is missing or faulty."""
    for key in data:
        if key not in ANSWER_SECTIONS:
            hint, known = suggestion_text(key, ANSWER_SECTIONS), ", ".join(ANSWER_SECTIONS)
            faults.append(f"[{key}]: phần này không có{hint}; hãy dùng {known}.")
    tables: dict[str, dict[str, object]] = {}
    for name in ANSWER_SECTIONS:
        table = data.get(name, {})
        tables[name] = table if isinstance(table, dict) else {}
        if not isinstance(table, dict):
            faults.append(f"[{name}]: phải là một bảng; hãy ghi [{name}] rồi các dòng bên dưới.")
    return tables


def _fill_answers(
    answer_file: AnswerFile,
    table: Mapping[str, object],
    form: Form,
    items: Mapping[str, Item],
    faults: list[str],
) -> None:
    by_hand = manual_codes(form)
    known = {*items, *by_hand}
    for key, raw in table.items():
        if key not in items and key not in by_hand:
            hint = suggestion_text(key, known) if len(faults) < MAX_SUGGESTIONS else ""
            faults.append(f"[answers] “{key}” không phải số liệu của biểu mẫu{hint}.")
            continue
        try:
            if key in by_hand:
                answer_file.manual[key] = read_number(key, raw)
            else:
                answer = read_answer(items[key], raw)
                problems = list(answer_faults(items[key], answer, FilledBy.COMMUNE))
                faults += [f"[answers] “{key}” ({items[key].label}): {text}." for text in problems]
                if not problems:
                    answer_file.answers[key] = answer
        except AnswerFaultError as error:
            faults.append(f"[answers] {error}.")


def _read_texts(
    table: Mapping[str, object], name: str, known: set[str] | None, faults: list[str]
) -> dict[str, str]:
    texts: dict[str, str] = {}
    for key, raw in table.items():
        if known is not None and key not in known:
            faults.append(f"[{name}] không có tiêu chí “{key}”; hãy ghi mã tiêu chí được chấm.")
        elif not isinstance(raw, str):
            faults.append(f"[{name}] “{key}”: phải là chữ; hãy đặt trong dấu nháy.")
        else:
            texts[key] = raw
    return texts


def _fill_letterhead(
    answer_file: AnswerFile, table: Mapping[str, object], faults: list[str]
) -> None:
    for key, raw in table.items():
        fault = _letterhead_fault(key, raw)
        if fault:
            faults.append(f"[letterhead] “{key}”: {fault}.")
        elif isinstance(raw, list):
            answer_file.letterhead[key] = tuple(map(str, raw))
        elif isinstance(raw, str | date):
            answer_file.letterhead[key] = raw


def _letterhead_fault(key: str, raw: object) -> str:
    """Return what is wrong with a part of the letterhead, "" when nothing is."""
    kind = LETTERHEAD_TYPES.get(key)
    if kind is None:
        return f"không có phần này{suggestion_text(key, LETTERHEAD_TYPES)}; hãy xóa dòng này"
    if kind is date and is_plain_date(raw):
        return _day_fault(raw)
    is_text = isinstance(raw, str) or (
        isinstance(raw, list) and all(isinstance(line, str) for line in raw)
    )
    if kind is not date and is_text and isinstance(raw, kind):
        return ""
    wanted = {date: "ngày, ví dụ 2026-01-31", list: '["dòng 1", "dòng 2"]'}.get(kind, "chữ")
    return f"không đúng kiểu; hãy ghi {wanted}"


def _day_fault(day: date) -> str:
    try:
        check_day(day)
    except ValueFaultError as error:
        return str(error)
    return ""
