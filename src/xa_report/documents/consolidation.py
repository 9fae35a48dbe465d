"""All files of one consolidation: PDF report, workbook, open data."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xa_report.documents.opendata.data_files import datapackage_files, parquet_files
from xa_report.documents.pdf.province.report import write_province_report
from xa_report.documents.xlsx.province.province_workbook import write_province_workbook
from xa_report.domain.province.consolidation import Consolidation
from xa_report.files import write_all

DATA_FOLDER_SUFFIX = "du-lieu"
FileContents = dict[Path, bytes]
ArtifactBuilder = tuple[str, Callable[[], FileContents]]
"""What is made, for those who wait; and its files by where they belong."""


def consolidation_file_stem(consolidation: Consolidation) -> str:
    """ASCII, at most 50 characters with every ending: `TH_80_2026-Q1`."""
    code = "".join(c for c in consolidation.province.code if c.isascii() and c.isalnum())[:16]
    return f"TH_{code}_{consolidation.period}"


def artifact_builders(
    consolidation: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
) -> tuple[ArtifactBuilder, ...]:
    """Name and maker of each part: the PDF first, then the workbook, then the data.

    A maker writes nothing: it gives files by where they belong. That of Parquet raises UsageError
    when pyarrow is missing.
    """
    stem = consolidation_file_stem(consolidation)
    data = folder / f"{stem}_{DATA_FOLDER_SUFFIX}"

    def report() -> FileContents:
        pdf = BytesIO()
        write_province_report(consolidation, pdf, clock)
        return {folder / f"{stem}.pdf": pdf.getvalue()}

    def workbook() -> FileContents:
        book = BytesIO()
        write_province_workbook(consolidation, book)
        return {folder / f"{stem}.xlsx": book.getvalue()}

    makers: tuple[ArtifactBuilder, ...] = (
        ("lập báo cáo tổng hợp PDF", report),
        ("lập bảng tính Excel", workbook),
        ("lập dữ liệu mở", lambda: datapackage_files(consolidation, data)),
    )
    return (
        (*makers, ("lập Parquet", lambda: parquet_files(consolidation, data)))
        if parquet
        else makers
    )


def write_consolidation_files(
    consolidation: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
) -> tuple[Path, ...]:
    """Write the PDF, the workbook and the data of one consolidation; the PDF comes first.

    All are made before the first is put in place. Raise UsageError when Parquet is wanted and
    pyarrow is missing, EnvironmentFailedError when the folder cannot be written.
    """
    contents: FileContents = {}
    for _, make in artifact_builders(consolidation, folder, clock, parquet):
        contents |= make()
    return write_all(contents)
