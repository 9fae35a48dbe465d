"""The open case: reading it, setting points, running actions on it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6 import QtCore

from xa_report.domain.evidence import Evidence
from xa_report.domain.province.appraisal import CaseKey
from xa_report.domain.province.appraisal_rows import CriterionRow, PointsChange
from xa_report.domain.province.overview import CommuneStatus
from xa_report.errors import ConflictError, XaReportError
from xa_report.province.register import Register
from xa_report.ui.province.session import RegisterSession
from xa_report.workflow.province.appraisal import set_points
from xa_report.workflow.province.case_sheet import (
    CaseSheet,
    extract_received_evidence,
    load_case_sheet,
)


class CaseController(QtCore.QObject):
    """The case of one commune that has submitted, or none while no commune has.

    Signals:
        case_changed(): another case was opened, or the same one was read again.
    """

    case_changed = QtCore.Signal()

    def __init__(self, session: RegisterSession) -> None:
        super().__init__()
        self._session = session
        self.sheet: CaseSheet | None = None

    @property
    def unit_code(self) -> str:
        """The code of the commune whose case is open; empty while none is."""
        return self.sheet.unit.code if self.sheet else ""

    def submitted_communes(self) -> list[CommuneStatus]:
        """Return the communes that have submitted, in the order of the overview."""
        return [commune for commune in self._session.overview.communes if commune.sent]

    def unclosed_codes(self) -> list[str]:
        """Return the codes of other cases that are not closed, first those after the open one."""
        submitted = self.submitted_communes()
        codes = [commune.unit.code for commune in submitted]
        start = codes.index(self.unit_code) + 1 if self.unit_code in codes else 0
        rotated = submitted[start:] + submitted[:start]
        unclosed = [commune.unit.code for commune in rotated if not commune.closed]
        return [code for code in unclosed if code != self.unit_code]

    def refresh(self) -> None:
        """Read the open case again; when it is gone, open that of the first commune."""
        codes = [commune.unit.code for commune in self.submitted_communes()]
        code = self.unit_code if self.unit_code in codes else next(iter(codes), "")
        if code:
            self._load(code)
        else:
            self.sheet = None
        self.case_changed.emit()

    def open_commune(self, code: str) -> None:
        """Open the case of a commune that has submitted."""
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
        """Set points with their reason, or remove them; return why not, in a sentence."""
        try:
            set_points(
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

    def run_action(self, action: Callable[[Register, CaseSheet], object]) -> str:
        """Run an action on the case as it is shown; return why not, in a sentence.

        After a conflict the case is shown as somebody else left it, so that a second attempt
        is made knowingly. Empty, and nothing is done, while no case is open.
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
        """Copy a document into a new temporary folder and return the path of the copy.

        None when it is not there; then the session emits why.
        """
        folder = Path(tempfile.mkdtemp(prefix="xa-report-"))
        try:
            return extract_received_evidence(
                self._session.register, self._key, evidence.file, folder
            )
        except XaReportError as error:
            self._session.request_rejected.emit(str(error))
            return None
