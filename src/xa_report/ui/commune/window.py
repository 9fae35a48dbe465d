"""The commune's window: header, pages, footer and their keys."""

from collections.abc import Callable
from functools import partial

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.finding import Finding
from xa_report.domain.period import Period
from xa_report.ui.commune.context import UiContext
from xa_report.ui.commune.export_dialog import ExportDialog
from xa_report.ui.commune.footer import CommuneFooter
from xa_report.ui.commune.header import CommuneHeader
from xa_report.ui.commune.navigator import FINDINGS_TAB, CommuneNavigator
from xa_report.ui.commune.outline import search_outline
from xa_report.ui.commune.pages.criteria import CriteriaPage
from xa_report.ui.commune.pages.findings import FindingsPage
from xa_report.ui.commune.pages.plan import PlanPage
from xa_report.ui.shared.error_dialogs import show_warning
from xa_report.ui.shared.page import WindowPage
from xa_report.ui.shared.widgets.labels import create_label
from xa_report.workflow.commune.report_changes import ReportChanges


class CommuneWindow(QtWidgets.QMainWindow):
    """Header, pages and footer; all shortcuts of the window are bound here.

    Signals:
        window_closed(): the window was closed and the last field stored.
    """

    window_closed = QtCore.Signal()

    def __init__(self, context: UiContext, notice: str = "") -> None:
        super().__init__()
        self.context = context
        self.session = context.session
        self.header = CommuneHeader(context)
        self.criteria = CriteriaPage(context)
        self.findings = FindingsPage(context)
        self.plan = PlanPage(context)
        self.pages: tuple[WindowPage[ReportChanges], ...] = (
            self.criteria,
            self.findings,
            self.plan,
        )
        self.footer = CommuneFooter(context)
        self.navigator = CommuneNavigator(self.session, self.header, self.criteria)
        self._lay_out(notice)
        self._connect()
        self._add_keys()
        self._show_period()
        self.resize(1366, 768)

    def export(self) -> None:
        """Let the user choose a folder and export PDF and workbook into it."""
        self._leave_field()
        folder = self.context.file_dialogs.choose_folder(self)
        if folder is not None:
            ExportDialog(self.context, folder, self).open()

    def show_warning(self, sentence: str) -> None:
        """Show why something could not be done."""
        show_warning(self, sentence)

    def _lay_out(self, notice: str) -> None:
        self._pages = QtWidgets.QStackedWidget()
        for page in self.pages:
            self._pages.addWidget(page)
            self.header.tabs.addTab(page.title)
        middle = QtWidgets.QWidget()
        middle.setObjectName("ground")
        column = QtWidgets.QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        if notice:
            column.addWidget(read_only_banner(notice))
        column.addWidget(self._pages, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.session.report_changed.connect(self._show_changes)
        self.session.period_changed.connect(self._show_period)
        self.session.edit_rejected.connect(self.show_warning)
        self.session.reason_requested.connect(self._open_reason)
        self.header.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.header.period_chosen.connect(self._open_period)
        self.header.search.result_activated.connect(self.navigator.open_search_result)
        self.findings.finding_activated.connect(self.navigator.open_finding)
        self.plan.target_activated.connect(self.navigator.open_reference)
        self.footer.next_button.clicked.connect(self.navigator.open_next)
        self.footer.export_button.clicked.connect(self.export)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F8": self.navigator.open_next,
            "Ctrl+E": self.export,
            "Ctrl+F": self.navigator.focus_search,
            "Ctrl+K": self.header.periods.setFocus,
            "Ctrl+Z": self.session.undo,
            "Ctrl+Y": self.session.redo,
            "F1": self.navigator.toggle_guidance,
            "Ctrl+D": self.navigator.attach_evidence,
        }
        for number in range(self.header.tabs.count()):
            keys[f"Ctrl+{number + 1}"] = self.navigator.show_page_action(number)
        for key, action in keys.items():
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(action)

    def _open_period(self, period: Period) -> None:
        self._leave_field()
        if period != self.session.work.period:
            self.session.open_period(period)

    def _open_reason(self, finding: Finding) -> None:
        self.header.tabs.setCurrentIndex(FINDINGS_TAB)
        self.findings.focus_reason(finding)

    @QtCore.Slot(object)
    def _show_changes(self, changes: ReportChanges) -> None:
        # Other definitions may mean other lines, items and targets: all is shown anew.
        if changes.basis:
            self._show_period()
            return
        for page in self.pages:
            page.show_changes(changes)
        self.header.show_changes(changes)
        self.footer.show_changes(changes)
        self._show_titles()

    @QtCore.Slot()
    def _show_period(self) -> None:
        for page in self.pages:
            page.show_period()
        self.header.search.set_search(partial(search_outline, self.criteria.nodes))
        self.header.select_period(self.session.work.period)
        self.header.show_report()
        self.footer.show_period(self.criteria.nodes)
        self._show_titles()
        unit, period = self.session.commune.unit, self.session.work.period
        self.setWindowTitle(f"{unit.agency} ({unit.code}) – {period.label} – xa-report")

    def _show_titles(self) -> None:
        for number, page in enumerate(self.pages):
            self.header.show_tab(number, page.title)

    def _leave_field(self) -> None:
        """Clear the focus: leaving a field stores it."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        self._leave_field()
        super().closeEvent(event)
        self.window_closed.emit()


def read_only_banner(sentence: str) -> QtWidgets.QFrame:
    """Create the banner with the reason why the file is only read."""
    frame = QtWidgets.QFrame()
    frame.setObjectName("banner")
    row = QtWidgets.QHBoxLayout(frame)
    row.setContentsMargins(16, 8, 16, 8)
    row.addWidget(create_label(sentence, wrap=True))
    return frame
