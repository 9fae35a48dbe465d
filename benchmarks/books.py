"""The province's PDF and workbook of 168 communes, as many as the largest province has."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import time
from collections.abc import Callable
from io import BytesIO

from tests.factories import consolidations
from xa_report.documents.opendata.data_files import datapackage_files
from xa_report.documents.pdf.province.report import write_province_report
from xa_report.documents.xlsx.province.province_workbook import write_province_workbook

COMMUNES, LIMIT = 168, 30.0
"""Seconds for the PDF and the workbook together."""


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> bool:
    """Print the times; return whether the limit is held."""
    all_of = consolidations.build_consolidation(COMMUNES, 8)
    pages = write_province_report(all_of, BytesIO(), lambda: consolidations.MADE).pages
    pdf = seconds(lambda: write_province_report(all_of, BytesIO(), lambda: consolidations.MADE))
    book = seconds(lambda: write_province_workbook(all_of, BytesIO()))
    data = seconds(lambda: datapackage_files(all_of, Path()))
    print(
        f"books of {COMMUNES} communes: PDF {pdf:.2f} s for {pages} pages, workbook {book:.2f} s, "
        f"data package {data:.2f} s (PDF and workbook: limit {LIMIT:.0f} s)"
    )
    return pdf + book <= LIMIT


if __name__ == "__main__":
    main()
