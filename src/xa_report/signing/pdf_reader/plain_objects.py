"""Reader of plainly written PDF objects and object streams; anything else is left to pyHanko."""

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    Reference,
    StreamObject,
    _maybe_read_stream_payload,
    pdf_string,
    read_object,
    read_string_from_stream,
)
from pyhanko.pdf_utils.misc import PdfStrictReadError

_TOKEN_GAP = rb"[ \n\r\t\f\0]"
_TOKEN_END = rb"(?=[ \n\r\t\f\0/\[\]<>()])"
_TOKEN_PATTERN = re.compile(
    _TOKEN_GAP + rb"*(?:"
    rb"/(?P<name>[A-Za-z0-9_.+:-]+)" + _TOKEN_END + rb"|"
    rb"(?P<to>[1-9][0-9]{0,6})[ \n\r](?P<ref>[0-9]{1,5})[ \n\r]R" + _TOKEN_END + rb"|"
    rb"(?P<int>[+-]?[0-9]+)(?![\s\0]+[0-9]+[\s\0]+R)" + _TOKEN_END + rb"|"
    rb"(?P<real>[+-]?[0-9]+\.[0-9]+)" + _TOKEN_END + rb"|"
    rb"(?P<dict><<)|(?P<end>>>|\])|(?P<list>\[)|"
    rb"<(?P<hex>(?:[0-9A-Fa-f]{2})*)>|"
    rb"\((?P<text>[^()\\\r]*)\)|"
    rb"(?P<word>true|false|null)" + _TOKEN_END + rb"|"
    rb"(?P<open>\())"
)
OBJECT_HEAD_PATTERN = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) obj(?=[ \n\r<\[])")
"""Number and generation of an object."""
_OBJECT_END_PATTERN = re.compile(_TOKEN_GAP + rb"*endobj")


def read_plain_at(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read a numbered object with its head and end."""
    head = OBJECT_HEAD_PATTERN.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    reading = _ObjectReading(data, head.end(), ref)
    found = reading.object()
    if isinstance(found, DictionaryObject) and not _OBJECT_END_PATTERN.match(data, reading.at):
        found = reading.stream(found)
    return found if _OBJECT_END_PATTERN.match(data, reading.at) else None


def read_plain(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read an object at a place; `ref` is what it belongs to."""
    return _ObjectReading(data, at, ref).object()


@lru_cache(maxsize=1024)
def _name_object(name: bytes) -> NameObject:
    return NameObject(f"/{name.decode('ascii')}")


class _ObjectReading:
    """One object while it is read."""

    def __init__(self, data: bytes, at: int, ref: Reference) -> None:
        self.data, self.at, self.ref = data, at, ref

    def object(self) -> PdfObject | None:
        """The object here when it is plain to its end."""
        match = self._next()
        return None if match is None else self._made(match)

    def stream(self, head: DictionaryObject) -> StreamObject | None:
        """The stream whose dictionary was just read."""
        source = BytesIO(self.data)
        source.seek(self.at)
        content = _maybe_read_stream_payload(source, head, self.ref.get_pdf_handler())
        if content is None:
            return None
        self.at = source.tell()
        found = StreamObject(head, encoded_data=content)
        found.container_ref = self.ref
        return found

    def _next(self) -> re.Match[bytes] | None:
        match = _TOKEN_PATTERN.match(self.data, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def _made(self, match: re.Match[bytes]) -> PdfObject | None:
        kind = match.lastgroup or ""
        made: PdfObject | None
        if kind == "dict":
            made = self._dictionary()
        elif kind == "list":
            made = self._array()
        elif kind == "end":
            return None
        else:
            made = self._leaf(kind, match[kind], match)
        if made is not None:
            made.container_ref = self.ref
        return made

    def _dictionary(self) -> DictionaryObject | None:
        found: dict[NameObject, PdfObject] = {}
        while (match := self._next()) is not None:
            if match["end"] == b">>":
                return DictionaryObject(found)
            if match.lastgroup != "name" or (key := _name_object(match["name"])) in found:
                return None
            value = self.object()
            if value is None:
                return None
            found[key] = value
        return None

    def _array(self) -> ArrayObject | None:
        found = ArrayObject()
        while (match := self._next()) is not None:
            if match["end"] == b"]":
                return found
            value = self._made(match)
            if value is None:
                return None
            found.append(value)
        return None

    def _leaf(self, kind: str, text: bytes, match: re.Match[bytes]) -> PdfObject:
        made: PdfObject
        if kind == "name":
            made = NameObject(_name_object(text))
        elif kind == "ref":
            made = IndirectObject(int(match["to"]), int(text), self.ref.get_pdf_handler())
        elif kind in {"int", "real"}:
            made = (NumberObject if kind == "int" else FloatObject)(text.decode("ascii"))
        elif kind == "open":
            made = self._escaped(match.end() - 1)
        elif kind == "word":
            made = NullObject() if text == b"null" else BooleanObject(text == b"true")
        else:
            made = pdf_string(bytes.fromhex(text.decode("ascii")) if kind == "hex" else text)
        return made

    def _escaped(self, at: int) -> PdfObject:
        """A text with escapes or brackets in it, as pyHanko reads it."""
        source = BytesIO(self.data)
        source.seek(at)
        found: PdfObject = read_string_from_stream(source)
        self.at = source.tell()
        return found


_NUMBER_LIST_PATTERN = re.compile(rb"[0-9\s]*")


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """What a stream holds: the numbers of its objects, and where each begins."""

    data: bytes
    numbers: tuple[int, ...]
    offsets: tuple[int, ...]

    def has_object_at(self, number: int, index: int) -> bool:
        """Whether an object stands at an index, and nowhere before."""
        return number in self.numbers and self.numbers.index(number) == index

    def object_bytes(self, index: int) -> bytes:
        """The bytes from an object's beginning to where the list has the next one begin."""
        return self.data[self.offsets[index] : (*self.offsets[1:], len(self.data))[index]]

    def read_object(self, index: int, reference: Reference) -> PdfObject:
        """Return an object; raise PdfReadError when it may not stand in such a stream."""
        found = read_plain(self.data, self.offsets[index], reference)
        if found is None:
            stream = BytesIO(self.data)
            stream.seek(self.offsets[index])
            found = read_object(stream, reference)
        if isinstance(found, StreamObject | IndirectObject):
            raise PdfStrictReadError("Forbidden object type in object stream")
        return found


def read_object_stream(stream: PdfObject) -> ObjectStream:
    """Read the list of a stream; an empty one when it is not as plain as writers make it."""
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return ObjectStream(b"", (), ())
    count, first = int(stream["/N"]), int(stream["/First"])
    data = stream.read_data(DecodePurpose.OBJECT_STREAM)
    found = (
        [int(word) for word in data[:first].split()]
        if _NUMBER_LIST_PATTERN.fullmatch(data[:first])
        else []
    )
    if len(found) != 2 * count:
        return ObjectStream(b"", (), ())
    return ObjectStream(data, tuple(found[::2]), tuple(first + at for at in found[1::2]))
