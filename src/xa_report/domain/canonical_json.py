"""Canonical JSON: one text for one value, so that texts can be compared and hashed."""

import json
import unicodedata
from typing import Any


def dumps(value: object) -> str:
    """Write a value as canonical JSON: keys sorted, no spaces, characters as they are.

    Raise ValueError for a float that is no number.
    """
    # RFC 8259 has no NaN and no Infinity: other readers would refuse the text.
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def dump_bytes(value: object) -> bytes:
    """Write canonical JSON as UTF-8; raise UnicodeEncodeError for lone surrogates."""
    return dumps(value).encode()


def dump_normalized(value: object) -> str:
    """Write canonical JSON as databases keep it, after `normalize_text`."""
    return normalize_text(dumps(value))


def loads(text: str) -> Any:
    """Read JSON; raise ValueError when it is none."""
    return json.loads(text)


def normalize_text(text: str) -> str:
    """Return a text in NFC, with U+FFFD for NUL and lone surrogates: not every store holds them."""
    # SQLite reads a text only up to its first NUL in many of its functions.
    text = text.replace("\0", "\ufffd")
    if not text.isascii():
        # UTF-16 joins surrogate pairs; what is still half is replaced, as UTF-8 cannot hold it.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)
