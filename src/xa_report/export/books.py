"""All books of the province about one period: report, workbook, open data."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xa_report.domain.consolidation import Consolidation
from xa_report.export.data.writing import datapackage, parquet_files
from xa_report.export.document.province.writing import write_province_report
from xa_report.export.placing import place_all
from xa_report.export.workbook.province.writing import write_province_workbook

DATA = "du-lieu"


def books_stem(all_of: Consolidation) -> str:
    """ASCII, at most 50 characters with every ending: `TH_80_2026-Q1`."""
    code = "".join(c for c in all_of.province.code if c.isascii() and c.isalnum())[:16]
    return f"TH_{code}_{all_of.period}"


def write_books(
    all_of: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
) -> tuple[Path, ...]:
    """Write the PDF, the workbook and the data of one consolidation; the PDF comes first.

    All are made before the first is put in place. Raise UsageError when Parquet is wanted and
    pyarrow is missing, EnvironmentFailedError when the folder cannot be written.
    """
    stem, pdf, book = books_stem(all_of), BytesIO(), BytesIO()
    data = folder / f"{stem}_{DATA}"
    more = parquet_files(all_of, data) if parquet else {}
    write_province_report(all_of, pdf, clock)
    write_province_workbook(all_of, book)
    contents = {folder / f"{stem}.pdf": pdf.getvalue(), folder / f"{stem}.xlsx": book.getvalue()}
    return place_all(contents | datapackage(all_of, data) | more)
