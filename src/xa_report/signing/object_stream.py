"""The list at the head of a PDF's object stream, read once for all objects in it."""

import re
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import (
    IndirectObject,
    PdfObject,
    Reference,
    StreamObject,
    read_object,
)
from pyhanko.pdf_utils.misc import PdfStrictReadError

from xa_report.signing.plain_object import read_plain

_PLAIN = re.compile(rb"[0-9\s]*")


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """What a stream holds: the numbers of its objects, and where each begins."""

    data: bytes
    numbers: tuple[int, ...]
    places: tuple[int, ...]

    def holds(self, number: int, index: int) -> bool:
        """Whether an object stands at an index, and nowhere before."""
        return number in self.numbers and self.numbers.index(number) == index

    def text(self, index: int) -> bytes:
        """The bytes from an object's beginning to where the list has the next one begin."""
        return self.data[self.places[index] : (*self.places[1:], len(self.data))[index]]

    def read(self, index: int, reference: Reference) -> PdfObject:
        """Return an object; raise PdfReadError when it may not stand in such a stream."""
        found = read_plain(self.data, self.places[index], reference)
        if found is None:
            stream = BytesIO(self.data)
            stream.seek(self.places[index])
            found = read_object(stream, reference)
        if isinstance(found, StreamObject | IndirectObject):
            raise PdfStrictReadError("Forbidden object type in object stream")
        return found


def read_list(stream: PdfObject) -> ObjectStream:
    """Read the list of a stream; an empty one when it is not as plain as writers make it."""
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return ObjectStream(b"", (), ())
    count, first = int(stream["/N"]), int(stream["/First"])
    data = stream.read_data(DecodePurpose.OBJECT_STREAM)
    found = [int(word) for word in data[:first].split()] if _PLAIN.fullmatch(data[:first]) else []
    if len(found) != 2 * count:
        return ObjectStream(b"", (), ())
    return ObjectStream(data, tuple(found[::2]), tuple(first + at for at in found[1::2]))
