"""Points are never grouped: 1.250 is 1,25 in a field, a verb and the cells of every workbook."""

from decimal import Decimal

import pytest

from tests.factories.typed_texts import ITEMS
from tests.flow.doors.door import Door


@pytest.mark.parametrize(
    ("text", "points"), [("1.250", "1.25"), ("0.500", "0.5"), ("1,25", "1.25"), ("2", "2")]
)
def test_points_mean_the_same_at_every_door(door: Door, text: str, points: str):
    for target in door.targets:
        if target.removeprefix("province ") in ITEMS:
            continue
        door.restore()
        result = door.enter(target, text)
        stored = door.state().values.get(target)
        value = getattr(stored, "value", stored)
        # A file of answers has the notation of TOML: no quotation marks, no comma.
        assert value in ((None,) if result.shown is None else (Decimal(points),))
        is_number = text.replace(".", "").isdigit()
        assert (
            result.shown is not None
            or not is_number
            or "dấu nháy" in result.sentence
            or ("không đặt trong nháy" in result.sentence)
        )
