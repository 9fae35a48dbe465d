"""The part of a record that a correction must leave as it was, and its hash."""

from hashlib import sha256
from typing import Any

from msgspec import to_builtins

from xa_report.domain.canonical_json import dump_bytes
from xa_report.domain.receipt import ReopenedFields
from xa_report.package.record.record import Record
from xa_report.package.record.writing import document_of

FREE = frozenset(
    {
        "documentType", "specVersion", "sequence", "replaces", "reasons", "letterhead", "outcome",
        "log", "correction",
    }
)  # fmt: skip
"""What every submission says anew."""


def locked_part(record: Record, opened: ReopenedFields) -> dict[str, Any]:
    """All of `report.json` that is neither said anew each time nor a field of an open criterion."""
    whole = to_builtins(document_of(record))
    locked = {key: value for key, value in whole.items() if key not in FREE}
    closed = (("answers", opened.items), ("manual", opened.codes), ("explanations", opened.codes))
    for name, free in closed:
        locked[name] = {key: value for key, value in whole[name].items() if key not in free}
    locked["evidence"] = [use for use in whole["evidence"] if use["criterion"] not in opened.codes]
    return locked


def unchanged_hash(record: Record, opened: ReopenedFields) -> str:
    """SHA-256 over the canonical JSON of the locked part."""
    return sha256(dump_bytes(locked_part(record, opened))).hexdigest()
