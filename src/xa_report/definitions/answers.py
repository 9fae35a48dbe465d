"""Answers as TOML writes them: in a form's own tests, and in files that fill a report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from xa_report.definitions.answer_values import AnswerFaultError, read_answer, read_number
from xa_report.definitions.entry import did_you_mean
from xa_report.definitions.source import FaultBook, read_file
from xa_report.domain.form import Form
from xa_report.domain.item import Answer, Item
from xa_report.domain.rules.manual import ManualRule
from xa_report.domain.rules.rule import ScoringRule
from xa_report.errors import AnswerError

SECTIONS = ("answers", "explanations", "reasons", "letterhead")
LETTERHEAD = {
    "number": str, "symbol": str, "place": str, "dated": date, "recipient": str,
    "copies": list, "authority": str, "position": str, "signer": str,
}  # fmt: skip


@dataclass(slots=True)
class Filling:
    """What a file wants to enter into a report."""

    answers: dict[str, Answer] = field(default_factory=dict)
    manual: dict[str, Decimal] = field(default_factory=dict)
    """Points of criteria that are scored by hand, by code."""
    explanations: dict[str, str] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    letterhead: dict[str, "str | date | tuple[str, ...]"] = field(default_factory=dict)


def manual_codes(form: Form) -> frozenset[str]:
    """Codes of the criteria with points that are typed."""
    return frozenset(c.code for c in form.leaves() if _typed_by_hand(c.rule))


def _typed_by_hand(rule: ScoringRule | None) -> bool:
    if rule is None:
        return False
    return isinstance(rule, ManualRule) or any(_typed_by_hand(part) for part in rule.parts_of())


def read_filling(path: Path, form: Form, items: Mapping[str, Item]) -> Filling:
    """Read a TOML file of answers; raise AnswerError with all faults, each with its place."""
    book = FaultBook()
    source = read_file(path, path.name, book)
    if source is None:
        raise AnswerError(f"Tệp {path.name} không đọc được:", book.faults)
    faults = [
        f"[{key}]: phần này không có{did_you_mean(key, SECTIONS)}; hãy dùng {', '.join(SECTIONS)}."
        for key in source.data
        if key not in SECTIONS
    ]
    tables: dict[str, dict[str, object]] = {}
    for name in SECTIONS:
        table = source.data.get(name, {})
        tables[name] = table if isinstance(table, dict) else {}
        if not isinstance(table, dict):
            faults.append(f"[{name}]: phải là một bảng; hãy ghi [{name}] rồi các dòng bên dưới.")
    filling = Filling()
    _fill_answers(filling, tables["answers"], form, items, faults)
    codes = {criterion.code for criterion in form.leaves()}
    filling.explanations = _texts(tables["explanations"], "explanations", codes, faults)
    filling.reasons = _texts(tables["reasons"], "reasons", None, faults)
    _fill_letterhead(filling, tables["letterhead"], faults)
    if faults:
        raise AnswerError(f"Tệp {path.name} có {len(faults)} lỗi, chưa nhập số liệu nào:", faults)
    return filling


def _fill_answers(
    filling: Filling,
    table: Mapping[str, object],
    form: Form,
    items: Mapping[str, Item],
    faults: list[str],
) -> None:
    by_hand = manual_codes(form)
    for key, raw in table.items():
        if key not in items and key not in by_hand:
            hint = did_you_mean(key, {*items, *by_hand})
            faults.append(f"[answers] “{key}” không phải số liệu của biểu mẫu{hint}.")
            continue
        try:
            if key in by_hand:
                filling.manual[key] = read_number(key, raw)
            else:
                filling.answers[key] = read_answer(items[key], raw)
        except AnswerFaultError as error:
            faults.append(f"[answers] {error}.")


def _texts(
    table: Mapping[str, object], name: str, known: set[str] | None, faults: list[str]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, raw in table.items():
        if known is not None and key not in known:
            faults.append(f"[{name}] không có tiêu chí “{key}”; hãy ghi mã tiêu chí được chấm.")
        elif not isinstance(raw, str):
            faults.append(f"[{name}] “{key}”: phải là chữ; hãy đặt trong dấu nháy.")
        else:
            found[key] = raw
    return found


def _fill_letterhead(filling: Filling, table: Mapping[str, object], faults: list[str]) -> None:
    for key, raw in table.items():
        kind = LETTERHEAD.get(key)
        if kind is None:
            hint = did_you_mean(key, LETTERHEAD)
            faults.append(f"[letterhead] “{key}” không có{hint}.")
        elif not isinstance(raw, kind):
            faults.append(f"[letterhead] “{key}” không đúng kiểu ({kind.__name__}).")
        elif isinstance(raw, list):
            filling.letterhead[key] = tuple(str(line) for line in raw)
        elif isinstance(raw, str | date):
            filling.letterhead[key] = raw
