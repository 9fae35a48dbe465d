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
    """Navigation to pages, communes and the next case."""

    def __init__(
        self, session: RegisterSession, header: ProvinceHeader, pages: ProvincePages
    ) -> None:
        self._session = session
        self._header = header
        self._pages = pages
        _, self._tracking, self._appraisal, _, self._consolidation = pages

    def show_page(self, page: ProvincePage) -> None:
        """Show a page and focus where work on it begins."""
        number = next(n for n, candidate in enumerate(self._pages) if candidate is page)
        self._header.tabs.setCurrentIndex(number)
        page.focus_start()

    def show_page_action(self, page: ProvincePage) -> Callable[[], None]:
        """Return a function that shows a page."""
        return lambda: self.show_page(page)

    def open_commune(self, code: str) -> None:
        """Open the case of a commune, or select it in the list when it has submitted nothing.

        Does nothing for a code that the register does not have.
        """
        commune = self._session.overview.status_of(code)
        if commune is not None and commune.sent:
            self._appraisal.case.open_commune(code)
            self.show_page(self._appraisal)
        elif commune is not None:
            self._tracking.show_commune(code)
            self.show_page(self._tracking)

    def open_next(self) -> None:
        """Open the next case that is not closed."""
        self.show_page(self._appraisal)
        self._appraisal.open_next()

    def export_consolidation(self) -> None:
        """Show the page of the consolidation and export it."""
        self.show_page(self._consolidation)
        self._consolidation.export()

    def focus_search(self) -> None:
        """Focus the search field and select its text."""
        self._header.search.setFocus(QtCore.Qt.FocusReason.ShortcutFocusReason)
        self._header.search.selectAll()
