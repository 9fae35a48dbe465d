"""The base class of the province's pages, and what a page has for the footer."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6 import QtCore

from xa_report.ui.province.session import RegisterChanges
from xa_report.ui.shared.page import WindowPage


@dataclass(frozen=True, slots=True)
class FooterAction:
    """One button of the footer."""

    text: str
    callback: Callable[[], None]
    tooltip: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True)
class FooterContent:
    """Title, text and actions of the footer; the last action is the next step."""

    title: str
    text: str = ""
    actions: tuple[FooterAction, ...] = ()


class ProvincePage(WindowPage[RegisterChanges]):
    """Base of the pages of the province's window.

    Signals:
        footer_changed(): `footer_content` returns something else now.
        commune_activated(str): a commune is to be opened, by its code.
    """

    footer_changed = QtCore.Signal()
    commune_activated = QtCore.Signal(str)

    def footer_content(self) -> FooterContent:
        """Return what the footer shows for this page."""
        raise NotImplementedError
