"""The head of the province's window: whose register, which form and year, state; then the pages."""

from xa_report.domain.province.overview import ProvinceOverview
from xa_report.ui.marks import Mark
from xa_report.ui.province.place import Place
from xa_report.ui.province.searching import search_communes
from xa_report.ui.search_line import SearchLine
from xa_report.ui.window_head import WindowHead, capital

SOON = 7
"""From so many days on the time left is a warning."""


class Header(WindowHead):
    """Says whose register it is."""

    def __init__(self, place: Place) -> None:
        search = SearchLine("Tìm xã, phường…  Ctrl+F", "Tìm xã, phường")
        super().__init__(place.theme, search)
        self._book = place.book

    def refresh(self) -> None:
        """Show the register as it is now."""
        overview = self._book.overview
        self.owner.setText(overview.agency)
        self.subject.show_text(subject(overview))
        self.state.show_mark(state_mark(overview))
        self.show_left(self._time_left())
        self.search.set_search(lambda text: search_communes(overview.lines, text))
        self.list_periods(self._book.periods)
        self.select_period(self._book.period)

    def _time_left(self) -> Mark | None:
        overview = self._book.overview
        if overview.deadline is None or overview.sent == len(overview.lines):
            return None
        days = (overview.deadline - self._book.today).days
        if days < 0:
            return Mark("missing", f"Quá hạn nộp {-days} ngày", "missing")
        word = f"Còn {days} ngày nộp" if days else "Hạn nộp hôm nay"
        return Mark("", word, "below" if days <= SOON else "quiet")


def subject(overview: ProvinceOverview) -> str:
    """Form, period and how many communes: `Bộ tiêu chí … – năm 2026 · 96 xã, phường`."""
    title = f"{overview.form.title} – " if overview.form else ""
    return capital(f"{title}{overview.period.label} · {len(overview.lines)} xã, phường")


def state_mark(overview: ProvinceOverview) -> Mark:
    """How far the province is as a whole."""
    if not overview.sent:
        return Mark("", "Chưa có báo cáo", "quiet")
    if overview.closed == len(overview.lines):
        return Mark("met", "Đã chốt tất cả", "met")
    if overview.closed == overview.sent:
        return Mark("met", "Đã chốt các báo cáo đã nộp", "met")
    begun = any(line.state not in (None, "received") for line in overview.lines)
    return Mark("", "Đang thẩm định" if begun else "Đang tiếp nhận", "accent")
