"""Incremental writer of PDFs whose bytes depend on the input alone."""

from hashlib import sha256

from pyhanko.pdf_utils.generic import ArrayObject, ByteStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader


class AppendingWriter(IncrementalPdfFileWriter):
    """Writer that appends what it is asked for, and neither the time nor a name of its own.

    Overrides two private methods of pyHanko, which would write the machine's time into properties
    and metadata and a random number into the identifier. A signature has its own time, and what
    our signing appends is an exact set of objects (decision 0026).
    """

    def _update_meta(self) -> None:
        """Leave properties and metadata as they are: they tell when the report was drawn."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        """Return the identifier of the document, and one of this revision from all before it."""
        prev.stream.seek(0)
        revision = sha256(prev.stream.read()).digest()[:16]
        first = prev.trailer["/ID"][0] if "/ID" in prev.trailer else ByteStringObject(revision)
        return ArrayObject([ByteStringObject(bytes(_bytes_of(first))), ByteStringObject(revision)])


def _bytes_of(identifier: object) -> bytes:
    """Return the bytes of an identifier, which pyHanko reads as a text where it can be one."""
    original = getattr(identifier, "original_bytes", identifier)
    return original if isinstance(original, bytes) else str(original).encode("latin-1")
