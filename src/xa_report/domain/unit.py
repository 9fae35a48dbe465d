"""Administrative units: the commune that reports and the province above it."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from xa_report.domain.text import fold_signs


@dataclass(frozen=True, slots=True)
class Unit:
    """A province or a commune; codes are texts with their leading zeros."""

    code: str
    name: str
    """With its kind: `Xã Tân Hội`."""
    kind: str
    """`xã`, `phường`, `đặc khu`, `tỉnh` or `thành phố`."""
    province_code: str = ""
    province_name: str = ""
    formed: date | None = None
    """First day of the unit's work; deadlines of its first year count from it."""

    @property
    def agency(self) -> str:
        """The people's committee of the unit: `UBND xã Tân Hội`."""
        return f"UBND {self.name[:1].lower()}{self.name[1:]}"


TONE_MARKS = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook, dot below; circumflex, breve and horn make letters of their own."""


@lru_cache(maxsize=2**14)
def normalize_unit_name(name: str) -> str:
    """Return a name for comparing: `Hoà` equals `Hòa`, `Phú Mỹ` and `Phù Mỹ` differ; cached."""
    letters = unicodedata.normalize("NFD", fold_signs(name))
    # Lists disagree on the spaces of `Chân Mây - Lăng Cô`.
    dashed = letters.replace(" -", "-").replace("- ", "-")
    return " ".join(_tone_last(word) for word in dashed.split())


def _tone_last(word: str) -> str:
    """Return a word with the tone marks of each syllable behind its letters."""
    # sorted is stable: letters and other accents keep their order.
    return "-".join(
        "".join(sorted(part, key=lambda letter: letter in TONE_MARKS)) for part in word.split("-")
    )
