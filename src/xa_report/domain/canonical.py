"""Canonical JSON: one text for one value, so that texts can be compared and hashed."""

import json
import unicodedata
from typing import Any


def dump(value: object) -> str:
    """Write JSON as its one text: keys sorted, no spaces, NFC."""
    return clean(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def load(text: str) -> Any:
    """Read a text that `dump` wrote."""
    return json.loads(text)


def clean(text: str) -> str:
    """Make a text NFC, free of half characters and of NUL: not every store holds them."""
    text = text.replace("\0", "\ufffd")
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", text)
