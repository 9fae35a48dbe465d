"""The head of a commune's window: whose report, which form and period, state, time left."""

from datetime import date

from xa_report.domain.report import REPORT_STATE_LABELS
from xa_report.ui.marks import Mark
from xa_report.ui.place import Place
from xa_report.ui.search_line import SearchLine
from xa_report.ui.window_head import WindowHead
from xa_report.workflow.commune import database_file
from xa_report.workflow.commune.assessed_report import AssessedReport
from xa_report.workflow.commune.report_changes import ReportChanges

SOON = 7
"""From so many days on the time left is a warning."""


class Header(WindowHead):
    """Says whose report it is."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.theme, SearchLine())
        self._desk = place.desk
        self._shown_on: date | None = None
        self.list_periods(database_file.list_periods(self._desk.commune))
        self.select_period(self._desk.work.period)

    def show_changes(self, changes: ReportChanges) -> None:
        """Show the state anew where it differs, and the days left once it is another day."""
        if changes.state or self._desk.today != self._shown_on:
            self.show_report()

    def show_report(self) -> None:
        """Show the report that lies on the desk."""
        self._shown_on = self._desk.today
        work = self._desk.work
        self.owner.setText(self._desk.commune.unit.agency)
        self.subject.show_text(f"{work.form.title} – {work.period.label}")
        state = "" if not self._desk.commune.read_only else " · chỉ đọc"
        icon = "" if self._desk.editable else "lock"
        self.state.show_mark(
            Mark(icon, f"{REPORT_STATE_LABELS[work.report.state]}{state}", "quiet")
        )
        self.show_left(time_left(work, self._desk.today))


def time_left(work: AssessedReport, today: date) -> Mark | None:
    """How many days are left for the self-assessment; None when the form sets no day."""
    end = work.form.stage("self_assessment").dates(work.period)[1]
    if end is None:
        return None
    days = (end - today).days
    if days < 0:
        return Mark("missing", f"Quá hạn {-days} ngày", "missing")
    if days == 0:
        return Mark("below", "Hạn hôm nay", "below")
    return Mark("", f"Còn {days} ngày", "below" if days <= SOON else "quiet")
