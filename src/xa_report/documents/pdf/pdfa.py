"""PDF/A-3b from reportlab's pages: properties, attachments, deterministic id, validation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import pikepdf
from pikepdf import pdfa

FLAVOUR = "3b"
PRODUCER = "xa-report"


@dataclass(frozen=True, slots=True)
class PdfAttachment:
    """A file embedded in the PDF."""

    name: str
    data: bytes
    mediatype: str
    description: str


@dataclass(frozen=True, slots=True)
class PdfProperties:
    """Document properties: those of the information dictionary and of XMP."""

    title: str
    author: str
    created: datetime


def to_pdfa(pages: bytes, properties: PdfProperties, attachments: Sequence[PdfAttachment]) -> bytes:
    """Make a validated PDF/A-3b with attachments; the same input gives the same bytes."""
    with pikepdf.open(BytesIO(pages)) as pdf:
        for page in pdf.pages:
            # reportlab writes it on every page, and PDF/A knows no transitions.
            if "/Trans" in page:
                del page["/Trans"]
        _set_properties(pdf, properties)
        _attach_files(pdf, attachments, properties.created)
        pdfa.prepare(pdf, FLAVOUR)
        _restore_metadata(pdf, properties.created)
        out = BytesIO()
        pdfa.save(pdf, out, FLAVOUR, repair=False, deterministic_id=True)
    return out.getvalue()


def find_pdfa_violations(data: bytes) -> tuple[str, ...]:
    """Return number of the rule and place of each violation of PDF/A-3b; none where it conforms.

    Raise ValueError when the PDF cannot be read.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            violations = pdfa.check(pdf, FLAVOUR).violations
    except pikepdf.PdfError as error:
        raise ValueError(str(error)) from error
    return tuple(f"{each.rule.partition(':')[2] or each.rule}, {each.where}" for each in violations)


def _set_properties(pdf: pikepdf.Pdf, properties: PdfProperties) -> None:
    day = pdf_date_text(properties.created)
    pdf.Root.Lang = pikepdf.String("vi-VN")
    # Readers show the title instead of the file name.
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


def _restore_metadata(pdf: pikepdf.Pdf, created: datetime) -> None:
    """Replace the time of day, and the library's own name, that the preparation wrote.

    With a version in it, every release of the library would draw another document.
    """
    pdf.docinfo["/Producer"] = pikepdf.String(PRODUCER)
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:MetadataDate"] = created.isoformat(timespec="seconds")
        metadata["pdf:Producer"] = PRODUCER


def _attach_files(
    pdf: pikepdf.Pdf, attachments: Sequence[PdfAttachment], created: datetime
) -> None:
    day = pdf_date_text(created)
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
        # PDF/A-3 wants embedded files listed as associated files, too.
        pdf.Root.AF = pikepdf.Array(specs)


def pdf_date_text(moment: datetime) -> str:
    """Return a moment with its zone as PDF writes it: `D:20261122083015+07'00'`."""
    # strftime gives +0700; PDF wants apostrophes around the minutes.
    zone = f"{moment:%z}"
    return f"D:{moment:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
