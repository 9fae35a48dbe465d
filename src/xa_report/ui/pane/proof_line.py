"""One document in one line: how it is cited, page and size, and what can be done with it."""

from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.ui.widgets.labels import ElidedLabel, label


class ProofLine(QtWidgets.QWidget):
    """One document.

    Signals:
        open_requested(str), correction_requested(str), removal_requested(str): of a file, by its
            hash.
    """

    open_requested = QtCore.Signal(str)
    correction_requested = QtCore.Signal(str)
    removal_requested = QtCore.Signal(str)

    def __init__(self, proof: Evidence, *, editable: bool) -> None:
        super().__init__()
        sha256 = proof.file.sha256
        name = ElidedLabel()
        name.show_text(proof.file.document.citation or proof.file.name)
        facts = label(facts_of(proof), "muted")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(name, 1)
        row.addWidget(facts)
        self.buttons = [
            self._button("Mở", self.open_requested, sha256),
            self._button("Sửa", self.correction_requested, sha256),
            self._button("Gỡ", self.removal_requested, sha256),
        ]
        for button in self.buttons:
            button.setAccessibleName(f"{button.text()}: {name.text()}")
            row.addWidget(button)
        for button in self.buttons[1:]:
            button.setEnabled(editable)

    def _button(
        self, text: str, signal: QtCore.SignalInstance, sha256: str
    ) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setProperty("look", "link")
        button.clicked.connect(lambda: signal.emit(sha256))
        return button


def facts_of(proof: Evidence) -> str:
    """Page, kind and size: `trang 4 · PDF 1,2 MB`."""
    kind = Path(proof.file.name).suffix.removeprefix(".").upper() or "tệp"
    named = f"trang {proof.page}" if proof.page[:1].isdigit() else proof.page
    page = f"{named} · " if proof.page else ""
    return f"{page}{kind} {size_text(proof.file.size)}"


def size_text(size: int) -> str:
    """A size as people read it."""
    if size >= 100_000:
        return f"{size / 1_000_000:.1f} MB".replace(".", ",")
    return f"{max(size / 1000, 0.1):.1f} kB".replace(".", ",")
