"""What is done with the whole case that lies open: asked for, done, and told."""

from datetime import date

from PySide6 import QtCore, QtWidgets

from xa_report.domain.province.appraisal import CaseAction
from xa_report.domain.province.appraisal_rows import CriterionRow
from xa_report.domain.receipt import ReopenedCriterion
from xa_report.ui.province.act_dialog import ActDialog
from xa_report.ui.province.case import OpenCase
from xa_report.ui.province.case_questions import DONE, question
from xa_report.ui.province.explain_dialog import ExplainDialog
from xa_report.ui.province.place import Asking
from xa_report.ui.province.return_dialog import ReturnDialog
from xa_report.ui.theme import repolish
from xa_report.ui.widgets.labels import label, show_or_hide
from xa_report.workflow.province import appraisal

NOT_PUT = (
    "Điểm đang nhập ở tiêu chí {} chưa được ghi. Hãy ghi điểm, hoặc bấm Esc trong ô để bỏ, rồi làm "
    "lại việc này."
)
MOVES = {
    CaseAction.CLOSE_ROUND: appraisal.close_seen_round,
    CaseAction.CLOSE: appraisal.close_case,
    CaseAction.REOPEN: appraisal.reopen_case,
}


class CaseActs(QtCore.QObject):
    """Asks what has to be asked, does it on the case as it was looked at, and says so."""

    def __init__(self, case: OpenCase, asking: Asking, parent: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._case = case
        self._asking = asking
        self._parent = parent
        self.dialog: ActDialog | None = None
        """The form that is being filled, while one is."""
        self.told = label("", wrap=True)
        """What came of the last act, while its commune is shown."""
        self.told.hide()
        self._told_of = ""
        case.changed.connect(self._forget)

    def begin(self, act: CaseAction, line: CriterionRow | None, *, typing: bool) -> None:
        """Ask for what an act needs; not while points of the selected criterion are typed."""
        sheet, selected = self._case.sheet, line.code if line else ""
        self._tell(NOT_PUT.format(selected) if typing else "", "missing")
        if sheet is None or typing:
            return
        if act is CaseAction.RETURN:
            self._open(act, ReturnDialog(sheet, selected, self._send_back, self._parent))
        elif act is CaseAction.EXPLAIN:
            self._open(act, ExplainDialog(sheet, selected, self._explain, self._parent))
        elif self._asking.note(self._parent, question(act, sheet)) is not None:
            self._move(act)

    def _move(self, act: CaseAction) -> None:
        verb = MOVES[act]
        fault = self._case.act(
            lambda desk, sheet: verb(desk, sheet.key, seen_version=sheet.version)
        )
        self._tell(fault or DONE[act], "missing" if fault else "met")

    def _open(self, act: CaseAction, dialog: ActDialog) -> None:
        self.dialog = dialog
        dialog.accepted.connect(lambda: self._tell(DONE[act], "met"))
        dialog.finished.connect(self._close)
        dialog.open()

    @QtCore.Slot()
    def _close(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _tell(self, words: str, role: str) -> None:
        self._told_of = self._case.code
        repolish(self.told, "role", role)
        show_or_hide(self.told, words)

    @QtCore.Slot()
    def _forget(self) -> None:
        if self._told_of != self._case.code:
            self._tell("", "")

    def _send_back(self, lines: tuple[ReopenedCriterion, ...], deadline: date | None) -> str:
        return self._case.act(
            lambda desk, sheet: appraisal.return_case(
                desk, sheet.key, lines, deadline, seen_version=sheet.version
            )
        )

    def _explain(self, code: str, text: str, origin: str) -> str:
        return self._case.act(
            lambda desk, sheet: appraisal.record_explanation(
                desk, sheet.key, {code: text}, origin, seen_version=sheet.version
            )
        )
