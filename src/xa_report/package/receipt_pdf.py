"""Receipt that a signed PDF carries."""

from xa_report.domain.receipt import Receipt
from xa_report.errors import PackageFaultError
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.receipt_json import read_receipt_json

RECEIPT_NAME, LARGEST = "receipt.json", 8
"""What the PDF carries, and how many MiB it may have."""


def extract_receipt(pdf: bytes) -> Receipt:
    """Read the receipt in a PDF, whoever signed it; raise PackageFaultError when there is none."""
    return read_receipt_json(
        extract_data_files(pdf, {RECEIPT_NAME: LARGEST}, "phieu.pdf")[RECEIPT_NAME]
    )


def is_receipt_pdf(pdf: bytes) -> bool:
    """Return whether a PDF carries what a receipt carries, be it sound or not."""
    try:
        extract_data_files(pdf, {RECEIPT_NAME: LARGEST})
    except PackageFaultError:
        return False
    return True
