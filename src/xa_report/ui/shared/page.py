"""The base class of the pages of both windows; a window calls nothing else of a page."""

from typing import Generic, TypeVar

from PySide6 import QtWidgets

Changes = TypeVar("Changes")
"""ReportChanges of the commune's window, or RegisterChanges of the province's."""


class WindowPage(QtWidgets.QWidget, Generic[Changes]):
    """Base of the pages of a window, one behind each tab."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")

    @property
    def title(self) -> str:
        """The title of the tab, with the number of things to do on the page."""
        raise NotImplementedError

    def show_period(self) -> None:
        """Show everything anew, after another period was opened."""
        raise NotImplementedError

    def show_changes(self, changes: Changes) -> None:
        """Refresh the parts of this page that `changes` names; the selection stays."""
        raise NotImplementedError

    def focus_start(self) -> None:
        """Move the focus to where work on this page begins; by default nowhere."""

    def stop_background_work(self) -> None:
        """Cancel the background work of this page and wait for its end; by default none."""
