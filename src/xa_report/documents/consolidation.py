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
"""A description of the part for progress messages, and the function that builds its files."""


def consolidation_file_stem(consolidation: Consolidation) -> str:
    """Return the ASCII stem of file names: `TH_80_2026-Q1`, at most 50 with every ending."""
    code = "".join(c for c in consolidation.province.code if c.isascii() and c.isalnum())[:16]
    return f"TH_{code}_{consolidation.period}"


def form_suffix(consolidation: Consolidation) -> str:
    """Return `_` and the ASCII id of the form, for the files of a form that is not the main one.

    With the version where another form of the period has the same id.
    """
    form = consolidation.form
    same_id = any(other.form.id == form.id for other in consolidation.other_forms)
    name = f"{form.id}-{form.version}" if same_id else form.id
    return "_" + "".join(c for c in name if c.isascii() and (c.isalnum() or c in "-_."))


def artifact_builders(
    consolidation: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
    *,
    suffix: str = "",
) -> tuple[ArtifactBuilder, ...]:
    """Return description and builder of each part: PDF, workbook, data, then Parquet.

    `suffix` ends the stem of every name. A builder writes nothing: it returns contents by path.
    That of Parquet raises UsageError when pyarrow is missing.
    """
    stem = f"{consolidation_file_stem(consolidation)}{suffix}"
    data = folder / f"{stem}_{DATA_FOLDER_SUFFIX}"

    def report() -> FileContents:
        pdf = BytesIO()
        write_province_report(consolidation, pdf, clock)
        return {folder / f"{stem}.pdf": pdf.getvalue()}

    def workbook() -> FileContents:
        content = BytesIO()
        write_province_workbook(consolidation, content)
        return {folder / f"{stem}.xlsx": content.getvalue()}

    builders: tuple[ArtifactBuilder, ...] = (
        ("lập báo cáo tổng hợp PDF", report),
        ("lập bảng tính Excel", workbook),
        ("lập dữ liệu mở", lambda: datapackage_files(consolidation, data)),
    )
    return (
        (*builders, ("lập Parquet", lambda: parquet_files(consolidation, data)))
        if parquet
        else builders
    )


def write_consolidation_files(
    consolidation: Consolidation,
    folder: Path,
    clock: Callable[[], datetime],
    parquet: bool = False,
) -> tuple[Path, ...]:
    """Write the PDF, the workbook and the data of one consolidation; return paths, PDF first.

    All contents are built before the first file is written. Raise UsageError when Parquet is wanted
    and pyarrow is missing, EnvironmentFailedError when the folder cannot be written.
    """
    contents: FileContents = {}
    for _, build in artifact_builders(consolidation, folder, clock, parquet):
        contents |= build()
    return write_all(contents)
