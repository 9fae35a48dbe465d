"""Several options to tick; none of them is an answer as well."""

from PySide6 import QtWidgets

from xa_report.domain.item import Item, ItemValue
from xa_report.ui.editors.editor import Editor

NONE_OF_THEM = "Không có nội dung nào"


class ChecklistEditor(Editor):
    """Boxes to tick, and one that says none of them applies."""

    wide = True

    def __init__(self, item: Item) -> None:
        super().__init__(item)
        self.boxes = {key: QtWidgets.QCheckBox(text) for key, text in (item.options or {}).items()}
        self.none = QtWidgets.QCheckBox(NONE_OF_THEM)
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for box in (*self.boxes.values(), self.none):
            box.setAccessibleName(f"{item.label}: {box.text()}")
            box.setToolTip(box.text())
            box.setMinimumWidth(60)
            box.setSizePolicy(
                QtWidgets.QSizePolicy.Policy.Maximum, QtWidgets.QSizePolicy.Policy.Fixed
            )
            column.addWidget(box)
        for box in self.boxes.values():
            box.clicked.connect(self._tick)
        self.none.clicked.connect(self._tick_none)
        self.setFocusProxy(next(iter(self.boxes.values()), self.none))

    def show_value(self, value: ItemValue | None) -> None:
        ticked = value if isinstance(value, tuple) else ()
        for key, box in self.boxes.items():
            box.setChecked(key in ticked)
        self.none.setChecked(value == ())

    def _tick(self) -> None:
        self.value_edited.emit(tuple(key for key, box in self.boxes.items() if box.isChecked()))

    def _tick_none(self, ticked: bool) -> None:
        self.value_edited.emit(() if ticked else None)
