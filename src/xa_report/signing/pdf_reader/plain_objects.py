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

# What can be read in one way only. Comments, names with #xx, texts with escapes or a bare CR, and
# numbers in unusual spellings match nothing here, so that pyHanko reads them (decision 0011).
# A token ends where a delimiter stands, else `123abc` would be read as a number.
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
# Single blanks, as writers put them; any other head is left to pyHanko.
OBJECT_HEAD_PATTERN = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) obj(?=[ \n\r<\[])")
"""Head of an object, with groups for its number and its generation."""
_OBJECT_END_PATTERN = re.compile(_TOKEN_GAP + rb"*endobj")
_NUMBER_LIST_PATTERN = re.compile(rb"[0-9\s]*")


def read_plain_at(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read the numbered object that begins at an offset; None unless it is plain from head to end.

    `ref` is the number that is expected in the head.
    """
    head = OBJECT_HEAD_PATTERN.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    parser = _ObjectParser(data, head.end(), ref)
    pdf_object = parser.read_object()
    if isinstance(pdf_object, DictionaryObject) and not parser.is_at_end():
        pdf_object = parser.read_stream(pdf_object)
    return pdf_object if parser.is_at_end() else None


def read_plain(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read the object at an offset, None unless it is plain; `ref` is the object that holds it."""
    return _ObjectParser(data, at, ref).read_object()


# The same names stand in nearly every dictionary; bounded, because strangers choose them.
@lru_cache(maxsize=1024)
def _name_object(name: bytes) -> NameObject:
    return NameObject(f"/{name.decode('ascii')}")


class _ObjectParser:
    """Parser of one object, which gives up with None at the first token that is not plain."""

    def __init__(self, data: bytes, at: int, ref: Reference) -> None:
        self.data, self.at, self.ref = data, at, ref

    def is_at_end(self) -> bool:
        """Return whether `endobj` follows."""
        return _OBJECT_END_PATTERN.match(self.data, self.at) is not None

    def read_object(self) -> PdfObject | None:
        """Read the next object; None when it is not plain to its end."""
        match = self._next_token()
        return None if match is None else self._build_object(match)

    def read_stream(self, head: DictionaryObject) -> StreamObject | None:
        """Read the content after a dictionary; None when no stream follows it."""
        source = BytesIO(self.data)
        source.seek(self.at)
        content = _maybe_read_stream_payload(source, head, self.ref.get_pdf_handler())
        if content is None:
            return None
        self.at = source.tell()
        stream = StreamObject(head, encoded_data=content)
        stream.container_ref = self.ref
        return stream

    def _next_token(self) -> re.Match[bytes] | None:
        match = _TOKEN_PATTERN.match(self.data, self.at)
        if match is not None:
            self.at = match.end()
        return match

    def _build_object(self, match: re.Match[bytes]) -> PdfObject | None:
        kind = match.lastgroup or ""
        pdf_object: PdfObject | None
        if kind == "dict":
            pdf_object = self._read_dictionary()
        elif kind == "list":
            pdf_object = self._read_array()
        elif kind == "end":
            return None
        else:
            pdf_object = self._build_leaf(kind, match[kind], match)
        if pdf_object is not None:
            pdf_object.container_ref = self.ref
        return pdf_object

    def _read_dictionary(self) -> DictionaryObject | None:
        entries: dict[NameObject, PdfObject] = {}
        while (match := self._next_token()) is not None:
            if match["end"] == b">>":
                return DictionaryObject(entries)
            # A key that stands twice can be read in two ways.
            if match.lastgroup != "name" or (key := _name_object(match["name"])) in entries:
                return None
            value = self.read_object()
            if value is None:
                return None
            entries[key] = value
        return None

    def _read_array(self) -> ArrayObject | None:
        array = ArrayObject()
        while (match := self._next_token()) is not None:
            if match["end"] == b"]":
                return array
            value = self._build_object(match)
            if value is None:
                return None
            array.append(value)
        return None

    def _build_leaf(self, kind: str, text: bytes, match: re.Match[bytes]) -> PdfObject:
        leaf: PdfObject
        if kind == "name":
            leaf = NameObject(_name_object(text))
        elif kind == "ref":
            leaf = IndirectObject(int(match["to"]), int(text), self.ref.get_pdf_handler())
        elif kind in {"int", "real"}:
            leaf = (NumberObject if kind == "int" else FloatObject)(text.decode("ascii"))
        elif kind == "open":
            leaf = self._read_escaped_text(match.end() - 1)
        elif kind == "word":
            leaf = NullObject() if text == b"null" else BooleanObject(text == b"true")
        else:
            leaf = pdf_string(bytes.fromhex(text.decode("ascii")) if kind == "hex" else text)
        return leaf

    def _read_escaped_text(self, at: int) -> PdfObject:
        """Read a text with escapes or brackets in it by pyHanko."""
        source = BytesIO(self.data)
        source.seek(at)
        text: PdfObject = read_string_from_stream(source)
        self.at = source.tell()
        return text


@dataclass(frozen=True, slots=True)
class ObjectStream:
    """Unpacked object stream: the numbers of its objects, and the offset of each in the data."""

    data: bytes
    numbers: tuple[int, ...]
    offsets: tuple[int, ...]

    def has_object_at(self, number: int, index: int) -> bool:
        """Return whether an object stands at an index (from 0), and nowhere before."""
        return number in self.numbers and self.numbers.index(number) == index

    def object_bytes(self, index: int) -> bytes:
        """Return the bytes from an object's offset to the next offset of the list."""
        return self.data[self.offsets[index] : (*self.offsets[1:], len(self.data))[index]]

    def read_object(self, index: int, reference: Reference) -> PdfObject:
        """Read the object at an index; raise PdfReadError for streams and references.

        The standard forbids both in an object stream (ISO 32000-1, 7.5.7).
        """
        pdf_object = read_plain(self.data, self.offsets[index], reference)
        if pdf_object is None:
            stream = BytesIO(self.data)
            stream.seek(self.offsets[index])
            pdf_object = read_object(stream, reference)
        if isinstance(pdf_object, StreamObject | IndirectObject):
            raise PdfStrictReadError("Forbidden object type in object stream")
        return pdf_object


def read_object_stream(stream: PdfObject) -> ObjectStream:
    """Unpack an object stream and read its list.

    Return one without objects for what is no object stream or has no plain list: pyHanko reads it.
    """
    if not isinstance(stream, StreamObject) or stream.get("/Type") != "/ObjStm":
        return ObjectStream(b"", (), ())
    count, first = int(stream["/N"]), int(stream["/First"])
    data = stream.read_data(DecodePurpose.OBJECT_STREAM)
    numbers = (
        [int(word) for word in data[:first].split()]
        if _NUMBER_LIST_PATTERN.fullmatch(data[:first])
        else []
    )
    if len(numbers) != 2 * count:
        return ObjectStream(b"", (), ())
    return ObjectStream(data, tuple(numbers[::2]), tuple(first + at for at in numbers[1::2]))
