"""The open case: reading it, setting points, running actions on it."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6 import QtCore

from xa_report.domain.evidence import Evidence
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.domain.province.overview import CommuneStatus
from xa_report.errors import ConflictError, XaReportError
from xa_report.ui.province.session import RegisterSession
from xa_report.workflow.province.appraisal import set_seen_points
from xa_report.workflow.province.case_sheet import CaseSheet, extract_evidence, load_case_sheet

if TYPE_CHECKING:
    from xa_report.province.register import Register


class CaseController(QtCore.QObject):
    """One of the communes that have sent, or none while nobody has.

    Signals:
        case_changed(): another commune, or the same one as it is now.
    """

    case_changed = QtCore.Signal()

    def __init__(self, session: RegisterSession) -> None:
        super().__init__()
        self._session = session
        self.sheet: CaseSheet | None = None

    @property
    def unit_code(self) -> str:
        """Of the commune that lies open; empty while none does."""
        return self.sheet.unit.code if self.sheet else ""

    def submitted_communes(self) -> list[CommuneStatus]:
        """The communes that can be opened."""
        return [line for line in self._session.overview.communes if line.sent]

    def unclosed_codes(self) -> list[str]:
        """Those that are not closed, beginning after the one that lies open."""
        sent = self.submitted_communes()
        codes = [line.unit.code for line in sent]
        place = codes.index(self.unit_code) + 1 if self.unit_code in codes else 0
        turned = sent[place:] + sent[:place]
        return [
            one.unit.code for one in turned if not one.closed and one.unit.code != self.unit_code
        ]

    def refresh(self) -> None:
        """Read the case anew; the first commune where the one before is not there."""
        codes = [line.unit.code for line in self.submitted_communes()]
        code = self.unit_code if self.unit_code in codes else next(iter(codes), "")
        if code:
            self._load(code)
        else:
            self.sheet = None
        self.case_changed.emit()

    def open_commune(self, code: str) -> None:
        """Open a commune that has sent."""
        if self.unit_code != code:
            self._load(code)
            self.case_changed.emit()

    @property
    def _key(self) -> CaseKey:
        return CaseKey(self.unit_code, self._session.period)

    def _load(self, code: str) -> None:
        try:
            self.sheet = load_case_sheet(
                self._session.register, CaseKey(code, self._session.period)
            )
        except XaReportError as error:
            self._session.request_rejected.emit(str(error))

    def set_points(self, row: CriterionRow, change: PointsChange) -> str:
        """Set points with their reason, or take them away; return why not, in a sentence."""
        try:
            set_seen_points(
                self._session.register,
                self._key,
                row.code,
                change.points,
                change.why,
                seen_version=row.version,
            )
        except XaReportError as error:
            return str(error)
        self._session.refresh()
        return ""

    def run_action(self, action: "Callable[[Register, CaseSheet], object]") -> str:
        """Do something with the whole case as it is shown; return why not, in a sentence.

        What somebody else did meanwhile is shown then; who does it again does it knowingly.
        """
        if self.sheet is None:
            return ""
        try:
            action(self._session.register, self.sheet)
        except ConflictError as error:
            self._session.refresh()
            return str(error)
        except XaReportError as error:
            return str(error)
        self._session.refresh()
        return ""

    def extract_evidence(self, evidence: Evidence) -> Path | None:
        """Copy a document into a folder of its own; None, and told why, when it is not there."""
        folder = Path(tempfile.mkdtemp(prefix="xa-report-"))
        try:
            return extract_evidence(self._session.register, self._key, evidence.file, folder)
        except XaReportError as error:
            self._session.request_rejected.emit(str(error))
            return None
