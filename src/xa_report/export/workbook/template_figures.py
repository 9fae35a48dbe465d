"""The template's sheet of items: one row each, a row more for each entry of a checklist."""

from collections.abc import Mapping
from dataclasses import dataclass

from xa_report.domain.item import Answer, ExternalScore, Item, ItemKind
from xa_report.domain.item_values import format_value
from xa_report.domain.report import Report
from xa_report.export.workbook import styles
from xa_report.export.workbook import template_layout as layout
from xa_report.export.workbook.pen import Pen
from xa_report.export.workbook.template_cells import plain, shape_of, write_plain
from xa_report.export.workbook.template_lists import Lists

ADVICE = (
    "Chỉ nhập vào ô nền vàng nhạt. Không có gì để báo cáo thì ghi lý do ở cột “Không phát sinh vì”"
    " và để trống cột “Giá trị”; số 0 vẫn là một giá trị."
)


@dataclass(frozen=True, slots=True)
class FiguresSheet:
    """Writes the sheet with what is already known."""

    pen: Pen
    lists: Lists
    report: Report
    previous: Report | None

    def write(self, items: Mapping[str, Item], subtitle: str) -> None:
        """All rows, heads and the set-up of the sheet."""
        pen = self.pen
        pen.titles("Số liệu để tự đánh giá", subtitle)
        pen.text("A3", ADVICE, styles.SUBTITLE)
        pen.heads(layout.HEAD_ROW, layout.FIGURE_HEADS)
        pen.widths(layout.FIGURE_HEADS)
        row = layout.FIRST_ROW
        for item in items.values():
            answer = self.report.answers.get(item.id, Answer())
            self._item(row, item, answer)
            row += 1
            if item.kind is ItemKind.CHECKLIST:
                row = self._ticks(row, item, answer)
        self.lists.attach(pen.sheet)
        pen.page(layout.HEAD_ROW, f"C{layout.FIRST_ROW}")

    def _item(self, row: int, item: Item, answer: Answer) -> None:
        pen, value = self.pen, answer.value
        pen.text(f"A{row}", item.id, styles.QUIET)
        pen.text(f"B{row}", f"{item.label}\n({item.note})" if item.note else item.label)
        pen.text(f"C{row}", item.unit, styles.CENTRE)
        self._before(f"D{row}", item)
        write_plain(pen, f"{layout.VALUE}{row}", plain(value, item), shape_of(value, item.kind))
        self.lists.check(f"{layout.VALUE}{row}", item)
        reason = _reason(answer)
        write_plain(pen, f"{layout.REASON}{row}", reason, styles.TEXT)
        as_of = value.as_of if isinstance(value, ExternalScore) else answer.as_of
        write_plain(pen, f"{layout.AS_OF}{row}", as_of or "", styles.DATE)
        self.lists.check_date(f"{layout.AS_OF}{row}")
        if item.kind is ItemKind.EXTERNAL:
            source = value.source if isinstance(value, ExternalScore) else item.source
            write_plain(pen, f"{layout.SOURCE}{row}", source, styles.TEXT)
        else:
            pen.text(f"{layout.SOURCE}{row}", item.source, styles.QUIET)
        write_plain(pen, f"{layout.NOTE}{row}", answer.note, styles.TEXT)

    def _before(self, place: str, item: Item) -> None:
        answer = self.previous.answers.get(item.id) if self.previous else None
        if answer is None or answer.value is None:
            told = "Không phát sinh" if answer and answer.not_arisen is not None else ""
            self.pen.text(place, told, styles.QUIET)
            return
        content = plain(answer.value, item)
        if isinstance(answer.value, tuple):
            content = f"{len(answer.value)} mục"
        elif isinstance(content, str):
            content = format_value(answer.value, item)
        write_plain(self.pen, place, content, shape_of(answer.value, item.kind), styles.QUIET)

    def _ticks(self, row: int, item: Item, answer: Answer) -> int:
        ticked = _ticked(answer)
        before = _ticked(self.previous.answers.get(item.id, Answer())) if self.previous else ()
        for option, label in (item.options or {}).items():
            self.pen.text(f"A{row}", layout.tick_code(item, option), styles.QUIET)
            self.pen.text(f"B{row}", f"      – {label}")
            told = layout.TICK if option in before else ""
            self.pen.text(f"D{row}", told, styles.QUIET)
            for letter in "CFGHI":
                self.pen.text(f"{letter}{row}", "", styles.QUIET)
            tick = layout.TICK if option in ticked else ""
            write_plain(self.pen, f"{layout.VALUE}{row}", tick, styles.TEXT)
            self.lists.check_tick(f"{layout.VALUE}{row}")
            row += 1
        return row


def _ticked(answer: Answer) -> tuple[object, ...]:
    return answer.value if isinstance(answer.value, tuple) else ()


def _reason(answer: Answer) -> str:
    """Why nothing arose; an empty reason must still be seen to be one."""
    if answer.not_arisen is None:
        return ""
    return answer.not_arisen.strip() or layout.NO_REASON
