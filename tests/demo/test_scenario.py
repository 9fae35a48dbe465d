"""Who takes part in the demonstration of a province."""

import pytest

from xa_report.demo.scenario import OTHER_PROVINCE, PROVINCE, choose_scenario
from xa_report.errors import UsageError


@pytest.mark.parametrize("communes", [3, 12, 94])
def test_everybody_has_one_part(communes: int) -> None:
    scenario = choose_scenario(7, communes)
    codes = [unit.code for unit in scenario.listed_units]
    assert len(set(codes)) == communes + 2
    assert codes == sorted(codes)
    assert {unit.province_code for unit in scenario.listed_units} == {PROVINCE}
    assert scenario.foreign.unit.province_code == OTHER_PROVINCE
    assert scenario.explaining_commune not in scenario.returned_communes
    assert all(-0.16 <= commune.profile.skill <= 0.06 for commune in scenario.report_makers)


def test_a_seed_decides_who_and_how() -> None:
    assert choose_scenario(1, 12) == choose_scenario(1, 12)
    assert choose_scenario(1, 12) != choose_scenario(2, 12)


@pytest.mark.parametrize("communes", [-1, 0, 2, 95, 1000])
def test_a_number_that_cannot_be_is_refused(communes: int) -> None:
    with pytest.raises(UsageError, match="từ 3 đến 94"):
        choose_scenario(1, communes)
