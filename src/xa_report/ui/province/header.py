"""The header of the province's window: agency, state, deadline, search for communes."""

from collections.abc import Sequence

from xa_report.domain.province.overview import CommuneStatus, ProvinceOverview
from xa_report.domain.text import strip_accents
from xa_report.ui.province.context import ProvinceUiContext
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.header_bar import HeaderBar, capitalize_first
from xa_report.ui.shared.search_box import MAX_SEARCH_RESULTS, SearchBox, SearchResult


def search_communes(communes: Sequence[CommuneStatus], text: str) -> tuple[SearchResult, ...]:
    """Return the communes whose name and code contain all words of a text.

    Those whose name begins with the first word come first. At most MAX_SEARCH_RESULTS; none for
    an empty text.
    """
    words = strip_accents(text).split()
    if not words:
        return ()
    matches = [commune for commune in communes if _matches_words(commune, words)]
    # False sorts before True, and the sort is stable: otherwise the order of the list stays.
    matches.sort(key=lambda commune: not _name_without_kind(commune).startswith(words[0]))
    units = (commune.unit for commune in matches)
    return tuple(SearchResult(f"{unit.name}  ·  {unit.code}", unit.code) for unit in units)[
        :MAX_SEARCH_RESULTS
    ]


def matches_search(commune: CommuneStatus, text: str) -> bool:
    """Return whether name and code contain all words of a text; True for an empty one."""
    return _matches_words(commune, strip_accents(text).split())


def _matches_words(commune: CommuneStatus, words: Sequence[str]) -> bool:
    folded = strip_accents(f"{commune.unit.name} {commune.unit.code}")
    return all(word in folded for word in words)


def _name_without_kind(commune: CommuneStatus) -> str:
    # The first word of a name is its kind: Xã, Phường, or the first half of Đặc khu.
    kind = commune.unit.name.split(" ")[0]
    return strip_accents(commune.unit.name.removeprefix(kind).strip())


WARN_BELOW_DAYS = 7
"""From so many days left on, inclusive, the badge is a warning."""


class ProvinceHeader(HeaderBar):
    """Header bar with agency, form, period, state of the province and days left."""

    def __init__(self, context: ProvinceUiContext) -> None:
        search = SearchBox("Tìm xã, phường…  Ctrl+F", "Tìm xã, phường")
        super().__init__(context.theme, search)
        self._session = context.session

    def refresh(self) -> None:
        """Show the register as it was read last."""
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
    """Return form, period and number of communes: `Bộ tiêu chí … – năm 2026 · 96 xã, phường`."""
    others = len(overview.other_rankings)
    more = f" và {others} bộ tiêu chí khác" if others else ""
    title = f"{overview.form.title}{more} – " if overview.form else ""
    return capitalize_first(f"{title}{overview.period.label} · {len(overview.communes)} xã, phường")


def province_state_badge(overview: ProvinceOverview) -> Badge:
    """Return the badge of the state of the province as a whole."""
    if not overview.sent_count:
        return Badge("", "Chưa có báo cáo", "quiet")
    if overview.closed_count == len(overview.communes):
        return Badge("met", "Đã chốt tất cả", "met")
    if overview.closed_count == overview.sent_count:
        return Badge("met", "Đã chốt các báo cáo đã nộp", "met")
    begun = any(commune.state not in (None, "received") for commune in overview.communes)
    return Badge("", "Đang thẩm định" if begun else "Đang tiếp nhận", "accent")
