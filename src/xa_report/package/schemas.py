"""Published JSON Schemas of our documents, generated from the types that reading uses."""

import json
from typing import Any

import msgspec

from xa_report.package import manifest, ranking_schema, receipt_json, report_schema

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_TYPES = {
    "report.schema.json": (report_schema.RecordDocument, report_schema.REPORT_DOCUMENT_TYPE),
    "receipt.schema.json": (receipt_json.ReceiptDocument, receipt_json.RECEIPT_DOCUMENT_TYPE),
    "datapackage.schema.json": (manifest.ManifestDocument, manifest.MANIFEST_DOCUMENT_TYPE),
    "ranking.schema.json": (ranking_schema.RankingDocument, ranking_schema.RANKING_DOCUMENT_TYPE),
}


def build_schemas() -> dict[str, bytes]:
    """Return the bytes of each schema by its file name."""
    return {name: _schema_text(*shape) for name, shape in SCHEMA_TYPES.items()}


def _schema_text(shape: type, document_type: str) -> bytes:
    schema = msgspec.json.schema(shape)
    for part in schema["$defs"].values():
        _close(part)
    schema["$defs"][shape.__name__]["properties"]["documentType"] = {"const": document_type}
    head = {"$schema": DIALECT, "$id": f"{document_type}:schema:1"}
    return json.dumps(head | schema, ensure_ascii=False, indent=1).encode() + b"\n"


def _close(part: dict[str, Any]) -> None:
    """Forbid other fields: this version of the schema knows none, a later one may."""
    if "properties" in part:
        part["additionalProperties"] = False
        part.pop("title", None)
