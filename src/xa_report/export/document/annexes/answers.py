"""Annex IV: every item with its value, unit, state, reason and source."""

from collections.abc import Iterator, Sequence
from datetime import date

from reportlab.platypus import Flowable

from xa_report.assess.assessment import requested_items
from xa_report.domain.item import Answer, ExternalScore, FilledBy, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.export.document.grid import Align, Column, Row, table
from xa_report.export.document.source import Source

COLUMNS = (
    Column("STT", 11, Align.CENTRE),
    Column("Số liệu", 83),
    Column("Giá trị", 34, Align.RIGHT),
    Column("Đơn vị", 22),
    Column("Tình trạng", 25),
    Column("Lý do, ghi chú", 28),
    Column("Nguồn, ngày lấy số liệu", 46),
)
VALUE = 2
"""The column of values."""
WORDS = (ItemKind.CHOICE, ItemKind.CHECKLIST, ItemKind.TEXT, ItemKind.TABLE)
"""Kinds whose values are words, not numbers."""
LONGEST_CELL = 60
"""A longer value goes across the table, below its row."""


def answers(source: Source, place: str) -> Sequence[Flowable]:
    """All items of the form and the plans, answered or not."""
    return [table(COLUMNS, _rows(source), place)]


def _rows(source: Source) -> Iterator[Row]:
    for number, item in enumerate(_items(source), start=1):
        yield from _item_rows(number, item, source.report.answers.get(item.id))


def _items(source: Source) -> Iterator[Item]:
    """The form's items, then what the plans ask of the commune besides."""
    items, _ = requested_items(source.form, source.plans, source.report.period.year)
    for item in items.values():
        extra = item.id not in source.form.items and item.id not in source.report.answers
        if not (extra and item.filled_by is FilledBy.PROVINCE):
            yield item


def _item_rows(number: int, item: Item, answer: Answer | None) -> Iterator[Row]:
    value = format_value(answer.value, item) if answer and answer.value is not None else ""
    wide = item.kind is ItemKind.TABLE or len(value) > LONGEST_CELL
    remarks = _remarks(answer)
    rows = value.splitlines()
    below = [*(rows if wide else ()), *(_told(remarks) if len(remarks) > LONGEST_CELL else ())]
    yield Row(
        (
            str(number),
            item.label,
            _brief(item, rows) if wide else value,
            item.unit,
            _state(item, answer),
            "ghi ở dưới" if len(remarks) > LONGEST_CELL else remarks,
            _origin(item, answer),
        ),
        leads=bool(below),
        left=VALUE if item.kind in WORDS else None,
    )
    for index, text in enumerate(below, start=1):
        yield Row((f"{number}.{index}. {text}" if len(below) > 1 else f"{number}. {text}",))


def _brief(item: Item, rows: list[str]) -> str:
    return f"{len(rows)} dòng, ghi ở dưới" if item.kind is ItemKind.TABLE else "ghi ở dưới"


def _state(item: Item, answer: Answer | None) -> str:
    if answer is not None:
        return "Không phát sinh" if answer.not_arisen is not None else "Đã nhập"
    if item.filled_by is FilledBy.PROVINCE:
        return "Tỉnh nhập"
    return "Chưa có số liệu" if item.required else "Không bắt buộc"


def _told(remarks: str) -> list[str]:
    return [f"Lý do, ghi chú: {remarks}"]


def _remarks(answer: Answer | None) -> str:
    if answer is None:
        return ""
    return "\n".join(filter(None, (answer.not_arisen, answer.note)))


def _origin(item: Item, answer: Answer | None) -> str:
    """Where the figure is from and the day on which it was read."""
    value = answer.value if answer else None
    external = value if isinstance(value, ExternalScore) else None
    name = (external.source if external else "") or item.source
    day = _day(answer, external)
    return f"{name}, ngày {day:%d/%m/%Y}".lstrip(", ") if day else name


def _day(answer: Answer | None, external: ExternalScore | None) -> date | None:
    if external and external.as_of:
        return external.as_of
    return answer.as_of if answer else None
