"""The files of a report as they came, from a package or from a PDF that came alone."""

from dataclasses import dataclass

from xa_report.package.package_files import MANIFEST_NAME, RECORD_NAME
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.reader import Package


@dataclass(frozen=True, slots=True)
class SentDocuments:
    """The files of a report as they came."""

    record: bytes
    manifest: bytes
    pdf: bytes
    workbook: bytes | None = None
    """None for a PDF that came alone."""


def sent_package(package: Package) -> SentDocuments:
    """Return the files of an open package; its reader has compared them with the PDF's own."""
    return SentDocuments(
        package.files[RECORD_NAME].read_bytes(),
        package.files[MANIFEST_NAME].read_bytes(),
        package.pdf,
        package.workbook.read_bytes(),
    )


def sent_pdf(pdf: bytes) -> SentDocuments:
    """Return the files within a PDF; raise PackageFaultError when it carries none."""
    parts = extract_data_files(pdf)
    return SentDocuments(parts[RECORD_NAME], parts[MANIFEST_NAME], pdf)
