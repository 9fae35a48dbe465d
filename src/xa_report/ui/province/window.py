"""The province's window: header, pages, footer and their keys."""

from collections.abc import Callable

from PySide6 import QtCore, QtGui, QtWidgets

from xa_report.domain.period import Period
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.province.drop_zone import paths_from_mime_data
from xa_report.ui.province.footer import ProvinceFooter
from xa_report.ui.province.header import ProvinceHeader
from xa_report.ui.province.navigator import ProvinceNavigator
from xa_report.ui.province.page import ProvincePage
from xa_report.ui.province.pages.appraisal import AppraisalPage
from xa_report.ui.province.pages.consolidation import ConsolidationPage
from xa_report.ui.province.pages.intake import IntakePage
from xa_report.ui.province.pages.ranking import RankingPage
from xa_report.ui.province.pages.tracking import TrackingPage
from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.error_dialogs import show_warning


class ProvinceWindow(QtWidgets.QMainWindow):
    """Header, pages and footer; all shortcuts of the window are bound here.

    Signals:
        window_closed(): the window was closed and its background work has ended.
    """

    window_closed = QtCore.Signal()

    def __init__(self, context: ProvinceUiContext) -> None:
        super().__init__()
        self.context = context
        self.session = context.session
        self.header = ProvinceHeader(context)
        self.intake = IntakePage(context)
        self.tracking = TrackingPage(context)
        self.appraisal = AppraisalPage(context)
        self.ranking = RankingPage(context)
        self.consolidation = ConsolidationPage(context)
        self.pages = (self.intake, self.tracking, self.appraisal, self.ranking, self.consolidation)
        self.navigator = ProvinceNavigator(self.session, self.header, self.pages)
        self.footer = ProvinceFooter()
        self._lay_out()
        self._connect()
        self._add_keys()
        self._show_period()
        self.setAcceptDrops(True)
        self.resize(1366, 768)

    def show_warning(self, sentence: str) -> None:
        """Show why something could not be done."""
        show_warning(self, sentence)

    def _lay_out(self) -> None:
        self._stack = QtWidgets.QStackedWidget()
        for page in self.pages:
            self._stack.addWidget(page)
            self.header.tabs.addTab(page.title)
        middle = QtWidgets.QWidget()
        middle.setObjectName("ground")
        column = QtWidgets.QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self._stack, 1)
        column.addWidget(self.footer)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        self.session.register_changed.connect(self._show_changes)
        self.session.period_changed.connect(self._show_period)
        self.session.request_rejected.connect(self.show_warning)
        self.header.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.header.tabs.currentChanged.connect(self._change_page)
        self.header.period_chosen.connect(self._open_period)
        self.header.search.result_activated.connect(
            lambda result: self.navigator.open_commune(result.code)
        )
        self.ranking.export_requested.connect(self.navigator.export_consolidation)
        for page in self.pages:
            page.footer_changed.connect(self._show_footer)
            page.commune_activated.connect(self.navigator.open_commune)

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], None]] = {
            "Ctrl+F": self.navigator.focus_search,
            "Ctrl+K": self.header.periods.setFocus,
            "F5": self.session.refresh,
            "Ctrl+Return": self.footer.next_button.click,
            "Ctrl+E": self.navigator.export_consolidation,
            "F8": self.navigator.open_next,
        }
        for number, page in enumerate(self.pages, start=1):
            keys[f"Ctrl+{number}"] = self.navigator.show_page_action(page)
        for key, action in keys.items():
            QtGui.QShortcut(QtGui.QKeySequence(key), self).activated.connect(action)

    @property
    def current_page(self) -> ProvincePage:
        """The page that is shown."""
        return self.pages[self._stack.currentIndex()]

    @QtCore.Slot(object)
    def _open_period(self, period: Period) -> None:
        if period != self.session.period:
            self.session.open_period(period)

    @QtCore.Slot(object)
    def _show_changes(self, changes: RegisterChanges) -> None:
        if changes.cases:
            self._show_header()
        for page in self.pages:
            page.show_changes(changes)
        self._show_footer()

    @QtCore.Slot()
    def _show_period(self) -> None:
        self._show_header()
        for page in self.pages:
            page.show_period()
        self._show_footer()

    def _show_header(self) -> None:
        self.header.refresh()
        overview = self.session.overview
        self.setWindowTitle(
            f"{overview.agency} · {overview.province.name} – {overview.period.label} – xa-report"
        )

    @QtCore.Slot()
    def _change_page(self) -> None:
        # Only these two show the consolidation, which assesses every commune.
        if (
            self.current_page in (self.ranking, self.consolidation)
            and self.session.overview.sent_count
        ):
            self.session.consolidation_loader.request()
        self._show_footer()

    @QtCore.Slot()
    def _show_footer(self) -> None:
        for number, page in enumerate(self.pages):
            self.header.show_tab(number, page.title)
        self.footer.show_content(self.current_page.footer_content())

    def dragEnterEvent(self, event: QtGui.QDragEnterEvent) -> None:
        if paths_from_mime_data(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QtGui.QDropEvent) -> None:
        event.acceptProposedAction()
        self.navigator.show_page(self.intake)
        self.intake.preview_files(paths_from_mime_data(event.mimeData()))

    def closeEvent(self, event: QtGui.QCloseEvent) -> None:
        for page in self.pages:
            page.stop_background_work()
        self.session.consolidation_loader.wait_until_done()
        super().closeEvent(event)
        self.window_closed.emit()
