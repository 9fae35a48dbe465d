"""Extraction of the receipt attached to a signed PDF."""

from types import MappingProxyType

from xa_report.domain.receipt import Receipt
from xa_report.errors import PackageFaultError
from xa_report.package.pdf_attachments.extraction import extract_data_files
from xa_report.package.receipt_json import RECEIPT_NAME, read_receipt_json

RECEIPT_DATA_FILES = MappingProxyType({RECEIPT_NAME: 8})
"""File attached to a receipt, and the most MiB of it."""


def extract_receipt(pdf: bytes) -> Receipt:
    """Read the receipt in a PDF, whoever signed it; raise PackageFaultError when there is none."""
    return read_receipt_json(extract_data_files(pdf, RECEIPT_DATA_FILES, "phieu.pdf")[RECEIPT_NAME])


def is_receipt_pdf(pdf: bytes) -> bool:
    """Return whether a PDF carries the file of a receipt, be its content sound or not."""
    try:
        extract_data_files(pdf, RECEIPT_DATA_FILES)
    except PackageFaultError:
        return False
    return True
