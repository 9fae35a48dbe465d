"""Writing the open data: CSV files with their descriptor, and the same tables as Parquet."""

from pathlib import Path

from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.data.criterion_table import criterion_table
from xa_report.export.data.csv_text import csv_bytes
from xa_report.export.data.descriptor import NAME, descriptor_bytes
from xa_report.export.data.dictionary_table import dictionary_table
from xa_report.export.data.figure_tables import indicator_table, item_table
from xa_report.export.data.parquet import parquet_bytes
from xa_report.export.data.table import Table
from xa_report.export.data.target_table import target_table
from xa_report.export.data.unit_tables import result_table, unit_table


def tables_of(all_of: Consolidation) -> tuple[Table, ...]:
    """All tables in the order in which they name one another."""
    makers = (
        dictionary_table, unit_table, result_table, criterion_table, item_table, indicator_table,
        target_table,
    )  # fmt: skip
    return tuple(make(all_of) for make in makers)


def datapackage(all_of: Consolidation, folder: Path) -> dict[Path, bytes]:
    """The files of the data package by where they belong; the descriptor comes last."""
    tables = tables_of(all_of)
    contents = {table.name: csv_bytes(table) for table in tables}
    descriptor = descriptor_bytes(all_of, tables, contents)
    files = {folder / f"{name}.csv": content for name, content in contents.items()}
    return files | {folder / NAME: descriptor}


def parquet_files(all_of: Consolidation, folder: Path) -> dict[Path, bytes]:
    """Every table as Parquet by where it belongs; UsageError when pyarrow is not installed."""
    return {folder / f"{table.name}.parquet": parquet_bytes(table) for table in tables_of(all_of)}
