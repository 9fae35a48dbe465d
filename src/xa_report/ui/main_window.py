"""The commune's window: it places the pages and switches between them."""

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.finding import Finding
from xa_report.domain.period import Period
from xa_report.ui.dialogs.exporting import ExportDialog
from xa_report.ui.footer import Footer
from xa_report.ui.header import Header
from xa_report.ui.pages.criteria import CriteriaPage
from xa_report.ui.pages.findings import FindingsPage
from xa_report.ui.pages.plan import PlanPage
from xa_report.ui.place import Place
from xa_report.ui.refusing import show_refusal
from xa_report.ui.ways import CRITERIA, FINDINGS, Ways
from xa_report.ui.widgets.labels import label


class MainWindow(QtWidgets.QMainWindow):
    """Header, pages, footer; every key of the window is given here.

    Signals:
        closed(): the window was closed and the last field stored.
    """

    closed = QtCore.Signal()

    def __init__(self, place: Place, notice: str = "") -> None:
        super().__init__()
        self.place = place
        self.desk = place.desk
        self.header = Header(place)
        self.criteria = CriteriaPage(place)
        self.findings = FindingsPage(place)
        self.plan = PlanPage(place)
        self.footer = Footer(place)
        self.ways = Ways(self.desk, self.header, self.criteria)
        self._lay_out(notice)
        self._connect()
        self._add_keys()
        self._reopen()
        self.resize(1366, 768)

    def export(self) -> None:
        """Ask for a folder and export PDF and workbook into it."""
        self._leave_field()
        folder = self.place.asking.folder(self)
        if folder is not None:
            ExportDialog(self.place, folder, self).open()

    def show_refusal(self, sentence: str) -> None:
        """Say why something could not be done."""
        show_refusal(self, sentence)

    def _lay_out(self, notice: str) -> None:
        self._pages = QtWidgets.QStackedWidget()
        for page, title in (
            (self.criteria, "Tiêu chí"),
            (self.findings, "Kiểm tra"),
            (self.plan, "Kế hoạch"),
        ):
            self._pages.addWidget(page)
            self.header.tabs.addTab(title)
        middle = QtWidgets.QWidget()
        middle.setObjectName("ground")
        column = QtWidgets.QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        if notice:
            column.addWidget(banner(notice))
        column.addWidget(self._pages, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.desk.changed.connect(self._refresh)
        self.desk.opened.connect(self._reopen)
        self.desk.refused.connect(self.show_refusal)
        self.desk.reason_wanted.connect(self._answer)
        self.header.tabs.currentChanged.connect(self._pages.setCurrentIndex)
        self.header.period_chosen.connect(self._open_period)
        self.header.search.found.connect(self.ways.open_hit)
        self.findings.wanted.connect(self.ways.open_finding)
        self.plan.wanted.connect(self.ways.open_reference)
        self.footer.next_button.clicked.connect(self.ways.open_next)
        self.footer.export_button.clicked.connect(self.export)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "F8": self.ways.open_next,
            "Ctrl+E": self.export,
            "Ctrl+F": self.ways.search,
            "Ctrl+K": self.header.periods.setFocus,
            "Ctrl+Z": self.desk.undo,
            "Ctrl+Y": self.desk.redo,
            "F1": self.ways.guide,
            "Ctrl+D": self.ways.attach,
        }
        for number in range(self.header.tabs.count()):
            keys[f"Ctrl+{number + 1}"] = self.ways.turning(number)
        for key, act in keys.items():
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(act)

    def _open_period(self, period: Period) -> None:
        self._leave_field()
        if period != self.desk.work.period:
            self.desk.open_period(period)

    def _answer(self, found: Finding) -> None:
        self.header.tabs.setCurrentIndex(FINDINGS)
        self.findings.answer(found)

    def _refresh(self) -> None:
        for page in (self.criteria, self.findings, self.plan):
            page.refresh()
        self._refresh_frame()

    def _reopen(self) -> None:
        self.criteria.reopen()
        self.findings.refresh()
        self.plan.refresh()
        self.header.search.set_outline(self.criteria.nodes)
        self.header.select_period(self.desk.work.period)
        collecting = not self.criteria.model.scored
        self.header.tabs.setTabText(CRITERIA, "Số liệu" if collecting else "Tiêu chí")
        self._refresh_frame()

    def _refresh_frame(self) -> None:
        self.header.refresh()
        self.footer.refresh(self.criteria.nodes)
        waiting = sum(found.open for found in self.desk.work.assessment.findings)
        title = f"Kiểm tra ({waiting})" if waiting else "Kiểm tra"
        self.header.tabs.setTabText(FINDINGS, title)
        unit, period = self.desk.commune.unit, self.desk.work.period
        self.setWindowTitle(f"{unit.agency} ({unit.code}) – {period.label} – xa-report")

    def _leave_field(self) -> None:
        """Leaving a field stores it."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        self._leave_field()
        super().closeEvent(event)
        self.closed.emit()


def banner(sentence: str) -> QtWidgets.QFrame:
    """A line across the window that says what is different today."""
    frame = QtWidgets.QFrame()
    frame.setObjectName("banner")
    row = QtWidgets.QHBoxLayout(frame)
    row.setContentsMargins(16, 8, 16, 8)
    row.addWidget(label(sentence, wrap=True))
    return frame
