"""The canonical, self-contained TOML text of a definition; its SHA-256 is the identity."""

import hashlib
import re
from collections.abc import Iterable
from decimal import Decimal

import tomli_w

from xa_report.definitions.catalogue import DefinitionCatalogue
from xa_report.definitions.source import TomlTable

TABLE_ARRAYS = (
    "area", "criterion", "bonus", "penalty", "band", "rating_limit", "check", "target", "test",
)  # fmt: skip
ORDERED_TABLES = frozenset({"options", "columns", "each", "cases"})
"""Keys of tables whose order people see: it stays as the author wrote it."""


def canonical_bytes(data: TomlTable, catalogue: DefinitionCatalogue, used: Iterable[str]) -> bytes:
    """Write the resolved definition as TOML: sorted keys, plain numbers, only what is used.

    Two files that mean the same give the same bytes, whatever their layout, comments, and files
    with items that they use; reading the bytes gives the same bytes again.
    """
    resolved: TomlTable = {}
    for head in ("form", "plan", "limits"):
        if head in data:
            resolved[head] = {key: v for key, v in data[head].items() if key != "uses"}
    refs = sorted(set(used))
    resolved["item"] = [catalogue.raw[ref] for ref in refs if ref in catalogue.items]
    resolved["indicator"] = [catalogue.raw[ref] for ref in refs if ref in catalogue.indicators]
    for table in TABLE_ARRAYS:
        resolved[table] = _sorted_rows(table, data.get(table, []))
    # Without empty tables: written or left out, they mean the same.
    full = {key: value for key, value in resolved.items() if value}
    return tomli_w.dumps({key: _canonical_entry(key, full[key]) for key in sorted(full)}).encode()


def content_sha256(content: bytes) -> str:
    """Return the identity of a definition, 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def _sorted_rows(table: str, rows: list[TomlTable]) -> list[TomlTable]:
    if table in ("area", "criterion"):
        return sorted(rows, key=lambda row: code_sort_key(str(row["code"])))
    if table in ("target", "check"):
        return sorted(rows, key=lambda row: str(row["id"]))
    if table == "test":
        return sorted(rows, key=lambda row: str(row["name"]))
    # The order of bands, limits, bonuses and penalties has a meaning: the author's is kept.
    return rows


def code_sort_key(code: str) -> tuple[int, ...]:
    """Return a key that sorts `1.10` after `1.9`."""
    # Bonuses have letters in their codes; more than nine digits would only cost time.
    return tuple(int(part) if re.fullmatch("[0-9]{1,9}", part) else 0 for part in code.split("."))


def _canonical_value(value: object) -> object:
    """Return a value with sorted keys; a decimal as short as it can be written."""
    if isinstance(value, dict):
        # Options, answers and cases keep the order of their author; the keys of the format do not.
        return {key: _canonical_entry(key, value[key]) for key in sorted(value)} | _canonical_day(
            value
        )
    if isinstance(value, list):
        return [_canonical_value(inner) for inner in value]
    if isinstance(value, Decimal):
        # `6` and `6.00` mean the same and shall give the same bytes.
        whole = value == value.to_integral_value()
        return int(value) if whole else value.normalize()
    return value


def _canonical_day(value: TomlTable) -> TomlTable:
    """Return the year offset of a day as a number; it may also be written as a text, "-1"."""
    year = value.get("year")
    return {"year": int(year)} if "day" in value and isinstance(year, str) else {}


def _canonical_entry(key: str, value: object) -> object:
    if key in ORDERED_TABLES and isinstance(value, dict):
        return {inner: _canonical_value(value[inner]) for inner in value}
    return _canonical_value(value)
