"""One typed editor for each kind of item."""

from collections.abc import Callable, Mapping

from xa_report.domain.item import Item, ItemKind
from xa_report.ui.editors.checklist import ChecklistEditor
from xa_report.ui.editors.choice import ChoiceEditor
from xa_report.ui.editors.day import DayEditor
from xa_report.ui.editors.editor import Editor
from xa_report.ui.editors.external import ExternalEditor
from xa_report.ui.editors.number import NumberEditor
from xa_report.ui.editors.table import TableEditor
from xa_report.ui.editors.text import TextEditor
from xa_report.ui.editors.yes_no import YesNoEditor

EDITORS: Mapping[ItemKind, Callable[[Item], Editor]] = {
    ItemKind.COUNT: NumberEditor,
    ItemKind.DECIMAL: NumberEditor,
    ItemKind.MONEY: NumberEditor,
    ItemKind.PERCENT: NumberEditor,
    ItemKind.DATE: DayEditor,
    ItemKind.YES_NO: YesNoEditor,
    ItemKind.CHOICE: ChoiceEditor,
    ItemKind.CHECKLIST: ChecklistEditor,
    ItemKind.TEXT: TextEditor,
    ItemKind.TABLE: TableEditor,
    ItemKind.EXTERNAL: ExternalEditor,
}


def editor_for(item: Item) -> Editor:
    """The editor of an item."""
    return EDITORS[item.kind](item)
