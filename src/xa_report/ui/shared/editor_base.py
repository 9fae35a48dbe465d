"""The base class of the editors of items, and what they have in common."""

from typing import ClassVar

from PySide6 import QtCore, QtWidgets

from xa_report.domain import item_values
from xa_report.domain.item import Item, ItemValue
from xa_report.domain.number_text import AmbiguousNumberError, ValueFaultError
from xa_report.ui.shared.drafts import TypedTexts


class ItemEditor(QtWidgets.QWidget):
    """Base of the widgets that edit the value of one item.

    Signals:
        value_entered(object): a value was entered; None when the field was emptied.
        value_rejected(str): the text is no value; the reason, empty once the text is fine again.
        readings_offered(object): the text may mean one of several numbers; the readings as they can
            be typed, none once there is nothing to ask.
        enter_pressed(): Enter was pressed and the next field is to get the focus.
    """

    value_entered = QtCore.Signal(object)
    value_rejected = QtCore.Signal(str)
    readings_offered = QtCore.Signal(object)
    enter_pressed = QtCore.Signal()

    full_width: ClassVar[bool] = False
    """True when the editor stands below its label and takes the whole width."""

    def __init__(self, item: Item) -> None:
        super().__init__()
        self.item = item

    def show_value(self, value: ItemValue | None) -> None:
        """Show the stored value, None for no answer; a text being typed stays."""
        raise NotImplementedError

    def typed_texts(self) -> TypedTexts:
        """Return the texts as typed, for `restore_draft`; none of an editor that refuses none."""
        return ()

    def restore_draft(self, texts: TypedTexts) -> None:
        """Put refused texts back, and refuse them again."""

    def discard_edits(self) -> None:
        """Show the stored value in place of what was typed, and end what was said about it."""
        self.accept_text()

    def cancel_question(self) -> None:
        """Take back the text that was refused, as Esc does; by default all that was typed."""
        self.discard_edits()

    def commit_text(self, text: str) -> bool:
        """Parse a text and emit its value, or the reason why it is none.

        Return whether the text was accepted; an empty one is, as None.
        """
        try:
            value = item_values.parse_value(text, self.item) if text else None
        except ValueFaultError as error:
            self.reject_text(error)
            return False
        self.accept_text()
        self.value_entered.emit(value)
        return True

    def reject_text(self, error: ValueFaultError) -> None:
        """Emit the reason, and the readings of a number that has to be asked about."""
        self.value_rejected.emit(rejection_message(error))
        self.readings_offered.emit(offered_readings(error))

    def accept_text(self) -> None:
        """End what was said about the text."""
        # First: the message must not hide a button with the focus before the question is over.
        self.readings_offered.emit(())
        self.value_rejected.emit("")

    def choose_reading(self, text: str) -> None:
        """Put a reading in place of the text that was asked about, and store it."""
        self.commit_text(text)


def offered_readings(error: ValueFaultError) -> tuple[str, ...]:
    """Return the readings that a fault offers, as they can be typed; none for other faults."""
    return error.shown if isinstance(error, AmbiguousNumberError) else ()


def rejection_message(error: ValueFaultError) -> str:
    """Return a fault as a sentence that adds that nothing was stored."""
    text = str(error)
    return f"{text[:1].upper()}{text[1:]}. Chưa lưu; nhấn Esc để lấy lại số đã lưu."


def row_layout(editor: ItemEditor) -> QtWidgets.QHBoxLayout:
    """Create the layout of an editor whose parts stand side by side."""
    row = QtWidgets.QHBoxLayout(editor)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    return row
