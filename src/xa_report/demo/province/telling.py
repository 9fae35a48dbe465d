"""Texts written for the usual commune, as another commune would write them."""

import re
from collections.abc import Callable

from xa_report.domain.unit import Unit

USUAL = "xã Tân Hội"
KIND = re.compile(r"\bxã\b(?! hội)")
HAMLET = re.compile(r"\bấp\b")


def retold(unit: Unit) -> Callable[[str], str]:
    """How a unit retells a text: with its own name and, for a ward, its own kind."""
    own = f"{unit.name[:1].lower()}{unit.name[1:]}"

    def tell(text: str) -> str:
        parts = text.split(USUAL)
        return own.join(parts if unit.kind == "xã" else map(_urban, parts))

    return tell


def _urban(text: str) -> str:
    return HAMLET.sub("khu phố", KIND.sub("phường", text))
