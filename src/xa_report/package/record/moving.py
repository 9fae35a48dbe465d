"""What a correction moved outside of the criteria that were reopened, in sentences."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from xa_report.domain.form import Form
from xa_report.domain.item import Item
from xa_report.domain.plan import Plan
from xa_report.domain.receipt import collect_reopened_fields
from xa_report.package.record.record import Record
from xa_report.package.record.unchanged import locked_part

Parts = Mapping[str, Any]
WHOLE = {
    "unit": "Thông tin đơn vị đã đổi so với lần nộp trước.",
    "period": "Kỳ báo cáo đã đổi so với lần nộp trước.",
    "definitions": "Bộ tiêu chí hoặc kế hoạch đã đổi so với lần nộp trước.",
}


def moved(
    before: Record, after: Record, form: Form, plans: Sequence[Plan], codes: Sequence[str]
) -> tuple[str, ...]:
    """Sentences naming what moved outside of the reopened codes; empty when nothing did.

    Raise KeyError when a code is none of the form's.
    """
    opened = collect_reopened_fields(form, codes)
    old, new = locked_part(before, opened), locked_part(after, opened)
    items = dict(form.items)
    for plan in plans:
        items = {**plan.items, **items}
    return tuple(_sentences(old, new, items))


def _sentences(old: Parts, new: Parts, items: Mapping[str, Item]) -> Iterator[str]:
    for name in _differing(old, new):
        if name == "answers":
            for ref in _differing(old[name], new[name]):
                label = f"“{items[ref].label}” ({ref})" if ref in items else f"“{ref}”"
                yield f"Số liệu {label} đã đổi dù không tiêu chí nào dùng nó được mở lại."
        elif name == "manual":
            yield from _named("Điểm tự chấm", _differing(old[name], new[name]))
        elif name == "explanations":
            yield from _named("Giải trình", _differing(old[name], new[name]))
        elif name == "evidence":
            uses = _by_criterion(old[name]), _by_criterion(new[name])
            yield from (
                _named("Tài liệu kiểm chứng", _differing(*uses))
                if uses[0] != uses[1]
                else ["Thứ tự tài liệu kiểm chứng đã đổi so với lần nộp trước."]
            )
        else:
            yield WHOLE.get(name, f"Mục “{name}” đã đổi so với lần nộp trước.")


def _named(what: str, codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        yield f"{what} của tiêu chí {code} đã đổi dù tiêu chí này không được mở lại."


def _differing(old: Parts, new: Parts) -> list[str]:
    keys = dict.fromkeys((*old, *new))
    return [key for key in keys if old.get(key) != new.get(key)]


def _by_criterion(uses: Sequence[Parts]) -> dict[str, list[Parts]]:
    found: dict[str, list[Parts]] = {}
    for use in uses:
        found.setdefault(str(use["criterion"]), []).append(use)
    return found
