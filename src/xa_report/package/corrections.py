"""Part of a record that a correction must leave unchanged: its hash, and changes in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from msgspec import to_builtins

from xa_report.assess.record_check import without_province_answers
from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import ReopenedFields, collect_reopened_fields
from xa_report.package.report_json import report_document
from xa_report.package.report_record import ReportRecord

JsonParts = Mapping[str, Any]

UNLOCKED_FIELDS = frozenset(
    {
        "documentType", "specVersion", "sequence", "replaces", "reasons", "letterhead", "outcome",
        "log", "correction", "layout", "compared",
    }
)  # fmt: skip
"""Fields of `report.json` that every submission states anew."""
WHOLE_PART_SENTENCES = {
    "unit": "Thông tin đơn vị đã đổi so với lần nộp trước.",
    "period": "Kỳ báo cáo đã đổi so với lần nộp trước.",
    "definitions": "Bộ tiêu chí hoặc kế hoạch đã đổi so với lần nộp trước.",
}


def locked_part(record: ReportRecord, opened: ReopenedFields) -> dict[str, Any]:
    """Return `report.json` without the unlocked fields and the fields of reopened criteria."""
    whole = to_builtins(report_document(record))
    locked = {key: value for key, value in whole.items() if key not in UNLOCKED_FIELDS}
    closed = (("answers", opened.items), ("manual", opened.codes), ("explanations", opened.codes))
    for name, free in closed:
        locked[name] = {key: value for key, value in whole[name].items() if key not in free}
    locked["evidence"] = [use for use in whole["evidence"] if use["criterion"] not in opened.codes]
    return locked


def unchanged_hash(record: ReportRecord, opened: ReopenedFields) -> str:
    """Return the SHA-256 over the canonical JSON of the locked part, in hexadecimal digits."""
    return sha256(dump_bytes(locked_part(record, opened))).hexdigest()


def unexpected_changes(
    before: ReportRecord,
    after: ReportRecord,
    form: Form,
    plans: Sequence[Plan],
    codes: Sequence[str],
) -> tuple[str, ...]:
    """Return a Vietnamese sentence for each change outside of the reopened codes.

    In the order of the fields of `report.json`; empty when nothing changed. Raise KeyError when a
    code is none of the form's.
    """
    opened = collect_reopened_fields(form, codes)
    # Answers to items that the province fills count in neither: earlier versions packed some.
    old, new = (
        locked_part(
            replace(record, report=without_province_answers(record.report, form, plans)), opened
        )
        for record in (before, after)
    )
    items = dict(form.items)
    for plan in plans:
        items = {**plan.items, **items}  # the form's own label wins over a plan's
    return tuple(_change_sentences(old, new, items))


def _change_sentences(old: JsonParts, new: JsonParts, items: Mapping[str, Item]) -> Iterator[str]:
    for name in _differing_keys(old, new):
        if name == "answers":
            for ref in _differing_keys(old[name], new[name]):
                label = f"“{items[ref].label}” ({ref})" if ref in items else f"“{ref}”"
                yield f"Số liệu {label} đã đổi dù không tiêu chí nào dùng nó được mở lại."
        elif name == "manual":
            yield from _code_sentences("Điểm tự chấm", _differing_keys(old[name], new[name]))
        elif name == "explanations":
            yield from _code_sentences("Giải trình", _differing_keys(old[name], new[name]))
        elif name == "evidence":
            uses = _by_criterion(old[name]), _by_criterion(new[name])
            yield from (
                _code_sentences("Tài liệu kiểm chứng", _differing_keys(*uses))
                if uses[0] != uses[1]
                else ["Thứ tự tài liệu kiểm chứng đã đổi so với lần nộp trước."]
            )
        else:
            yield WHOLE_PART_SENTENCES.get(name, f"Mục “{name}” đã đổi so với lần nộp trước.")


def _code_sentences(subject: str, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        yield f"{subject} của tiêu chí {code} đã đổi dù tiêu chí này không được mở lại."


def _differing_keys(old: JsonParts, new: JsonParts) -> list[str]:
    keys = dict.fromkeys((*old, *new))  # unlike a set, in an order that stays the same
    return [key for key in keys if old.get(key) != new.get(key)]


def _by_criterion(uses: Sequence[JsonParts]) -> dict[str, list[JsonParts]]:
    uses_by_code: dict[str, list[JsonParts]] = {}
    for use in uses:
        uses_by_code.setdefault(str(use["criterion"]), []).append(use)
    return uses_by_code
