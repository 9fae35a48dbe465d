"""Several forms in one period: the ranking shows one of them at a time, and all are there."""

from pathlib import Path

from tests.factories.two_forms import OTHER, USUAL, create_two_form_province
from tests.ui.province.conftest import OpenProvinceWindow


def test_the_ranking_offers_each_form(
    tmp_path: Path, open_province_window: OpenProvinceWindow
) -> None:
    province = create_two_form_province(tmp_path)
    page = open_province_window(province.database).ranking
    box = page.form_box
    assert not box.isHidden()
    assert [box.itemText(n) for n in range(box.count())] == [
        f"{USUAL.form.title} – 2 xã",
        f"{OTHER.form.title} – 1 xã",
    ]
    assert [row.candidate.unit for row in page.model.rows] == list(province.units[:2])
    box.setCurrentIndex(1)
    assert [row.candidate.unit for row in page.model.rows] == [province.units[2]]
    page.show_period()
    assert box.currentIndex() == 1


def test_one_form_needs_no_choice(
    register_path: Path, open_province_window: OpenProvinceWindow
) -> None:
    assert open_province_window(register_path).ranking.form_box.isHidden()
