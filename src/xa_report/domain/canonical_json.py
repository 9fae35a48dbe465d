"""Canonical JSON: one text for one value, so that texts can be compared and hashed."""

import json
import unicodedata
from typing import Any


def dumps(value: object) -> str:
    """Write JSON as its one text: keys sorted, no spaces, characters as they are.

    Raise ValueError for a float that is no number.
    """
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def dump_bytes(value: object) -> bytes:
    """Write the one text as UTF-8; raise UnicodeEncodeError for half characters."""
    return dumps(value).encode()


def dump_normalized(value: object) -> str:
    """Write the one text as stores keep it, after `normalize_text`."""
    return normalize_text(dumps(value))


def loads(text: str) -> Any:
    """Read a text that was written here."""
    return json.loads(text)


def normalize_text(text: str) -> str:
    """Make a text NFC, free of half characters and of NUL: not every store holds them."""
    text = text.replace("\0", "\ufffd")
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)
