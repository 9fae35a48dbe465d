"""What every page of both windows answers to; the windows call nothing else of a page."""

from typing import Generic, TypeVar

from PySide6 import QtWidgets

Changes = TypeVar("Changes")
"""What an edit, or reading anew, changed: ReportChanges or RegisterChanges."""


class ProvincePage(QtWidgets.QWidget, Generic[Changes]):
    """A page of a window, behind one tab."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")

    @property
    def title(self) -> str:
        """The words of the tab, with the number of what waits there."""
        raise NotImplementedError

    def show_period(self) -> None:
        """Show all anew: another period was opened."""
        raise NotImplementedError

    def show_changes(self, changes: Changes) -> None:
        """Show anew what is named and stands on this page; what is chosen stays chosen."""
        raise NotImplementedError

    def focus_start(self) -> None:
        """Put the focus where the work is."""

    def stop_background_work(self) -> None:
        """End the work in the background and wait for it."""
