"""Takes the data out of a PDF; trusts neither its names nor its sizes."""

from collections.abc import Iterator, Mapping
from io import BytesIO
from types import MappingProxyType

import pikepdf

from xa_report.package.carrier.attached import Attached, attached_files
from xa_report.package.carrier.bombs import require_no_bomb
from xa_report.package.carrier.pages import require_plain_pages
from xa_report.package.carrier.streams import stream_bytes
from xa_report.package.faults import PackageCode, fault
from xa_report.package.names import MANIFEST, PDF, RECORD

MEBIBYTE = 2**20
LARGEST_PDF = 32
"""MiB."""
REPORT_DATA: Mapping[str, int] = MappingProxyType({RECORD: 8, MANIFEST: 8})
"""What a report carries, and how many MiB each may have."""


def extract(
    content: bytes, wanted: Mapping[str, int] = REPORT_DATA, name: str = PDF
) -> dict[str, bytes]:
    """Return the data files of a PDF: exactly the wanted ones, each once and declared as data.

    Raise PackageFaultError with the first thing that is wrong. Says nothing about signatures: only
    what a signature that covers the whole file protects may be believed.
    """
    if len(content) > LARGEST_PDF * MEBIBYTE:
        raise fault(PackageCode.PDF_TOO_LARGE, name=name, most=LARGEST_PDF)
    if not content.startswith(b"%PDF-"):
        raise fault(PackageCode.NOT_PDF, name=name)
    require_no_bomb(content, name)
    try:
        with pikepdf.open(BytesIO(content), attempt_recovery=False) as pdf:
            if pdf.is_encrypted:
                raise fault(PackageCode.PDF_ENCRYPTED, name=name)
            require_plain_pages(pdf)
            return dict(_contents(pdf, wanted))
    except pikepdf.PasswordError as error:
        raise fault(PackageCode.PDF_ENCRYPTED, name=name) from error
    except (pikepdf.PdfError, *_ODD_OBJECTS) as error:
        raise fault(PackageCode.NOT_PDF, name=name) from error


# What pikepdf raises when an object is of another kind than the standard wants in its place.
_ODD_OBJECTS = (
    AttributeError, TypeError, ValueError, KeyError, IndexError, RuntimeError, NotImplementedError,
)  # fmt: skip


def _contents(pdf: pikepdf.Pdf, wanted: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
    found = {file.name: file for file in _known(pdf, wanted)}
    for name, most in wanted.items():
        if name not in found:
            raise fault(PackageCode.NOT_ATTACHED, name=name)
        yield name, stream_bytes(found[name], most)


def _known(pdf: pikepdf.Pdf, wanted: Mapping[str, int]) -> Iterator[Attached]:
    seen = set()
    for file in attached_files(pdf):
        if file.name not in wanted:
            raise fault(PackageCode.ATTACHED_FOREIGN, name=file.name)
        if file.name in seen:
            raise fault(PackageCode.ATTACHED_TWICE, name=file.name)
        if not file.related:
            raise fault(PackageCode.NO_RELATION, name=file.name)
        seen.add(file.name)
        yield file
