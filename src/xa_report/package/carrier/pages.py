"""Refuses pages with files of their own, where other data could hide, and pages that are bombs."""

import pikepdf
from pikepdf import Name

from xa_report.package.carrier.drawing import Drawing
from xa_report.package.faults import PackageCode, fault

MOST_PAGES = 2000


def require_plain_pages(pdf: pikepdf.Pdf) -> None:
    """Raise PackageFaultError when a page carries a file, or would take too long to be read."""
    if len(pdf.pages) > MOST_PAGES:
        raise fault(PackageCode.PDF_BOMB, name="PDF")
    drawing = Drawing()
    for number, page in enumerate(pdf.pages, start=1):
        attached = [a for a in page.get("/Annots", ()) if a.get("/Subtype") == Name.FileAttachment]
        if attached or "/AF" in page:
            raise fault(PackageCode.PAGE_ATTACHMENT, page=number)
        drawing.require_modest(page)
