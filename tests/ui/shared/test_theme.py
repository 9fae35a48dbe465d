"""Both colour sets have the same roles and can be read."""

import re

import pytest

from xa_report.paths import resources_dir
from xa_report.ui.shared.theme import ICON_ROLES, ColorTheme, read_colour_roles

PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted") for ground in ("ground", "panel", "accent_pale")],
    ("accent", "panel"),
    ("on_accent", "accent"),
    *[(state, f"{state}_pale") for state in ("met", "below", "missing", "quiet")],
    *[(state, ground) for state in ("met", "below", "missing") for ground in ("panel", "ground")],
    *[(state, "accent_pale") for state in ("met", "below", "missing")],
]


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    low, high = sorted((luminance(colour), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_both_sets_have_the_same_roles():
    assert read_colour_roles("light").keys() == read_colour_roles("dark").keys()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_can_be_read(scheme, ink, ground):
    roles = read_colour_roles(scheme)
    assert contrast(roles[ink], roles[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_the_sheet_is_filled_in_and_names_only_files_that_are_there(dark):
    sheet = ColorTheme(dark=dark).style_sheet()
    assert "$" not in sheet
    pictures = re.findall(r'url\("([^"]+)"\)', sheet)
    assert pictures
    assert all((resources_dir() / "style" / picture).is_file() for picture in pictures)


@pytest.mark.parametrize("name", ICON_ROLES)
def test_an_icon_is_drawn_in_the_colour_of_its_role(qapp, name):
    theme = ColorTheme(dark=True)
    image = theme.icon(name, "met").pixmap(24, 24).toImage()
    colours = {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {theme.colour("met").name()}
