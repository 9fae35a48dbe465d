"""From reportlab's pages to PDF/A-3b: properties, attachments, fixed identity, proof."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import pdfa

from xa_report.export.document.source import Attachment

FLAVOUR = "3b"
PRODUCER = "xa-report"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says about itself."""

    title: str
    author: str
    made: datetime


def archive(pages: bytes, properties: Properties, attachments: Sequence[Attachment]) -> bytes:
    """Make pages a proven PDF/A-3b with attachments; the same input gives the same bytes."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        for page in pdf.pages:
            # reportlab writes it on every page, and PDF/A knows no transitions.
            if "/Trans" in page:
                del page["/Trans"]
        _describe(pdf, properties)
        _attach(pdf, attachments, properties.made)
        pdfa.prepare(pdf, FLAVOUR)
        _date(pdf, properties.made)
        out = BytesIO()
        pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    return out.getvalue()


def _describe(pdf: pikepdf.Pdf, properties: Properties) -> None:
    day = pdf_date(properties.made)
    pdf.Root.Lang = pikepdf.String("vi-VN")
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    del pdf.docinfo  # reportlab wrote its own name and a day of the year 2000
    for key, text in (
        ("/Title", properties.title),
        ("/Author", properties.author),
        ("/Creator", PRODUCER),
        ("/Producer", PRODUCER),
        ("/CreationDate", day),
        ("/ModDate", day),
    ):
        pdf.docinfo[key] = pikepdf.String(text)


def _date(pdf: pikepdf.Pdf, made: datetime) -> None:
    """Replace the time of day that the preparation wrote into the metadata."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = made.isoformat(timespec="seconds")


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], made: datetime) -> None:
    day = pdf_date(made)
    for attachment in attachments:
        spec = pikepdf.AttachedFileSpec(
            pdf,
            attachment.data,
            filename=attachment.name,
            description=attachment.description,
            mime_type=attachment.mediatype,
            creation_date=day,
            mod_date=day,
        )
        spec.relationship = pikepdf.Name.Data
        pdf.attachments[attachment.name] = spec
    if attachments:
        specs = [pdf.attachments[attachment.name].obj for attachment in attachments]
        pdf.Root.AF = pikepdf.Array(specs)


def pdf_date(moment: datetime) -> str:
    """A moment with its zone as PDF writes it: `D:20261122083015+07'00'`."""
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
