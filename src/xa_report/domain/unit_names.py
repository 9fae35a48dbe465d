"""When two spellings are the same name: case, spaces, apostrophes, dashes and tone placement."""

import unicodedata
from functools import lru_cache

TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
"""Grave, acute, tilde, hook, dot below; circumflex, breve and horn make letters of their own."""
DASHES = "\u2010\u2011\u2013\u2014\u2212"
SAME = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'") | dict.fromkeys(DASHES, "-"))


@lru_cache(maxsize=2**14)
def alike(name: str) -> str:
    """A name as it is compared; `Hoà` and `Hòa` come out the same, `Phú Mỹ` and `Phù Mỹ` do not."""
    letters = unicodedata.normalize("NFD", name.translate(SAME).casefold())
    dashed = letters.replace(" -", "-").replace("- ", "-")
    return " ".join(_tone_last(word) for word in dashed.split())


def _tone_last(word: str) -> str:
    """Tones of a syllable behind its letters, wherever they were written."""
    return "-".join(
        "".join(sorted(part, key=lambda letter: letter in TONES)) for part in word.split("-")
    )
