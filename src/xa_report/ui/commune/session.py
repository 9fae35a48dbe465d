"""The open commune file and its period: every edit of the window, and whether it is allowed."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from PySide6 import QtCore

from xa_report.commune.report_states import ReportAct, is_allowed
from xa_report.domain.dates import Clock, in_vietnam, utc_now
from xa_report.domain.evidence import CitedDocument, EvidenceFile
from xa_report.domain.finding import Finding, FindingCode
from xa_report.domain.item import Answer, ItemValue
from xa_report.domain.period import Period
from xa_report.errors import XaReportError
from xa_report.ui.shared.drafts import DraftStore
from xa_report.workflow.commune import report
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.database_file import CommuneFile
from xa_report.workflow.commune.report import NewEvidence
from xa_report.workflow.commune.report_changes import ReportChanges, compare_work


class ReportSession(QtCore.QObject):
    """One open commune file and one period of it.

    Signals:
        report_changed(object): an edit was stored, undone or redone; the ReportChanges.
        period_changed(): another period was opened.
        reason_requested(object): the user wants to give the reason of a warning; its Finding.
        edit_rejected(str): an edit was not stored; why, and what to do.
    """

    report_changed = QtCore.Signal(object)
    period_changed = QtCore.Signal()
    reason_requested = QtCore.Signal(object)
    edit_rejected = QtCore.Signal(str)

    def __init__(self, commune: CommuneFile, period: Period, clock: Clock = utc_now) -> None:
        super().__init__()
        self.commune = commune
        self.clock = clock
        self.work = report.load_report(commune, period)
        self.saved_at: datetime | None = None
        self._drafts: dict[Period, DraftStore] = {}

    @property
    def drafts(self) -> DraftStore:
        """The texts of this period that were typed and refused; closing the window ends them."""
        return self._drafts.setdefault(self.work.period, DraftStore())

    @property
    def is_editable(self) -> bool:
        """True when the file is open for writing and the state of the report allows edits."""
        return not self.commune.read_only and is_allowed(self.work.report.state, ReportAct.EDIT)

    @property
    def today(self) -> date:
        """The date of the clock."""
        return in_vietnam(self.clock()).date()

    def stored_value(self, item: str) -> tuple[ItemValue | None, str | None]:
        """Return the value of an answer, or why it is not arisen; drafts end when this changes."""
        answer = self.work.report.answers.get(item) or Answer()
        return answer.value, answer.not_arisen

    def can_answer_item(self, item: str) -> bool:
        """Return whether an item can be answered now."""
        return self.is_editable and self.work.can_answer(item)

    def can_edit_criterion(self, code: str) -> bool:
        """Return whether points, explanation and evidence of a criterion can be changed now."""
        return self.is_editable and self.work.can_change_criterion(code)

    def open_period(self, period: Period) -> None:
        """Load the report of another period."""
        self.work = report.load_report(self.commune, period)
        self.saved_at = None
        self.period_changed.emit()

    def set_answer(self, item: str, answer: Answer | None) -> None:
        """Store an answer, or remove it with None; an equal one is not stored again."""
        if answer != self.work.report.answers.get(item):
            self._store(lambda: report.set_answer(self.commune, self.work, item, answer))

    def set_points(self, code: str, points: Decimal | None) -> None:
        """Store points that are scored by hand, or remove them with None."""
        self._store(lambda: report.set_manual_points(self.commune, self.work, code, points))

    def set_explanation(self, code: str, text: str) -> None:
        """Store the explanation of a criterion; an empty text removes it."""
        self._store(lambda: report.set_explanation(self.commune, self.work, code, text))

    def set_reason(self, finding: Finding, text: str) -> None:
        """Store the reason of a warning; for a missing explanation the explanation itself."""
        if finding.code == FindingCode.EXPLANATION_MISSING.number:
            self.set_explanation(finding.place.criterion, text)
        else:
            self._store(
                lambda: report.set_warning_reason(self.commune, self.work, finding.key, text)
            )

    def attach_evidence(self, evidence: NewEvidence) -> None:
        """Attach a document to a criterion."""
        self._store(lambda: report.attach_evidence(self.commune, self.work, evidence))

    def detach_evidence(self, code: str, sha256: str) -> None:
        """Remove a document from a criterion."""
        self._store(lambda: report.detach_evidence(self.commune, self.work, code, sha256))

    def rename_evidence(self, code: str, sha256: str, name: str) -> None:
        """Rename a document that is attached to a criterion."""
        self._store(lambda: report.rename_evidence(self.commune, self.work, code, sha256, name))

    def set_citation(self, code: str, sha256: str, document: CitedDocument) -> None:
        """Store the citation of a document at a criterion."""
        self._store(lambda: report.cite_document(self.commune, self.work, code, sha256, document))

    def extract_evidence(self, file: EvidenceFile, folder: Path) -> Path:
        """Copy an attached document into a folder and return the path of the copy."""
        return report.extract_evidence(self.commune, file, folder)

    def undo(self) -> None:
        """Undo the last stored step."""
        self._store(lambda: report.undo_last_step(self.commune, self.work)[0])

    def redo(self) -> None:
        """Redo the step that was undone last."""
        self._store(lambda: report.redo_last_step(self.commune, self.work)[0])

    def _store(self, edit: Callable[[], AssessedReport]) -> None:
        before = self.work
        try:
            self.work = edit()
        except XaReportError as error:
            self.edit_rejected.emit(str(error))
            return
        changes = compare_work(before, self.work)
        self._drop_stale_drafts(changes)
        if not changes.is_empty:
            self.saved_at = self.clock()
            self.report_changed.emit(changes)

    def _drop_stale_drafts(self, changes: ReportChanges) -> None:
        # Not left to the fields: that of an item that changed may not be on screen.
        if changes.basis:
            self._drafts.pop(self.work.period, None)
        for item in changes.items:
            self.drafts.find_texts(item, self.stored_value(item))
        for code in changes.manual:
            self.drafts.find_texts(code, self.work.report.manual.get(code))
