"""The documents that prove a criterion: list, add, correct, open, remove."""

import tempfile
from pathlib import Path

from PySide6 import QtCore, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.ui.dialogs.citing import CiteDialog
from xa_report.ui.place import Place
from xa_report.ui.widgets.card import Card
from xa_report.ui.widgets.labels import ElidedLabel, label
from xa_report.workflow.work import Proof

NONE_YET = "Chưa có tài liệu nào. Nhấn “Thêm tài liệu…” để đính kèm văn bản, ảnh chụp màn hình…"


class ProofLine(QtWidgets.QWidget):
    """One document.

    Signals:
        opened(str), corrected(str), removed(str): what is wanted of a file, by its hash.
    """

    opened = QtCore.Signal(str)
    corrected = QtCore.Signal(str)
    removed = QtCore.Signal(str)

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
            self._button("Mở", self.opened, sha256),
            self._button("Sửa", self.corrected, sha256),
            self._button("Gỡ", self.removed, sha256),
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


class EvidenceCard(Card):
    """Every document of one criterion."""

    def __init__(self, code: str, place: Place) -> None:
        super().__init__("Tài liệu kiểm chứng")
        self._code = code
        self._place = place
        self._shown: tuple[tuple[Evidence, ...], bool] | None = None
        self._lines = QtWidgets.QVBoxLayout()
        self._lines.setSpacing(2)
        self._count = ElidedLabel("muted")
        self.head.insertWidget(1, self._count)
        self.add_button = QtWidgets.QPushButton("Thêm tài liệu…")
        self.add_button.setToolTip("Ctrl+D")
        self.add_button.clicked.connect(self.attach)
        self.head.addWidget(self.add_button)
        self._empty = label(NONE_YET, "muted", wrap=True)
        self.column.addWidget(self._empty)
        self.column.addLayout(self._lines)

    def refresh(self) -> None:
        """Show the documents that are attached now."""
        desk = self._place.desk
        proofs = desk.work.report.evidence_of(self._code)
        self.add_button.setEnabled(desk.editable)
        self._count.show_text(self._need(len(proofs)))
        if self._shown != (proofs, desk.editable):
            self._shown = proofs, desk.editable
            self._rebuild(proofs)

    @QtCore.Slot()
    def attach(self) -> None:
        """Ask for a file, then for how it is cited."""
        if not self._place.desk.editable:
            return
        source = self._place.asking.proof(self)
        if source is not None:
            self._cite(source)

    def _cite(self, source: Path) -> None:
        dialog = CiteDialog(source.name, parent=self)
        dialog.accepted.connect(
            lambda: self._place.desk.attach(
                Proof(self._code, source, dialog.document(), dialog.page())
            )
        )
        dialog.open()

    def _need(self, have: int) -> str:
        rule = self._place.desk.work.form.criterion(self._code).evidence
        if not rule.required:
            return f"({have})"
        instead = "; thiếu thì phải giải trình" if rule.or_explain else ""
        return f"({have}, cần ít nhất {rule.minimum}{instead})"

    def _rebuild(self, proofs: tuple[Evidence, ...]) -> None:
        while (taken := self._lines.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._empty.setVisible(not proofs)
        for proof in proofs:
            line = ProofLine(proof, editable=self._place.desk.editable)
            line.opened.connect(self._open)
            line.corrected.connect(self._correct)
            line.removed.connect(self._remove)
            self._lines.addWidget(line)
            line.show()

    def _find(self, sha256: str) -> Evidence:
        proofs = self._place.desk.work.report.evidence_of(self._code)
        return next(proof for proof in proofs if proof.file.sha256 == sha256)

    def _open(self, sha256: str) -> None:
        folder = Path(tempfile.mkdtemp(prefix="xa-report-"))
        self._place.asking.show(self._place.desk.take_out(self._find(sha256).file, folder))

    def _correct(self, sha256: str) -> None:
        proof = self._find(sha256)
        dialog = CiteDialog(proof.file.name, proof, parent=self)
        dialog.accepted.connect(lambda: self._place.desk.cite(sha256, dialog.document()))
        dialog.open()

    def _remove(self, sha256: str) -> None:
        self._place.desk.detach(self._code, sha256)


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
