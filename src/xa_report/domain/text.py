"""Texts as they are searched for."""

import unicodedata


def strip_accents(text: str) -> str:
    """Return lower-case letters without accents: `Đúng hạn` and `dung han` become the same."""
    letters = unicodedata.normalize("NFD", text.casefold())
    # Unicode does not take the stroke of đ for an accent.
    return "".join(c for c in letters if not unicodedata.combining(c)).replace("đ", "d")
