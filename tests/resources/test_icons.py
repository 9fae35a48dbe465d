"""The icons are drawn at the sizes of the window, each in one colour of the palette."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).parents[2] / "resources" / "icons"
COLOURS = {
    "met": "#1B7F4B",
    "below": "#9A5B00",
    "missing": "#B3261E",
    "empty": "#5F6B7A",
    "province": "#5F6B7A",
    "lock": "#5F6B7A",
    "evidence": "#0B5CAD",
    "target": "#0B5CAD",
}


def painted(name: str, size: int) -> set[tuple[int, int]]:
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / f"{name}.svg")).render(painter, QRectF(0, 0, size, size))
    painter.end()
    cells = ((x, y) for x in range(size) for y in range(size))
    return {(x, y) for x, y in cells if image.pixelColor(x, y).alpha() > 127}


def test_the_set_is_complete() -> None:
    assert {p.stem for p in ICONS.glob("*.svg")} == {"app", *COLOURS}


@pytest.mark.parametrize("name", COLOURS)
def test_an_icon_has_its_one_colour(name: str) -> None:
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9A-F]{6}", text)) == {COLOURS[name]}
    assert "currentColor" not in text


@pytest.mark.parametrize("size", [16, 20])
def test_no_two_icons_look_alike_without_colour(size: int) -> None:
    shapes = {name: frozenset(painted(name, size)) for name in COLOURS}
    assert min(map(len, shapes.values())) >= 20
    assert len(set(shapes.values())) == len(COLOURS)


@pytest.mark.parametrize("size", [16, 32, 256])
def test_the_application_icon_fills_its_square(size: int) -> None:
    assert len(painted("app", size)) >= 0.9 * size * size
