"""A page of the province's window: beside what every page has, a foot and ways to a commune."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6 import QtCore

from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.page import ProvincePage as Page


@dataclass(frozen=True, slots=True)
class FooterAction:
    """A button of the foot."""

    text: str
    callback: Callable[[], None]
    tooltip: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class FooterContent:
    """Where we stand, and what can be done; the last step is the next one."""

    title: str
    text: str = ""
    actions: tuple[FooterAction, ...] = ()


class ProvincePage(Page[RegisterChanges]):
    """One page of the province's window.

    Signals:
        footer_changed(): the foot says something else now.
        commune_activated(str): show the criteria of a commune, by its code.
    """

    footer_changed = QtCore.Signal()
    commune_activated = QtCore.Signal(str)

    def footer_content(self) -> FooterContent:
        """Return where we stand on this page, and what can be done."""
        raise NotImplementedError
