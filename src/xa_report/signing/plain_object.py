"""Reads PDF objects that are written as plainly as nearly all are; any other is pyHanko's to read.

pyHanko looks at one byte after the other. Here a pattern takes whole tokens, but only those that
can be read in one way: no escapes, no comments, nothing twice, nothing cut off. At anything else
None is returned, and pyHanko reads the object from its beginning.
"""

import re
from functools import lru_cache
from io import BytesIO

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
    read_string_from_stream,
)

_GAP = rb"[ \n\r\t\f\0]"
_END = rb"(?=[ \n\r\t\f\0/\[\]<>()])"
_TOKEN = re.compile(
    _GAP + rb"*(?:"
    rb"/(?P<name>[A-Za-z0-9_.+:-]+)" + _END + rb"|"
    rb"(?P<to>[1-9][0-9]{0,6})[ \n\r](?P<ref>[0-9]{1,5})[ \n\r]R" + _END + rb"|"
    rb"(?P<int>[+-]?[0-9]+)(?![\s\0]+[0-9]+[\s\0]+R)" + _END + rb"|"
    rb"(?P<real>[+-]?[0-9]+\.[0-9]+)" + _END + rb"|"
    rb"(?P<dict><<)|(?P<end>>>|\])|(?P<list>\[)|"
    rb"<(?P<hex>(?:[0-9A-Fa-f]{2})*)>|"
    rb"\((?P<text>[^()\\\r]*)\)|"
    rb"(?P<word>true|false|null)" + _END + rb"|"
    rb"(?P<open>\())"
)
HEAD = re.compile(rb"([0-9]{1,10}) ([0-9]{1,5}) obj(?=[ \n\r<\[])")
"""Number and generation of an object."""
_AFTER = re.compile(_GAP + rb"*endobj")


def read_plain_at(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read a numbered object with its head and end."""
    head = HEAD.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    reading = _Reading(data, head.end(), ref)
    found = reading.object()
    if isinstance(found, DictionaryObject) and not _AFTER.match(data, reading.at):
        found = reading.stream(found)
    return found if _AFTER.match(data, reading.at) else None


def read_plain(data: bytes, at: int, ref: Reference) -> PdfObject | None:
    """Read an object at a place; `ref` is what it belongs to."""
    return _Reading(data, at, ref).object()


@lru_cache(maxsize=1024)
def _key(name: bytes) -> NameObject:
    return NameObject(f"/{name.decode('ascii')}")


class _Reading:
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
        match = _TOKEN.match(self.data, self.at)
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
            if match.lastgroup != "name" or (key := _key(match["name"])) in found:
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
            made = NameObject(_key(text))
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
