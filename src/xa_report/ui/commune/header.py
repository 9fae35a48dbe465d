"""The header of the commune's window: agency, form and period, state, days left."""

from datetime import date

from xa_report.domain.report import REPORT_STATE_LABELS
from xa_report.ui.commune.context import UiContext
from xa_report.ui.shared.badges import Badge
from xa_report.ui.shared.header_bar import HeaderBar
from xa_report.ui.shared.search_box import SearchBox
from xa_report.workflow.commune import database_file
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges

WARN_BELOW_DAYS = 7
"""From so many days left on, inclusive, the badge is a warning."""


class CommuneHeader(HeaderBar):
    """Header bar with agency, form, period, report state and days left."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(context.theme, SearchBox())
        self._session = context.session
        self._shown_on: date | None = None
        self.set_periods(database_file.list_periods(self._session.commune))
        self.select_period(self._session.work.period)

    def show_changes(self, changes: ReportChanges) -> None:
        """Refresh the header after a change of state, and on another day for the days left."""
        if changes.state or self._session.today != self._shown_on:
            self.show_report()

    def show_report(self) -> None:
        """Show the open report."""
        self._shown_on = self._session.today
        work = self._session.work
        self.owner.setText(self._session.commune.unit.agency)
        self.subject.show_text(f"{work.form.title} – {work.period.label}")
        read_only = " · chỉ đọc" if self._session.commune.read_only else ""
        icon = "" if self._session.is_editable else "lock"
        self.state.show_badge(
            Badge(icon, f"{REPORT_STATE_LABELS[work.report.state]}{read_only}", "quiet")
        )
        self.show_deadline(days_left(work, self._session.today))


def days_left(work: AssessedReport, today: date) -> Badge | None:
    """Return the badge of the days left for the self-assessment; None without a last day.

    The last day itself is in time.
    """
    end = work.form.stage("self_assessment").dates(work.period)[1]
    if end is None:
        return None
    days = (end - today).days
    if days < 0:
        return Badge("missing", f"Quá hạn {-days} ngày", "missing")
    if days == 0:
        return Badge("below", "Hạn hôm nay", "below")
    return Badge("", f"Còn {days} ngày", "below" if days <= WARN_BELOW_DAYS else "quiet")
