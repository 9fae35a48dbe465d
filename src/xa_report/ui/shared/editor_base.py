"""The base class of the editors of items, and what they have in common."""

from typing import ClassVar

from PySide6 import QtCore, QtWidgets

from xa_report.domain import item_values
from xa_report.domain.item import Item, ItemValue
from xa_report.domain.item_values import ValueFaultError


class ItemEditor(QtWidgets.QWidget):
    """Edits the value of one item.

    Signals:
        value_edited(object): a value, or None when the field was emptied.
        value_rejected(str): what stands there is no value, and why; empty when it is fine again.
        enter_pressed(): Enter was pressed: on to the next field.
    """

    value_edited = QtCore.Signal(object)
    value_rejected = QtCore.Signal(str)
    enter_pressed = QtCore.Signal()

    full_width: ClassVar[bool] = False
    """Whether it needs the whole width, below its label."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item

    def show_value(self, value: ItemValue | None) -> None:
        """Show what is stored; what is being typed stays."""
        raise NotImplementedError

    def commit_text(self, text: str) -> bool:
        """Give the value of a text, or say why there is none; whether it was taken."""
        try:
            value = item_values.parse_value(text, self.item) if text else None
        except ValueFaultError as error:
            self.value_rejected.emit(rejection_message(error))
            return False
        self.value_rejected.emit("")
        self.value_edited.emit(value)
        return True


def rejection_message(error: ValueFaultError) -> str:
    """A fault as a sentence that says what is kept."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}. Chưa lưu; nhấn Esc để lấy lại số đã lưu."


def row_layout(editor: ItemEditor) -> QtWidgets.QHBoxLayout:
    """The layout of an editor whose parts stand side by side."""
    row = QtWidgets.QHBoxLayout(editor)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    return row
