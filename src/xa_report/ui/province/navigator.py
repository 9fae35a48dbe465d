"""Navigation of the province's window: to a page, a commune, the next case, the export."""

from collections.abc import Callable

from PySide6 import QtCore

from xa_report.ui.province.header import ProvinceHeader
from xa_report.ui.province.page import ProvincePage
from xa_report.ui.province.pages.appraisal import AppraisalPage
from xa_report.ui.province.pages.consolidation import ConsolidationPage
from xa_report.ui.province.pages.intake import IntakePage
from xa_report.ui.province.pages.ranking import RankingPage
from xa_report.ui.province.pages.tracking import TrackingPage
from xa_report.ui.province.session import RegisterSession

ProvincePages = tuple[IntakePage, TrackingPage, AppraisalPage, RankingPage, ConsolidationPage]


class ProvinceNavigator:
    """Takes the user to a page and to where the work is there."""

    def __init__(
        self, session: RegisterSession, header: ProvinceHeader, pages: ProvincePages
    ) -> None:
        self._session = session
        self._header = header
        self._pages = pages
        _, self._tracking, self._appraisal, _, self._totals = pages

    def show_page(self, page: ProvincePage) -> None:
        """Show a page and begin there."""
        number = next(n for n, one in enumerate(self._pages) if one is page)
        self._header.tabs.setCurrentIndex(number)
        page.focus_start()

    def show_page_action(self, page: ProvincePage) -> Callable[[], None]:
        """The way to a page."""
        return lambda: self.show_page(page)

    def open_commune(self, code: str) -> None:
        """Show the criteria of a commune; of one that has sent nothing its line in the list."""
        line = self._session.overview.status_of(code)
        if line is not None and line.sent:
            self._appraisal.case.open_commune(code)
            self.show_page(self._appraisal)
        elif line is not None:
            self._tracking.show_commune(code)
            self.show_page(self._tracking)

    def open_next(self) -> None:
        """Show the next case that is not closed."""
        self.show_page(self._appraisal)
        self._appraisal.open_next()

    def export_consolidation(self) -> None:
        """Write the books of the period."""
        self.show_page(self._totals)
        self._totals.export()

    def focus_search(self) -> None:
        """Go to the search field."""
        self._header.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self._header.search.selectAll()
