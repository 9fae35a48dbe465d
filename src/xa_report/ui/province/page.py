"""What every page of the province's window has: a foot, a beginning, and work to be waited for."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6 import QtCore, QtWidgets


@dataclass(frozen=True, slots=True)
class Step:
    """A button of the foot."""

    text: str
    act: Callable[[], None]
    tip: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class Foot:
    """Where we stand, and what can be done; the last step is the next one."""

    strong: str
    words: str = ""
    steps: tuple[Step, ...] = ()


class Page(QtWidgets.QWidget):
    """One page.

    Signals:
        moved(): the foot says something else now.
        commune_wanted(str): show the criteria of a commune, by its code.
    """

    moved = QtCore.Signal()
    commune_wanted = QtCore.Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ground")

    @property
    def title(self) -> str:
        """What the tab says."""
        raise NotImplementedError

    def foot(self) -> Foot:
        """Where we stand on this page."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show what the register keeps now; what is chosen stays chosen."""

    def begin(self) -> None:
        """Put the focus where the work is."""

    def stop(self) -> None:
        """End the work in the background and wait for it."""
