"""The points that both sides are compared on are stored, on either database."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import update

from tests.factories.registers import YEAR, RegisterDefinitions, examine_unsigned
from tests.factories.signed_submissions import FORM, PLAN
from xa_report.domain.province.ranking import ComparedPoints
from xa_report.domain.report import Report
from xa_report.domain.unit import Unit
from xa_report.province.database import cases
from xa_report.province.database.tables import RESULTS
from xa_report.province.intake.import_file import import_examined_file
from xa_report.province.register import Register
from xa_report.workflow.province import queries

POINTS = ComparedPoints(Decimal("9.25"), Decimal("6.5"))


@pytest.fixture
def unit(province_register: Register, tmp_path: Path) -> Unit:
    """A commune whose report has come."""
    unit = queries.list_communes(province_register)[0]
    sent = Report(unit, YEAR, FORM.sha256, (PLAN.sha256,))
    known = RegisterDefinitions(FORM, (PLAN,))
    import_examined_file(province_register, examine_unsigned(sent, known, tmp_path))
    return unit


def read_result(register: Register, unit: Unit) -> cases.CaseResult:
    with register.database.read() as connection:
        (read,) = cases.results_of_period(connection, YEAR, {unit.code: unit})
    return read


@pytest.mark.parametrize("points", [POINTS, None])
def test_the_points_come_back(
    province_register: Register, unit: Unit, points: ComparedPoints | None
) -> None:
    read = read_result(province_register, unit)
    assert read.ranking_candidate.compared is not None
    changed = replace(read, ranking_candidate=replace(read.ranking_candidate, compared=points))
    with province_register.database.write() as connection:
        cases.save_result(connection, YEAR, changed)
    assert read_result(province_register, unit).ranking_candidate.compared == points


def test_a_row_of_an_earlier_program_has_none(province_register: Register, unit: Unit) -> None:
    with province_register.database.write() as connection:
        connection.execute(update(RESULTS).values(sent_compared=None, result_compared=None))
    assert read_result(province_register, unit).ranking_candidate.compared is None
