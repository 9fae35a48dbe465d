"""The header of the province's window: agency, state, deadline, search for communes."""

from collections.abc import Sequence

from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview
from xa_report.domain.text import strip_accents
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.header_bar import HeaderBar, capitalize_first
from xa_report.ui.shared.search_box import MAX_SEARCH_RESULTS, SearchBox, SearchResult


def search_communes(lines: Sequence[CommuneStatus], text: str) -> tuple[SearchResult, ...]:
    """Communes that hold all words; those whose name begins so come first."""
    words = strip_accents(text).split()
    if not words:
        return ()
    found = [line for line in lines if _matches_words(line, words)]
    found.sort(key=lambda line: not _name_without_kind(line).startswith(words[0]))
    return tuple(
        SearchResult(f"{line.unit.name}  ·  {line.unit.code}", line.unit.code) for line in found
    )[:MAX_SEARCH_RESULTS]


def matches_search(line: CommuneStatus, text: str) -> bool:
    """Whether a commune holds all words of a text; every one does when there are none."""
    return _matches_words(line, strip_accents(text).split())


def _matches_words(line: CommuneStatus, words: Sequence[str]) -> bool:
    folded = strip_accents(f"{line.unit.name} {line.unit.code}")
    return all(word in folded for word in words)


def _name_without_kind(line: CommuneStatus) -> str:
    """The name without its kind."""
    return strip_accents(line.unit.name.removeprefix(line.unit.name.split(" ")[0]).strip())


WARN_BELOW_DAYS = 7
"""From so many days on the time left is a warning."""


class ProvinceHeader(HeaderBar):
    """Says whose register it is."""

    def __init__(self, context: ProvinceUiContext) -> None:
        search = SearchBox("Tìm xã, phường…  Ctrl+F", "Tìm xã, phường")
        super().__init__(context.theme, search)
        self._session = context.session

    def refresh(self) -> None:
        """Show the register as it is now."""
        overview = self._session.overview
        self.owner.setText(overview.agency)
        self.subject.show_text(header_subject(overview))
        self.state.show_badge(province_state_badge(overview))
        self.show_deadline(self._time_left())
        self.search.set_search(lambda text: search_communes(overview.communes, text))
        self.set_periods(self._session.periods)
        self.select_period(self._session.period)

    def _time_left(self) -> Badge | None:
        overview = self._session.overview
        if overview.deadline is None or overview.sent_count == len(overview.communes):
            return None
        days = (overview.deadline - self._session.today).days
        if days < 0:
            return Badge("missing", f"Quá hạn nộp {-days} ngày", "missing")
        word = f"Còn {days} ngày nộp" if days else "Hạn nộp hôm nay"
        return Badge("", word, "below" if days <= WARN_BELOW_DAYS else "quiet")


def header_subject(overview: ProvinceOverview) -> str:
    """Form, period and how many communes: `Bộ tiêu chí … – năm 2026 · 96 xã, phường`."""
    title = f"{overview.form.title} – " if overview.form else ""
    return capitalize_first(f"{title}{overview.period.label} · {len(overview.communes)} xã, phường")


def province_state_badge(overview: ProvinceOverview) -> Badge:
    """How far the province is as a whole."""
    if not overview.sent_count:
        return Badge("", "Chưa có báo cáo", "quiet")
    if overview.closed_count == len(overview.communes):
        return Badge("met", "Đã chốt tất cả", "met")
    if overview.closed_count == overview.sent_count:
        return Badge("met", "Đã chốt các báo cáo đã nộp", "met")
    begun = any(line.state not in (None, "received") for line in overview.communes)
    return Badge("", "Đang thẩm định" if begun else "Đang tiếp nhận", "accent")
