"""All books of the province about one period: report, workbook, open data."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xa_report.domain.province.consolidation import Consolidation
from xa_report.export.data.writing import datapackage, parquet_files
from xa_report.export.document.province.writing import write_province_report
from xa_report.export.workbook.province.writing import write_province_workbook
from xa_report.files import write_all

DATA = "du-lieu"
Contents = dict[Path, bytes]
Maker = tuple[str, Callable[[], Contents]]
"""What is made, for those who wait; and its files by where they belong."""


def books_stem(all_of: Consolidation) -> str:
    """ASCII, at most 50 characters with every ending: `TH_80_2026-Q1`."""
    code = "".join(c for c in all_of.province.code if c.isascii() and c.isalnum())[:16]
    return f"TH_{code}_{all_of.period}"


def book_makers(
    all_of: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
) -> tuple[Maker, ...]:
    """Name and maker of each part: the PDF first, then the workbook, then the data.

    A maker writes nothing: it gives files by where they belong. That of Parquet raises UsageError
    when pyarrow is missing.
    """
    stem = books_stem(all_of)
    data = folder / f"{stem}_{DATA}"

    def report() -> Contents:
        pdf = BytesIO()
        write_province_report(all_of, pdf, clock)
        return {folder / f"{stem}.pdf": pdf.getvalue()}

    def workbook() -> Contents:
        book = BytesIO()
        write_province_workbook(all_of, book)
        return {folder / f"{stem}.xlsx": book.getvalue()}

    makers: tuple[Maker, ...] = (
        ("lập báo cáo tổng hợp PDF", report),
        ("lập bảng tính Excel", workbook),
        ("lập dữ liệu mở", lambda: datapackage(all_of, data)),
    )
    return (*makers, ("lập Parquet", lambda: parquet_files(all_of, data))) if parquet else makers


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
    contents: Contents = {}
    for _, make in book_makers(all_of, folder, clock, parquet):
        contents |= make()
    return write_all(contents)
