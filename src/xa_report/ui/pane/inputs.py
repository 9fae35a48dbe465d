"""The fields of a criterion, with the sources they come from."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from PySide6 import QtWidgets

from xa_report.domain.finding import Finding
from xa_report.domain.item import Item, ItemKind
from xa_report.ui.pane.field import Field
from xa_report.ui.place import Place
from xa_report.ui.widgets.labels import label


class Inputs(QtWidgets.QWidget):
    """One field below the other; Enter goes to the next."""

    def __init__(self, items: Sequence[Item], place: Place) -> None:
        super().__init__()
        self._desk = place.desk
        self.fields: Mapping[str, Field] = {item.id: Field(item, place) for item in items}
        column = QtWidgets.QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for source, group in groupby(items, key=_source):
            for item in group:
                column.addWidget(self.fields[item.id])
            if source:
                column.addWidget(label(f"Nguồn: {source}", "small", wrap=True))
        fields = list(self.fields.values())
        for field, following in pairwise(fields):
            field.advanced.connect(following.setFocus)

    def refresh(self) -> None:
        """Show what is stored now."""
        work = self._desk.work
        told: dict[str, list[Finding]] = {}
        for found in work.assessment.findings:
            if found.place.kind in ("item", "check"):
                # A check between several items is told below the last of them.
                here = [item for item in found.place.items if item in self.fields]
                for item in here[-1:]:
                    told.setdefault(item, []).append(found)
        for item, field in self.fields.items():
            field.refresh(work, told.get(item, ()))


def _source(item: Item) -> str:
    """The source to be told below a field; an external score tells its own."""
    return "" if item.kind is ItemKind.EXTERNAL else item.source
