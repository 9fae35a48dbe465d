"""The receipt that a PDF carries as an attachment."""

from xa_report.domain.receipt import Receipt
from xa_report.errors import PackageFaultError
from xa_report.package.carrier.extracting import extract
from xa_report.package.receipt.reading import read_receipt

NAME, LARGEST = "receipt.json", 8
"""What the PDF carries, and how many MiB it may have."""


def carried_receipt(pdf: bytes) -> Receipt:
    """Read the receipt in a PDF, whoever signed it; raise PackageFaultError when there is none."""
    return read_receipt(extract(pdf, {NAME: LARGEST}, "phieu.pdf")[NAME])


def is_receipt(pdf: bytes) -> bool:
    """Return whether a PDF carries what a receipt carries, be it sound or not."""
    try:
        extract(pdf, {NAME: LARGEST})
    except PackageFaultError:
        return False
    return True
