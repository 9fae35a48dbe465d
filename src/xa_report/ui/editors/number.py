"""Counts, decimals, money and percentages."""

from xa_report.domain import item_values
from xa_report.domain.item import Item, ItemKind, ItemValue
from xa_report.ui.editors.editor import Editor, in_a_row
from xa_report.ui.widgets.line import NumberLine

WIDTH, MONEY_WIDTH = 112, 150


class NumberEditor(Editor):
    """A line of digits; `1.234,5` and the keypad's dot are both understood."""

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.line = NumberLine(item.label)
        self.line.setFixedWidth(MONEY_WIDTH if item.kind is ItemKind.MONEY else WIDTH)
        in_a_row(self).addWidget(self.line)
        self.setFocusProxy(self.line)
        self.line.text_committed.connect(self._leave)
        self.line.enter_pressed.connect(self.enter_pressed)

    def show_value(self, value: ItemValue | None) -> None:
        self.line.show_stored("" if value is None else item_values.format_value(value, self.item))

    def _leave(self, text: str) -> None:
        if self.line.changed:
            self.line.mark_wrong(wrong=not self.take(text))
        elif self.line.wrong:
            self.line.mark_wrong(wrong=False)
            self.value_rejected.emit("")
