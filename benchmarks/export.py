"""The PDF and the workbook of the demonstration beside LibreOffice converting the workbook."""

import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from xa_report.demo.commune import build_commune_demo
from xa_report.demo.documents import DRAWN_AT
from xa_report.documents.pdf.commune.content import ReportContent
from xa_report.documents.pdf.commune.report import write_report_pdf
from xa_report.documents.xlsx.report.report_workbook import WorkbookContent, write_report_workbook

RUNS = 5
PDF_LIMIT = 0.2
"""Of the time that LibreOffice takes to turn the workbook into a PDF, for 12 pages."""


def median_ms(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> bool:
    """Print the medians and ratios; return whether the limit is held."""
    folder = Path(tempfile.mkdtemp())
    try:
        return _measure(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path) -> bool:
    made = build_commune_demo(folder / "demo")
    work = made.year
    pdf_source = ReportContent(work.report, work.form, work.plans, work.assessment)
    pages = write_report_pdf(pdf_source, BytesIO(), lambda: DRAWN_AT).pages
    pdf = median_ms(lambda: write_report_pdf(pdf_source, BytesIO(), lambda: DRAWN_AT))
    book_source = WorkbookContent(
        work.report, work.form, work.plans, work.assessment, work.previous, DRAWN_AT
    )
    book = median_ms(lambda: write_report_workbook(book_source, BytesIO()))
    rows = len(work.form.criteria)
    print(f"report PDF: {pdf:.0f} ms for {pages} pages, {pdf * 12 / pages:.0f} ms per 12 pages")
    print(f"workbook: {book:.0f} ms, {rows} criteria, {len(work.items())} items")
    office = shutil.which("soffice")
    if office is None:
        print("LibreOffice is not here: no ratio.")
        return True
    book_path = made.exported[-1].xlsx
    command = [
        office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
        "--convert-to", "pdf", "--outdir", str(folder), str(book_path),
    ]  # fmt: skip
    converted = median_ms(lambda: subprocess.run(command, check=True, capture_output=True))
    ratio = pdf * 12 / pages / converted
    print(f"LibreOffice converts the workbook in {converted:.0f} ms")
    print(f"12 pages of PDF / LibreOffice: {ratio:.2f} (limit {PDF_LIMIT})")
    return ratio <= PDF_LIMIT


if __name__ == "__main__":
    main()
