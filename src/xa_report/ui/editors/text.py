"""Free text."""

from xa_report.domain.item import Item, ItemValue
from xa_report.ui.editors.editor import Editor, in_a_row
from xa_report.ui.widgets.paragraph import Paragraph


class TextEditor(Editor):
    """Some lines of text; Ctrl+Enter or leaving it stores them."""

    wide = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.paragraph = Paragraph(item.label)
        in_a_row(self).addWidget(self.paragraph)
        self.setFocusProxy(self.paragraph)
        self.paragraph.text_committed.connect(self.take)

    def show_value(self, value: ItemValue | None) -> None:
        self.paragraph.show_stored("" if value is None else str(value))
