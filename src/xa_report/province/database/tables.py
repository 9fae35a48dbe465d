"""Tables for queries; the migrations build them, with types and constraints."""

from sqlalchemy import BigInteger, Double, Integer, LargeBinary, TableClause, Text, column, table


def _table(name: str, *columns: str) -> TableClause:
    """Return a table; a column is a text unless its name ends in a type, as `:int`."""
    return table(name, *(column(*_split_type(one)) for one in columns))


ColumnType = type[Text | Integer | BigInteger | LargeBinary | Double[float]]


def _split_type(name: str) -> tuple[str, ColumnType]:
    bare, _, kind = name.partition(":")
    return bare, _KINDS[kind]


_KINDS: dict[str, ColumnType] = {
    "": Text, "int": Integer, "big": BigInteger, "bytes": LargeBinary, "double": Double,
}  # fmt: skip


META = _table("meta", "key", "value")
UNITS = _table(
    "units", "code", "name", "kind", "plain", "valid_from", "valid_to", "successor", "formed"
)
DEFINITIONS = _table(
    "definitions", "sha256", "kind", "id", "version", "title", "canonical:bytes", "added", "who"
)
TRUSTED = _table("trusted", "sha256", "kind", "name", "der:bytes", "added", "who")
SIGNERS = _table("signers", "sha256", "unit", "role", "name", "der:bytes", "origin", "added", "who")
BLOBS = _table("blobs", "sha256", "size:big")
CHUNKS = _table("chunks", "sha256", "position:int", "bytes:bytes")
SUBMISSIONS = _table(
    "submissions", "id:int", "unit", "period", "sequence:int", "manifest_sha256", "file_sha256",
    "kind", "name", "form_sha256", "record:bytes", "verdict", "reasons", "signers", "received",
    "who",
)  # fmt: skip
RECOMPUTED = _table("recomputed", "submission:int", "code", "sent", "computed")
CASES = _table(
    "cases", "unit", "period", "submission:int", "state", "version:int", "changed", "who"
)
ENTRIES = _table(
    "entries", "unit", "period", "round", "kind", "ref", "value", "reason", "text",
    "submission:int", "version:int", "changed", "who",
)  # fmt: skip
EXPLANATIONS = _table(
    "explanations", "unit", "period", "code", "text", "origin", "version:int", "changed", "who"
)
RETURNS = _table(
    "returns", "id:int", "unit", "period", "submission:int", "answered:int", "deadline",
    "changed", "who",
)  # fmt: skip
RETURN_LINES = _table("return_lines", "return_id:int", "code", "reason", "text")
PROVIDED = _table("provided", "unit", "period", "ref", "value", "version:int", "changed", "who")
RECEIPTS = _table(
    "receipts", "unit", "period", "number:int", "kind", "submission:int", "sha256", "changed",
    "who",
)  # fmt: skip
QUARANTINE = _table(
    "quarantine", "id:int", "file_sha256", "name", "arrival", "code", "reason", "unit", "period",
    "sequence:int", "state", "note", "changed", "who",
)  # fmt: skip
RESULTS = _table(
    "results", "unit", "period", "submission:int", "sent", "result", "applicable", "percent",
    "rating", "state", "parts", "keys", "sent_compared", "result_compared",
)  # fmt: skip
EVENTS = _table("events", "seq:int", "at", "who", "what", "payload", "previous", "hash")
FIGURE_LABELS = _table("figure_labels", "id:int", "kind", "name")
FIGURE_SHEETS = _table("figure_sheets", "unit:int", "period:int")
FIGURES = _table("figures", "unit:int", "period:int", "ref:int", "value:double")
FIGURE_TOTALS = _table(
    "figure_totals", "period:int", "ref:int", "counted:big", "total:double"
)  # fmt: skip
PROOFS = _table(
    "proofs", "submission:int", "kind", "layout", "differences", "program", "changed", "who"
)
