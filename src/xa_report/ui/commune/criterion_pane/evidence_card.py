"""The card of a criterion's evidence: one row for each document."""

import tempfile
from pathlib import Path

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.evidence import Evidence
from xa_report.ui.commune.citation_dialog import CitationDialog
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.rename_dialog import RenameDialog
from xa_report.ui.shared.local_files import evidence_summary
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label
from xa_report.workflow.commune.report import NewEvidence, evidence_name_fault
from xa_report.workflow.commune.report_changes import ReportChanges


class EvidenceRow(QtWidgets.QWidget):
    """One document with its buttons.

    Signals, each with the SHA-256 of the file:
        open_requested(str): the document is to be opened.
        correction_requested(str): its citation is to be corrected.
        renaming_requested(str): its file is to be renamed; F2 asks for it too.
        removal_requested(str): it is to be removed from the criterion.
    """

    open_requested = QtCore.Signal(str)
    correction_requested = QtCore.Signal(str)
    renaming_requested = QtCore.Signal(str)
    removal_requested = QtCore.Signal(str)

    def __init__(self, evidence: Evidence, *, editable: bool) -> None:
        super().__init__()
        sha256 = evidence.file.sha256
        name = ElidedLabel()
        name.show_text(evidence.file.document.citation or evidence.file.name)
        facts = create_label(evidence_summary(evidence), "muted")
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(name)
        row.addWidget(facts)
        row.addStretch(1)
        self.buttons = [
            self._button("Mở", self.open_requested, sha256),
            self._button("Sửa", self.correction_requested, sha256),
            self._button("Đổi tên…", self.renaming_requested, sha256),
            self._button("Gỡ", self.removal_requested, sha256),
        ]
        for button in self.buttons:
            button.setAccessibleName(f"{button.text()}: {name.text()}")
            row.addWidget(button)
        for button in self.buttons[1:]:
            button.setEnabled(editable)
        self.buttons[2].setToolTip("F2")
        # Only while the focus is in this row: each row has its own.
        shortcut = QtGui.QShortcut(QtGui.QKeySequence(QtCore.Qt.Key.Key_F2), self)
        shortcut.setContext(QtCore.Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.buttons[2].click)

    def _button(
        self, text: str, signal: QtCore.SignalInstance, sha256: str
    ) -> QtWidgets.QPushButton:
        button = QtWidgets.QPushButton(text)
        button.setProperty("look", "link")
        # Of the same width in all rows, so that equal buttons stand below each other.
        fixed = QtWidgets.QSizePolicy.Policy.Fixed
        button.setSizePolicy(fixed, fixed)
        button.clicked.connect(lambda: signal.emit(sha256))
        return button


NO_EVIDENCE_TEXT = (
    "Chưa có tài liệu nào. Nhấn “Thêm tài liệu…” để đính kèm văn bản, ảnh chụp màn hình…"
)


class EvidenceCard(CardFrame):
    """Card with every document of one criterion."""

    def __init__(self, code: str, context: UiContext) -> None:
        super().__init__("Tài liệu kiểm chứng")
        self._code = code
        self._context = context
        self._shown: tuple[tuple[Evidence, ...], bool] | None = None
        self._lines = QtWidgets.QVBoxLayout()
        self._lines.setSpacing(2)
        self._count = ElidedLabel("muted")
        self.header_row.insertWidget(1, self._count)
        self.add_button = QtWidgets.QPushButton("Thêm tài liệu…")
        self.add_button.setToolTip("Ctrl+D")
        self.add_button.clicked.connect(self.add_evidence)
        self.header_row.addWidget(self.add_button)
        self.empty = create_label(NO_EVIDENCE_TEXT, "muted", wrap=True)
        self.column.addWidget(self.empty)
        self.column.addLayout(self._lines)

    def is_affected(self, changes: ReportChanges) -> bool:
        """Return whether a document, or what may be done with it, differs."""
        return self._code in changes.evidence or changes.state

    def refresh(self) -> None:
        """Show the documents that are attached now."""
        session = self._context.session
        evidence_items = session.work.report.evidence_of(self._code)
        editable = session.can_edit_criterion(self._code)
        self.add_button.setEnabled(editable)
        self._count.show_text(self._count_text(len(evidence_items)))
        # Rebuilt only when it differs: new buttons would lose the focus.
        if self._shown != (evidence_items, editable):
            self._shown = evidence_items, editable
            self._rebuild(evidence_items, editable=editable)

    @QtCore.Slot()
    def add_evidence(self) -> None:
        """Let the user choose a file and enter its citation, then attach it."""
        if not self._context.session.can_edit_criterion(self._code):
            return
        source = self._context.file_dialogs.choose_evidence(self)
        if source is not None:
            self._cite(source)

    def _cite(self, source: Path) -> None:
        dialog = CitationDialog(source.name, parent=self)
        dialog.accepted.connect(
            lambda: self._context.session.attach_evidence(
                NewEvidence(self._code, source, dialog.document(), dialog.page())
            )
        )
        dialog.open()

    def _count_text(self, count: int) -> str:
        rule = self._context.session.work.form.criterion(self._code).evidence
        if not rule.required:
            return f"({count})"
        instead = "; thiếu thì phải giải trình" if rule.or_explain else ""
        return f"({count}, cần ít nhất {rule.minimum}{instead})"

    def _rebuild(self, evidence_items: tuple[Evidence, ...], *, editable: bool) -> None:
        while (layout_item := self._lines.takeAt(0)) is not None:
            widget = layout_item.widget()
            if widget is not None:
                # deleteLater waits for the event loop; until then the row would stay visible.
                widget.hide()
                widget.deleteLater()
        self.empty.setVisible(not evidence_items)
        for evidence in evidence_items:
            row = EvidenceRow(evidence, editable=editable)
            row.open_requested.connect(self._open)
            row.correction_requested.connect(self._correct)
            row.renaming_requested.connect(self._rename)
            row.removal_requested.connect(self._remove)
            self._lines.addWidget(row)
            row.show()

    def _find(self, sha256: str) -> Evidence:
        evidence_items = self._context.session.work.report.evidence_of(self._code)
        return next(item for item in evidence_items if item.file.sha256 == sha256)

    def _open(self, sha256: str) -> None:
        folder = Path(tempfile.mkdtemp(prefix="xa-report-"))
        self._context.file_dialogs.open_path(
            self._context.session.extract_evidence(self._find(sha256).file, folder)
        )

    def _correct(self, sha256: str) -> None:
        evidence = self._find(sha256)
        dialog = CitationDialog(evidence.file.name, evidence, parent=self)
        dialog.accepted.connect(
            lambda: self._context.session.set_citation(self._code, sha256, dialog.document())
        )
        dialog.open()

    def _rename(self, sha256: str) -> None:
        session = self._context.session
        dialog = RenameDialog(
            self._find(sha256).file.name,
            lambda name: evidence_name_fault(session.work, self._code, sha256, name),
            parent=self,
        )
        dialog.accepted.connect(lambda: session.rename_evidence(self._code, sha256, dialog.name()))
        dialog.open()

    def _remove(self, sha256: str) -> None:
        self._context.session.detach_evidence(self._code, sha256)
