"""Texts of the usual commune as others write them."""

import pytest

from xa_report.demo.documents import localize_text
from xa_report.domain.unit import Unit

VILLAGE = Unit("25531", "Xã Tân Hòa", "xã")
WARD = Unit("25459", "Phường Tân Ninh", "phường")


@pytest.mark.parametrize(
    ("unit", "text", "wanted"),
    [
        (VILLAGE, "UBND xã Tân Hội", "UBND xã Tân Hòa"),
        (VILLAGE, "TT. HĐND xã", "TT. HĐND xã"),
        (WARD, "Kết quả của xã Tân Hội", "Kết quả của phường Tân Ninh"),
        (WARD, "Chủ tịch UBND xã, tại ấp", "Chủ tịch UBND phường, tại khu phố"),
        (WARD, "mạng xã hội cấp xã", "mạng xã hội cấp phường"),
    ],
)
def test_own_name_and_kind(unit: Unit, text: str, wanted: str) -> None:
    assert localize_text(unit)(text) == wanted
