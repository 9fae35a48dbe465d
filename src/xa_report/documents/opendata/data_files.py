"""The files of the data package: CSV text, the descriptor `datapackage.json`, Parquet files."""

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from io import StringIO
from pathlib import Path

from xa_report.documents.opendata.data_dictionary import dictionary_table
from xa_report.documents.opendata.data_table import DataTable, TableCell, TableField
from xa_report.documents.opendata.figure_tables import indicator_table, item_table
from xa_report.documents.opendata.parquet import parquet_bytes
from xa_report.documents.opendata.result_tables import (
    criterion_table,
    result_table,
    target_table,
    unit_table,
)
from xa_report.documents.xlsx.cell_text import FORMULA_STARTS, clean_cell_text
from xa_report.domain.province.consolidation import Consolidation

# As OWASP advises: https://owasp.org/www-community/attacks/CSV_Injection
GUARD = "'"
"""Prefix of texts that a spreadsheet would run as formulas, and of those that begin with it."""
GUARD_WORDS = (
    "Văn bản bắt đầu bằng một trong các dấu = + - @ ' hoặc ký tự tab được thêm dấu ' ở đầu để bảng "
    "tính không chạy như công thức; khi đọc, bỏ một dấu ' ở đầu nếu có. Ký tự điều khiển được thay "
    "bằng hình của nó (␇). Ô trống là không có giá trị; số dùng dấu chấm thập phân."
)
PROFILES = "https://datapackage.org/profiles/2.0"
DESCRIPTOR_NAME = "datapackage.json"
CSV_ENCODING = "utf-8-sig"
"""Name of UTF-8 with a byte order mark in Python and in Frictionless."""
_JsonObject = dict[str, object]


def csv_bytes(table: DataTable) -> bytes:
    """Return the table as UTF-8 with a head row and Windows line ends (RFC 4180).

    A byte order mark comes first: without one, Excel reads the file in the old code page of the
    machine, and every Vietnamese letter is broken.
    """
    # csv writes CRLF by default; newline="" keeps StringIO from translating it.
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([field.name for field in table.fields])
    writer.writerows([csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue().encode(CSV_ENCODING)


def csv_cell(cell: TableCell) -> str:
    """Return one value as CSV holds it: an empty text for None, ISO 8601 for dates."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard_formula(cell)
    # Before numbers: bool is an int in Python.
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    return str(cell)


def guard_formula(text: str) -> str:
    """Return a text without control characters that no spreadsheet takes for a formula."""
    safe = clean_cell_text(text)
    return f"{GUARD}{safe}" if safe.startswith((*FORMULA_STARTS, GUARD)) else safe


def descriptor_bytes(
    consolidation: Consolidation, tables: Sequence[DataTable], contents: Mapping[str, bytes]
) -> bytes:
    """Return `datapackage.json` of the tables; `contents` are their CSV files by table name."""
    form = consolidation.form
    descriptor: _JsonObject = {
        "$schema": f"{PROFILES}/datapackage.json",
        # Data Package asks for lower case in names.
        "name": f"cchc-th-{consolidation.province.code}-{consolidation.period}".lower(),
        "title": f"Kết quả cấp xã theo “{form.title}” {consolidation.period.label}, "
        f"{consolidation.province.name}",
        "description": f"Do {consolidation.agency} tổng hợp. {GUARD_WORDS}",
        "created": consolidation.created.isoformat(timespec="seconds"),
        "version": "1.0.0",
        "contributors": [{"title": consolidation.agency, "roles": ["publisher"]}],
        "sources": [{"title": f"{form.title} (phiên bản {form.version}, SHA-256 {form.sha256})"}],
        "resources": [_resource_json(table, contents[table.name]) for table in tables],
    }
    return json.dumps(descriptor, ensure_ascii=False, indent=2).encode("utf-8")


def _resource_json(table: DataTable, content: bytes) -> _JsonObject:
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": CSV_ENCODING,
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field_json(field) for field in table.fields],
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


def _field_json(field: TableField) -> _JsonObject:
    limits: _JsonObject = {}
    if field.required:
        limits["required"] = True
    if field.allowed:
        limits["enum"] = list(field.allowed)
    descriptor: _JsonObject = {"name": field.name, "type": str(field.type), "title": field.title}
    more = (("description", field.description), ("unit", field.unit), ("constraints", limits))
    return descriptor | {key: value for key, value in more if value}


def open_data_tables(consolidation: Consolidation) -> tuple[DataTable, ...]:
    """Build all tables; a table comes after those that its links refer to."""
    builders = (
        dictionary_table, unit_table, result_table, criterion_table, item_table, indicator_table,
        target_table,
    )  # fmt: skip
    return tuple(build(consolidation) for build in builders)


def datapackage_files(consolidation: Consolidation, folder: Path) -> dict[Path, bytes]:
    """Return the files of the data package by their paths; the descriptor comes last."""
    tables = open_data_tables(consolidation)
    contents = {table.name: csv_bytes(table) for table in tables}
    descriptor = descriptor_bytes(consolidation, tables, contents)
    files = {folder / f"{name}.csv": content for name, content in contents.items()}
    # Last in order: who finds the descriptor finds every file that it lists.
    return files | {folder / DESCRIPTOR_NAME: descriptor}


def parquet_files(consolidation: Consolidation, folder: Path) -> dict[Path, bytes]:
    """Return every table as Parquet by path; raise UsageError without pyarrow."""
    return {
        folder / f"{table.name}.parquet": parquet_bytes(table)
        for table in open_data_tables(consolidation)
    }
