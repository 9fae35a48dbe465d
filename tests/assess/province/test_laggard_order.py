"""The communes behind a target of shares stand in the order of their own shortfalls.

By unit code, the commune that lacks most was often the last, and was not among the named ones.
"""

import pytest

from tests.assess.province.test_province_targets import MISSED, province, row
from tests.factories.assessments import parse_day, target_text


@pytest.mark.parametrize(
    ("op", "value", "ref", "answers", "order"),
    [
        # A count that each commune should reach.
        (">=", 10, "a", [9, 10, 2, 7], ["Xã 2", "Xã 3", "Xã 0"]),
        ("<=", 3, "a", [4, 9, 3, 6], ["Xã 1", "Xã 3", "Xã 0"]),
        # Equal ones by unit code.
        (">=", 10, "a", [4, 2, 4, 10], ["Xã 1", "Xã 0", "Xã 2"]),
        # A percentage that is typed and does not add up.
        (">=", 90, "pt", [89.5, 12, 90, 60.25], ["Xã 1", "Xã 3", "Xã 0"]),
    ],
)
def test_the_largest_shortfall_comes_first(op, value, ref, answers, order) -> None:
    result = row(target_text(ref, op, value), [{ref: answer} for answer in answers])
    assert result.state is MISSED
    assert [laggard.unit.name for laggard in result.laggards] == order


def test_the_latest_day_comes_first() -> None:
    days = ["2026-01-16", "2026-03-01", "2026-01-10", "2026-02-01"]
    text = target_text("ngay", "from", parse_day("2026-01-15"))
    result = row(text, [{"ngay": parse_day(day)} for day in days])
    assert [laggard.unit.name for laggard in result.laggards] == ["Xã 1", "Xã 3", "Xã 0"]


def test_answers_without_a_size_stay_in_the_order_of_codes() -> None:
    result = row(province("co", ">=", 90, "share"), [{"co": yes} for yes in (False, True, False)])
    assert [laggard.unit.name for laggard in result.laggards] == ["Xã 0", "Xã 2"]
