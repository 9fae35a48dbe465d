"""Badges: a state as icon, word and colour role, and the chip that shows one."""

from dataclasses import dataclass

from PySide6 import QtCore, QtWidgets

from xa_report.ui.shared.theme import ColorTheme, set_style_property
from xa_report.ui.shared.widgets.labels import create_label

CHIP_ICON_SIZE = 14
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as it is shown, never by icon alone and never by colour alone.

    Attributes:
        icon: a file name in `resources/icons`, without suffix; empty for none.
        word: the state in words.
        role: a colour role of the theme.
    """

    icon: str
    word: str
    role: str


class BadgeChip(QtWidgets.QFrame):
    """A rounded label with one badge, as wide as its word."""

    def __init__(self, theme: ColorTheme) -> None:
        super().__init__()
        self.setObjectName("chip")
        self._theme = theme
        self._icon = QtWidgets.QLabel()
        self._word = create_label()
        row = QtWidgets.QHBoxLayout(self)
        row.setContentsMargins(12, 3, 12, 3)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self._word)
        # A chip that a layout stretches looks like a button.
        fixed = QtWidgets.QSizePolicy.Policy.Fixed
        self.setSizePolicy(fixed, fixed)

    @property
    def word(self) -> str:
        """The word of the badge that is shown."""
        return self._word.text()

    def show_badge(self, badge: Badge) -> None:
        """Show a badge; one without an icon name shows the word alone."""
        self._word.setText(badge.word)
        self._icon.setVisible(bool(badge.icon))
        if badge.icon:
            icon = self._theme.icon(badge.icon, badge.role)
            self._icon.setPixmap(icon.pixmap(QtCore.QSize(CHIP_ICON_SIZE, CHIP_ICON_SIZE)))
        self.setAccessibleName(badge.word)
        set_style_property(self, "role", badge.role)
        # At once, not with the next event: whoever makes room for the chip asks for its size now.
        self.updateGeometry()
