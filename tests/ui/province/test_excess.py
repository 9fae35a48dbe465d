"""“▲” from 2 points: it fires where the survey would have made up for the excess."""

from decimal import Decimal
from pathlib import Path

from PySide6 import QtCore

from tests.factories.registers import YEAR, appraise_points
from tests.ui.province.conftest import OpenProvinceWindow
from xa_report.domain.item import Answer, ExternalScore
from xa_report.province.appraisal.province_values import set_province_values
from xa_report.province.database.appraisal import ProvinceValue
from xa_report.workflow.province import queries
from xa_report.workflow.province.register_setup import open_register


def test_an_excess_shows_beside_the_points_of_the_survey(
    register_path: Path, open_province_window: OpenProvinceWindow
) -> None:
    register = open_register(str(register_path), "Lê Thị Mai")
    unit = queries.list_communes(register)[4].code
    overview = queries.load_overview(register, YEAR)
    before = overview.rank_of(unit)
    assert before is not None
    assert overview.form is not None
    parts = before.candidate.parts
    codes = [c.code for c in overview.form.leaves() if c.code in parts and parts[c.code].points]
    appraise_points(register, unit, dict.fromkeys(codes[:6], "0"))
    score = ExternalScore(Decimal(95), "Điều tra", YEAR.last_day)
    value = ProvinceValue(unit, YEAR, "sipas_tthc", Answer(score), 0)
    set_province_values(register, YEAR, [value])
    window = open_province_window(register_path)
    commune = window.session.overview.rank_of(unit)
    assert commune is not None
    compared = commune.candidate.compared
    assert compared is not None
    assert compared.excess >= 2
    assert commune.candidate.result > commune.candidate.sent
    row = window.ranking.model.index_of(unit).row()
    assert str(window.ranking.model.index(row, 2).data()).startswith("▲")
    page = window.tracking
    page.sort_box.setCurrentIndex(4)
    tip = str(page.table.model().index(0, 5).data(QtCore.Qt.ItemDataRole.ToolTipRole))
    points = f"{compared.excess:.2f}".replace(".", ",")
    assert f"Tự chấm cao hơn thẩm định {points} điểm" in tip
