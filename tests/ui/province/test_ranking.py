"""The ranking: numbers, heat cells that can be read in both themes, ties, and the next rank."""

import math
from fractions import Fraction

import pytest
from PySide6 import QtGui, QtWidgets

from tests.ui.keyboard import Key, press
from xa_report.domain.assessment import TargetState
from xa_report.ui.province.heat_map import STEP_STARTS, color_step, heat_cell_text
from xa_report.ui.province.pages.ranking import FIXED_COLUMN_COUNT, NOTICED_EXCESS
from xa_report.ui.shared.theme import read_colour_roles


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(colour: str, other: str) -> float:
    bright, dark = sorted((luminance(colour), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_heat_cell_can_be_read(scheme):
    roles = read_colour_roles(scheme)
    for step in range(len(STEP_STARTS)):
        assert contrast(roles[f"heat_{step}"], roles[f"heat_{step}_ink"]) >= 4.5
    grounds = [luminance(roles[f"heat_{step}"]) for step in range(len(STEP_STARTS))]
    assert grounds == sorted(grounds, reverse=scheme == "light")


def test_a_percentage_is_never_shown_as_one_of_a_higher_ground():
    for number in range(0, 10001, 7):
        percent = Fraction(number, 100)
        shown = Fraction(int(heat_cell_text(percent)))
        assert color_step(shown) == color_step(percent)
        assert shown <= percent < shown + 1
    assert heat_cell_text(Fraction(9999, 100)) == "99"
    assert heat_cell_text(None) == "–"


@pytest.fixture
def page(province_window):
    province_window.navigator.show_page(province_window.ranking)
    return province_window.ranking


def colour_at(page, row, column):
    rect = page.table.visualRect(page.model.index(row, column))
    picture = page.table.viewport().grab(rect).toImage()
    return picture.pixelColor(8, 8).name()


def test_cells_are_painted_in_their_colour_also_when_selected(province_window, page, theme):
    for row in range(4):
        page.table.setCurrentIndex(page.model.index(row, 0))
        QtWidgets.QApplication.processEvents()
        for column in range(FIXED_COLUMN_COUNT, page.model.columnCount()):
            area = province_window.session.overview.form.areas[column - FIXED_COLUMN_COUNT]
            percent = page.model.rows[row].candidate.parts[area.code].percent
            if not percent:  # surveyed, and nothing is entered yet
                continue
            wanted = QtGui.QColor(theme.roles[f"heat_{color_step(percent)}"]).name()
            assert colour_at(page, row, column) == wanted


def test_the_four_numbers(province_window, page, qtbot):
    numbers = page.metrics
    assert (numbers.sent.number_label.text(), numbers.closed.number_label.text()) == (
        "12 / 96",
        "1",
    )
    percents = [one.candidate.percent for one in province_window.session.overview.ranking.ranked]
    mean = sum(percents) / len(percents)
    assert numbers.mean.number_label.text() == f"{float(mean):.2f} %".replace(".", ",")
    qtbot.waitUntil(
        lambda: province_window.session.consolidation_loader.consolidation is not None,
        timeout=20000,
    )
    due = [
        target
        for target in province_window.session.consolidation_loader.consolidation.targets
        if not target.ahead
    ]
    met = sum(one.state is TargetState.MET for one in due)
    assert numbers.targets.number_label.text() == f"{met} / {len(due)}"


def test_equals_are_marked_and_told(page):
    tied = [one for one in page.model.rows if one.tied]
    assert len(tied) == 2
    index = page.model.index_of(tied[0].candidate.unit.code)
    assert index.data() == f"= {tied[0].rank}"
    assert tied[1].candidate.unit.name in page.model.data(index, 3)
    assert page.provisional.word == "Tạm thời: 11 xã chưa chốt điểm"


def test_a_self_assessment_far_above_is_marked(page):
    for row, ranked in enumerate(page.model.rows):
        over = ranked.candidate.sent - ranked.candidate.result
        assert page.model.index(row, 2).data().startswith("▲") == (over >= NOTICED_EXCESS)


def test_the_foot_says_what_the_next_rank_takes(province_window, page):
    first, second = page.model.rows[0].candidate, page.model.rows[1].candidate
    page.table.setCurrentIndex(page.model.index(1, 0))
    lacking = (first.percent - second.percent) * Fraction(second.result) / second.percent
    points = f"{math.ceil(lacking * 100) / 100:.2f}".replace(".", ",")
    words = province_window.footer.text_label.text()
    assert province_window.footer.title_label.text() == second.unit.name
    assert f"cần thêm {points} điểm để " in words
    assert f"hạng 1 ({first.unit.name})" in words
    page.table.setCurrentIndex(page.model.index(0, 0))
    assert "hạng cao nhất" in province_window.footer.text_label.text()


def test_what_the_province_has_not_entered_yet_is_no_zero(province_window, page):
    """The area of the survey: no points yet, which is nobody's loss."""
    last = page.model.columnCount() - 1
    for row, ranked in enumerate(page.model.rows):
        assert ranked.candidate.parts["8"].points == 0
        assert page.model.index(row, last).data() == "–"
        assert page.model.index(row, last).data(3).endswith("tỉnh chưa nhập kết quả điều tra.")
        page.table.setCurrentIndex(page.model.index(row, 0))
        assert "ở 8." not in province_window.footer.text_label.text()


def test_a_rating_that_was_lowered_is_starred_and_says_why(province_window, page, qtbot):
    qtbot.waitUntil(
        lambda: province_window.session.consolidation_loader.consolidation is not None,
        timeout=20000,
    )
    rating = 5
    assert not any(page.model.index(n, rating).data().endswith("*") for n in range(12))
    candidate = page.model.rows[1].candidate
    province_window.session.consolidation_loader.lowered_ratings = {
        candidate.unit.code: "Không đạt mức Tốt vì có tiêu chí 0 điểm (3.7)."
    }
    index = page.model.index(1, rating)
    assert index.data() == f"{candidate.rating}*"
    assert (
        index.data(3)
        == province_window.session.consolidation_loader.lowered_ratings[candidate.unit.code]
    )
    page.table.setCurrentIndex(page.model.index(1, 0))
    assert province_window.footer.text_label.text().startswith(
        "không đạt mức Tốt vì có tiêu chí 0 điểm (3.7); "
    )


def test_enter_opens_the_criteria(province_window, page):
    page.table.setCurrentIndex(page.model.index(4, 0))
    press(page.table, Key.Key_Return)
    assert province_window.current_page is province_window.appraisal
    assert province_window.appraisal.case.sheet.unit == page.model.rows[4].candidate.unit


def test_every_cell_says_the_whole_number(province_window, page):
    tip = page.model.index(0, FIXED_COLUMN_COUNT).data(3)
    area = province_window.session.overview.form.areas[0]
    assert tip.startswith(f"1. {area.title}: ")
    assert "điểm), hạng " in tip
