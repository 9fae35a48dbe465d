"""The fields of a criterion, with the sources they come from."""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise

from PySide6 import QtWidgets

from xa_report.domain.finding import Finding
from xa_report.domain.item import Item, ItemKind
from xa_report.ui.pane.field import Field
from xa_report.ui.pane.telling import first_open
from xa_report.ui.place import Place
from xa_report.ui.widgets.labels import label
from xa_report.workflow.commune.report_changes import ReportChanges


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
            field.enter_pressed.connect(following.setFocus)

    def refresh(self) -> None:
        """Show what is stored now."""
        findings = self._first_findings()
        for item, field in self.fields.items():
            field.refresh(self._desk.work, findings.get(item))

    def show_changes(self, changes: ReportChanges) -> None:
        """Show anew the fields whose answer, finding or right to be edited differs."""
        if changes.state:
            self.refresh()
        elif changes.findings or changes.items & self.fields.keys():
            findings = self._first_findings()
            for item, field in self.fields.items():
                if item in changes.items or field.finding != findings.get(item):
                    field.refresh(self._desk.work, findings.get(item))

    def _first_findings(self) -> Mapping[str, Finding]:
        """Return the finding to be told below each field; only fields that have one."""
        findings: dict[str, list[Finding]] = {}
        for finding in self._desk.work.assessment.findings:
            if finding.place.kind in ("item", "check"):
                # A check between several items is told below the last of them.
                here = [item for item in finding.place.items if item in self.fields]
                for item in here[-1:]:
                    findings.setdefault(item, []).append(finding)
        first = {item: first_open(named) for item, named in findings.items()}
        return {item: finding for item, finding in first.items() if finding is not None}


def _source(item: Item) -> str:
    """The source to be told below a field; an external score tells its own."""
    return "" if item.kind is ItemKind.EXTERNAL else item.source
