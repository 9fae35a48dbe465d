"""The published JSON Schemas of our documents, made from the types that reading uses."""

import json
from typing import Any

import msgspec

from xa_report.package import manifest
from xa_report.package.ranking_file import document as ranking
from xa_report.package.receipt import document as receipt
from xa_report.package.record import document

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SHAPES = {
    "report.schema.json": (document.RecordDocument, document.DOCUMENT_TYPE),
    "receipt.schema.json": (receipt.ReceiptDocument, receipt.DOCUMENT_TYPE),
    "datapackage.schema.json": (manifest.ManifestDocument, manifest.DOCUMENT_TYPE),
    "ranking.schema.json": (ranking.RankingDocument, ranking.DOCUMENT_TYPE),
}


def schemas() -> dict[str, bytes]:
    """Return each schema's text by its file name."""
    return {name: _text(*shape) for name, shape in SHAPES.items()}


def _text(shape: type, document_type: str) -> bytes:
    schema = msgspec.json.schema(shape)
    for part in schema["$defs"].values():
        _close(part)
    schema["$defs"][shape.__name__]["properties"]["documentType"] = {"const": document_type}
    head = {"$schema": DIALECT, "$id": f"{document_type}:schema:1"}
    return json.dumps(head | schema, ensure_ascii=False, indent=1).encode() + b"\n"


def _close(part: dict[str, Any]) -> None:
    """The version of the schema knows no other fields; a later one may."""
    if "properties" in part:
        part["additionalProperties"] = False
        part.pop("title", None)
