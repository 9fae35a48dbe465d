"""The descriptor `datapackage.json`: Frictionless Data Package v2 with the data dictionary."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.data.csv_text import GUARD_WORDS
from xa_report.export.data.table import Field, Table

PROFILES = "https://datapackage.org/profiles/2.0"
NAME = "datapackage.json"
Json = dict[str, object]


def descriptor_bytes(
    all_of: Consolidation, tables: Sequence[Table], contents: Mapping[str, bytes]
) -> bytes:
    """The descriptor of tables whose CSV files are known by the tables' names."""
    form = all_of.form
    whole: Json = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"cchc-th-{all_of.province.code}-{all_of.period}".lower(),
        "title": f"Kết quả cải cách hành chính cấp xã {all_of.period.label}, "
        f"{all_of.province.name}",
        "description": f"Do {all_of.agency} tổng hợp. {GUARD_WORDS}",
        "created": all_of.made.isoformat(timespec="seconds"),
        "version": "1.0.0",
        "contributors": [{"title": all_of.agency, "roles": ["publisher"]}],
        "sources": [{"title": f"{form.title} (phiên bản {form.version}, SHA-256 {form.sha256})"}],
        "resources": [_resource(table, contents[table.name]) for table in tables],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode("utf-8")


def _resource(table: Table, content: bytes) -> Json:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(field) for field in table.fields],
            "primaryKey": list(table.key),
            "missingValues": [""],
            "foreignKeys": [
                {
                    "fields": list(link.fields),
                    "reference": {"resource": link.table, "fields": list(link.keys)},
                }
                for link in table.links
            ],
        },
    }


def _field(field: Field) -> Json:
    limits: Json = {}
    if field.required:
        limits["required"] = True
    if field.allowed:
        limits["enum"] = list(field.allowed)
    told: Json = {"name": field.name, "type": str(field.type), "title": field.title}
    more = (("description", field.description), ("unit", field.unit), ("constraints", limits))
    return told | {key: value for key, value in more if value}
