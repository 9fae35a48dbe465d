"""Colours, style sheet and icons: one set of roles, light and dark."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from string import Template

from PySide6 import QtCore, QtGui, QtSvg, QtWidgets

from xa_report.paths import resources_dir

FONT_FAMILIES = ("Segoe UI", "Noto Sans", "DejaVu Sans")
FONT_POINT_SIZE = 9.5
ICON_ROLES = {
    "met": "met",
    "below": "below",
    "missing": "missing",
    "empty": "muted",
    "province": "muted",
    "lock": "below",
    "evidence": "accent",
    "target": "accent",
}
# The icon files are drawn in one colour each, written with six digits.
_HEX_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


class ColorTheme:
    """The colours of one scheme by role, and icons, palette and style sheet in them."""

    def __init__(self, *, dark: bool = False) -> None:
        self.dark = dark
        self.roles = read_colour_roles("dark" if dark else "light")
        self._icons: dict[tuple[str, str], QtGui.QIcon] = {}

    def colour(self, role: str) -> QtGui.QColor:
        """Return the colour of a role; KeyError when the scheme has no such role."""
        return QtGui.QColor(self.roles[role])

    def icon(self, name: str, role: str = "") -> QtGui.QIcon:
        """Return an icon in the colour of a role, by default that of ICON_ROLES; cached."""
        key = name, role or ICON_ROLES[name]
        if key not in self._icons:
            self._icons[key] = self._draw(*key)
        return self._icons[key]

    def style_sheet(self) -> str:
        """Return the style sheet with the colours filled in."""
        suffix = "-dark" if self.dark else ""
        pictures = {n: (_style_dir() / f"{n}{suffix}.svg").as_posix() for n in ("tick", "down")}
        text = (_style_dir() / "window.qss").read_text("utf-8")
        return Template(text).substitute(self.roles, **pictures)

    def palette(self) -> QtGui.QPalette:
        """Return the palette, for what the style sheet does not reach."""
        roles = {
            QtGui.QPalette.ColorRole.Window: "ground",
            QtGui.QPalette.ColorRole.WindowText: "ink",
            QtGui.QPalette.ColorRole.Base: "panel",
            QtGui.QPalette.ColorRole.AlternateBase: "hover",
            QtGui.QPalette.ColorRole.Text: "ink",
            QtGui.QPalette.ColorRole.Button: "panel",
            QtGui.QPalette.ColorRole.ButtonText: "ink",
            QtGui.QPalette.ColorRole.PlaceholderText: "muted",
            QtGui.QPalette.ColorRole.Highlight: "accent_pale",
            QtGui.QPalette.ColorRole.HighlightedText: "ink",
            QtGui.QPalette.ColorRole.ToolTipBase: "panel",
            QtGui.QPalette.ColorRole.ToolTipText: "ink",
            QtGui.QPalette.ColorRole.Link: "accent",
            QtGui.QPalette.ColorRole.Accent: "accent",
        }
        palette = QtGui.QPalette()
        for part, role in roles.items():
            palette.setColor(part, self.colour(role))
        disabled = QtGui.QPalette.ColorGroup.Disabled
        for part in (QtGui.QPalette.ColorRole.Text, QtGui.QPalette.ColorRole.ButtonText):
            palette.setColor(disabled, part, self.colour("muted"))
        return palette

    def _draw(self, name: str, role: str) -> QtGui.QIcon:
        svg = (resources_dir() / "icons" / f"{name}.svg").read_text("utf-8")
        coloured = _HEX_COLOUR.sub(self.roles[role], svg).encode()
        renderer = QtSvg.QSvgRenderer(QtCore.QByteArray(coloured))
        icon = QtGui.QIcon()
        for size in (16, 24, 32):
            picture = QtGui.QPixmap(size, size)
            picture.fill(QtCore.Qt.GlobalColor.transparent)
            painter = QtGui.QPainter(picture)
            renderer.render(painter)
            painter.end()
            # Without a pixmap of its own Qt tints the icon of a selected row.
            for mode in (QtGui.QIcon.Mode.Normal, QtGui.QIcon.Mode.Selected):
                icon.addPixmap(picture, mode)
        return icon


def read_colour_roles(scheme: str) -> Mapping[str, str]:
    """Read the colours of the scheme `light` or `dark` by role."""
    roles: dict[str, str] = tomllib.loads((_style_dir() / f"{scheme}.toml").read_text("utf-8"))
    return roles


def apply_theme(app: QtWidgets.QApplication) -> ColorTheme:
    """Set style, font, palette and style sheet, light or dark as the system is set.

    Return the theme.
    """
    dark = app.styleHints().colorScheme() is QtCore.Qt.ColorScheme.Dark
    theme = ColorTheme(dark=dark)
    # The native styles ignore parts of a style sheet; Fusion is the same on every system.
    app.setStyle("Fusion")
    font = QtGui.QFont()
    font.setFamilies(FONT_FAMILIES)
    font.setPointSizeF(FONT_POINT_SIZE)
    app.setFont(font)
    app.setPalette(theme.palette())
    app.setStyleSheet(theme.style_sheet())
    app.setWindowIcon(QtGui.QIcon(str(resources_dir() / "icons" / "app.svg")))
    return theme


def set_style_property(widget: QtWidgets.QWidget, name: str, value: object) -> None:
    """Set a property that selectors of the style sheet name, and style the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    # Qt does not look at the selectors again when a property changes, nor for labels inside.
    for part in (widget, *widget.findChildren(QtWidgets.QLabel)):
        part.style().unpolish(part)
        part.style().polish(part)


def _style_dir() -> Path:
    return resources_dir() / "style"
