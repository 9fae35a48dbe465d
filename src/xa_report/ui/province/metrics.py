"""Four metric cards: reports sent, cases closed, mean percentage, targets met."""

from PySide6 import QtWidgets

from xa_report.domain.assessment import TargetState
from xa_report.domain.province.overview import ProvinceOverview
from xa_report.ui.province import formats
from xa_report.ui.province.session import RegisterSession
from xa_report.ui.shared.theme import set_style_property
from xa_report.ui.shared.widgets.cards import CardFrame
from xa_report.ui.shared.widgets.labels import ElidedLabel, create_label


class MetricCard(CardFrame):
    """Card with one large number and a line of text below it."""

    def __init__(self) -> None:
        super().__init__()
        self.number_label = create_label("", "figure")
        self.text_label = ElidedLabel("muted")
        self.column.setContentsMargins(16, 8, 16, 10)
        self.column.setSpacing(0)
        self.add_widget(self.number_label)
        self.add_widget(self.text_label)

    def show_metric(self, number: str, text: str, role: str = "") -> None:
        """Show a number with its text; `role` is its colour role, empty for the default."""
        self.number_label.setText(number)
        set_style_property(self.number_label, "role", role)
        self.text_label.show_text(text)
        self.setAccessibleName(f"{number} {text}")


PENDING_VALUE = "…"
"""Shown instead of a number that is being computed."""


class MetricRow(QtWidgets.QWidget):
    """The four cards: reports sent, cases closed, mean percentage, targets met."""

    def __init__(self, session: RegisterSession) -> None:
        super().__init__()
        self._session = session
        policy = QtWidgets.QSizePolicy.Policy
        self.setSizePolicy(policy.Preferred, policy.Fixed)
        self.sent, self.closed, self.mean, self.targets = (MetricCard() for _ in range(4))
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for card in (self.sent, self.closed, self.mean, self.targets):
            row.addWidget(card, 1)

    def refresh(self) -> None:
        """Show the current numbers; the targets follow once the consolidation is loaded."""
        overview = self._session.overview
        communes, sent = len(overview.communes), overview.sent_count
        rest = f", {communes - sent} xã chưa nộp" if sent < communes else ""
        self.sent.show_metric(f"{sent} / {communes}", f"xã đã nộp{rest}")
        unclosed = sent - overview.closed_count
        self.closed.show_metric(str(overview.closed_count), f"đã chốt điểm, {unclosed} chưa chốt")
        self.mean.show_metric(formats.format_percent(overview.mean_percent), _mean_text(overview))
        self._show_targets()

    def _show_targets(self) -> None:
        consolidation = self._session.consolidation_loader.consolidation
        if consolidation is None:
            failed = self._session.consolidation_loader.fault
            words = "chưa tính được chỉ tiêu" if failed else "đang cộng chỉ tiêu kế hoạch tỉnh"
            if not self._session.overview.sent_count:
                words = "chưa có báo cáo để đối chiếu kế hoạch tỉnh"
            running = self._session.overview.sent_count and not failed
            self.targets.show_metric(PENDING_VALUE if running else formats.NO_VALUE, words)
            return
        due = [target for target in consolidation.targets if not target.ahead]
        met = sum(target.state is TargetState.MET for target in due)
        role = "met" if met == len(due) else "below"
        self.targets.show_metric(f"{met} / {len(due)}", "chỉ tiêu kế hoạch tỉnh đạt", role)


def _mean_text(overview: ProvinceOverview) -> str:
    if overview.previous_mean is None:
        return "chỉ số trung bình"
    return f"chỉ số trung bình, kỳ trước {formats.format_percent(overview.previous_mean)}"
