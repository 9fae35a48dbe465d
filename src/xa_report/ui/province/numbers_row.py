"""Four numbers that say where the whole province stands."""

from PySide6 import QtWidgets

from xa_report.domain.assessment import TargetState
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.ui.province import texts
from xa_report.ui.province.book import Book
from xa_report.ui.province.number_card import NumberCard

WAITING = "…"


class NumbersRow(QtWidgets.QWidget):
    """Sent, closed, mean, targets."""

    def __init__(self, book: Book) -> None:
        super().__init__()
        self._book = book
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)
        self.sent, self.closed, self.mean, self.targets = (NumberCard() for _ in range(4))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in (self.sent, self.closed, self.mean, self.targets):
            row.addWidget(card, 1)

    def refresh(self) -> None:
        """Show what is known now; the targets come when they are added up."""
        overview = self._book.overview
        communes, sent = len(overview.lines), overview.sent
        rest = f", {communes - sent} xã chưa nộp" if sent < communes else ""
        self.sent.show_number(f"{sent} / {communes}", f"xã đã nộp{rest}")
        at_work = sent - overview.closed
        self.closed.show_number(str(overview.closed), f"đã chốt điểm, {at_work} chưa chốt")
        self.mean.show_number(texts.percent(overview.mean), _mean_words(overview))
        self._show_targets()

    def _show_targets(self) -> None:
        books = self._book.books.now
        if books is None:
            failed = self._book.books.fault
            words = "chưa tính được chỉ tiêu" if failed else "đang cộng chỉ tiêu kế hoạch tỉnh"
            if not self._book.overview.sent:
                words = "chưa có báo cáo để đối chiếu kế hoạch tỉnh"
            running = self._book.overview.sent and not failed
            self.targets.show_number(WAITING if running else texts.NONE, words)
            return
        due = [one for one in books.targets if not one.ahead]
        met = sum(one.state is TargetState.MET for one in due)
        role = "met" if met == len(due) else "below"
        self.targets.show_number(f"{met} / {len(due)}", "chỉ tiêu kế hoạch tỉnh đạt", role)


def _mean_words(overview: ProvinceOverview) -> str:
    if overview.before is None:
        return "chỉ số trung bình"
    return f"chỉ số trung bình, kỳ trước {texts.percent(overview.before)}"
