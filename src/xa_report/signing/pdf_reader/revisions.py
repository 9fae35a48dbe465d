"""A signed PDF and its revisions for pyHanko's difference analysis, with references from bytes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import islice

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    Reference,
)
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.pdf_utils.xref import ObjStreamRef

from xa_report.signing.pdf_reader.plain_objects import (
    OBJECT_HEAD_PATTERN,
    ObjectStream,
    read_object_stream,
    read_plain_at,
)
from xa_report.signing.pdf_reader.xref_check import check_listed_once

_REFERENCE_GAP = rb"[ \n\r\t\f\0]"
_REFERENCE_END = rb"(?=[ \n\r\t\f\0/\[\]<>(])"
_NAME_TOKEN = rb"/[A-Za-z0-9_.+:#-]++"
_PLAIN_PATTERN = re.compile(
    rb"(?:" + _REFERENCE_GAP + rb"++|" + _NAME_TOKEN + _REFERENCE_END + rb"|"
    rb"[+-]?[0-9]++(?:\.[0-9]++)?" + _REFERENCE_END + rb"|"
    rb"<<|>>|[\[\]]|<[0-9A-Fa-f]*+>|\((?:[A-Za-z0-9 .:_'+-]|\\[0-7]{3})*+\)|"
    rb"(?:R|true|false|null)" + _REFERENCE_END + rb")*+"
)
"""Tokens that can be read in one way: no bracket in a text, no comments, nothing cut off."""
_REFERENCE_PATTERN = re.compile(
    rb"(?<![0-9])([0-9]++)"
    + _REFERENCE_GAP
    + rb"++([0-9]++)"
    + _REFERENCE_GAP
    + rb"++R"
    + _REFERENCE_END
)
_PARENT_PATTERN = re.compile(
    rb"("
    + _NAME_TOKEN
    + _REFERENCE_GAP
    + rb"*)?/Parent(?:"
    + _REFERENCE_GAP
    + rb"+[0-9]+){2}"
    + _REFERENCE_GAP
    + rb"+R"
    + _REFERENCE_END
)
"""The way up, which the walk does not take; after another name it may be no key but a value."""
_BRACKET_PATTERN = re.compile(rb"<<|>>|[\[\]]|/Parent" + _REFERENCE_END)
_OPENED_BY = {b">>": b"<<", b"]": b"["}
_KEYWORD_PATTERN = re.compile(rb"endobj|stream")

ReferenceNumbers = list[tuple[int, int]]
"""Numbers and generations of objects."""


def references_at(data: bytes, at: int, ref: Reference) -> ReferenceNumbers | None:
    """The objects that a numbered object names, its parent aside."""
    head = OBJECT_HEAD_PATTERN.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    end = _KEYWORD_PATTERN.search(data, head.end())
    return None if end is None else references_in(data[head.end() : end.start()])


def references_in(text: bytes) -> ReferenceNumbers | None:
    """The same for the bytes of one dictionary or list."""
    if not _PLAIN_PATTERN.fullmatch(text) or not _is_balanced(text):
        return None
    if b"/Parent" in text:
        if any(way[1] for way in _PARENT_PATTERN.finditer(text)):
            return None
        text = _PARENT_PATTERN.sub(b" ", text)
    return [
        (int(number), int(generation)) for number, generation in _REFERENCE_PATTERN.findall(text)
    ]


def _is_balanced(text: bytes) -> bool:
    """Whether brackets close in their order, the first with the last; a parent is no list item."""
    begun: list[bytes] = []
    ended = False
    for mark in _BRACKET_PATTERN.findall(text):
        if ended:
            return False
        if mark == b"/Parent":
            if begun[-1:] != [b"<<"]:
                return False
        elif mark in _OPENED_BY:
            if not begun or begun.pop() != _OPENED_BY[mark]:
                return False
            ended = not begun
        else:
            begun.append(mark)
    return ended


KIDS_KEY = NameObject("/Kids")
MAX_STEPS = 100_000
"""In one revision; a signed report takes some fifty, and every fork in a way doubles the ways."""
MAX_FIELDS = 1000
PARENT_KEY = "/Parent"
"""A way that the walk never takes."""


class SignedReader(PdfFileReader):
    """Reads a PDF; its revisions answer quickly how their objects are used."""

    def __init__(self, data: bytes) -> None:
        self._lists: dict[int, ObjectStream] = {}
        self._data = data
        super().__init__(BytesIO(data))
        check_listed_once(data, self.xrefs, self._read_object)
        fields = _fields_below(_nested_value(self.root, "/AcroForm", "/Fields"))
        if next(islice(fields, MAX_FIELDS, None), None) is not None:
            raise PdfReadError("too many form fields, or too many ways to them")

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        """The file as it was at a revision, the oldest being 0."""
        known = self._historical_resolver_cache
        if revision not in known:
            known[revision] = RevisionResolver(self, revision)
        return known[revision]

    def _read_object(
        self,
        ref: Reference,
        marker: int | ObjStreamRef | None,
        never_decrypt: bool = False,
        as_metadata_stream: bool = False,
    ) -> PdfObject:
        """One object; what is neither plain nor open to read is left to pyHanko."""
        found = None
        if isinstance(marker, int) and getattr(self, "security_handler", self) is None:
            found = read_plain_at(self._data, marker, Reference(ref.idnum, ref.generation, self))
        if found is None:
            found = super()._read_object(ref, marker, never_decrypt, as_metadata_stream)
        return found

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        """One object of an object stream, whose list is not read over for every object."""
        listed = self._listed(stmnum)
        if listed.has_object_at(idnum, idx):
            return listed.read_object(idx, Reference(idnum, 0, self))
        found: PdfObject = super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]  # pyHanko left it untyped
        return found

    def references_of(self, ref: Reference, revision: int) -> ReferenceNumbers | None:
        """What an object named at a revision, its parent aside; None when it has to be read.

        Nothing is decrypted: ask for files that are not encrypted.
        """
        marker = self.xrefs.get_historical_ref(ref, revision)
        if isinstance(marker, int):
            return references_at(self._data, marker, ref)
        listed = self._listed(marker.obj_stream_id) if marker is not None else None
        if (
            marker is None
            or listed is None
            or not listed.has_object_at(ref.idnum, marker.ix_in_stream)
        ):
            return None
        return references_in(listed.object_bytes(marker.ix_in_stream))

    def _listed(self, number: int) -> ObjectStream:
        if number not in self._lists:
            self._lists[number] = read_object_stream(Reference(number, 0, self).get_object())
        return self._lists[number]


class RevisionResolver(HistoricalResolver):
    """The file as it was at one revision."""

    reader: SignedReader
    _ahead: frozenset[Reference] | None = None
    """During the walk: the objects behind which lies one that is asked for."""
    _steps = 0

    def get_object(self, ref: Reference, as_metadata_stream: bool = False) -> PdfObject:
        """Return an object; during the walk, one without content for any that leads nowhere.

        Raise PdfReadError when objects are asked for without an end in sight.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise PdfReadError("too many ways to an object")
        if self._ahead is not None and ref not in self._ahead:
            return DictionaryObject({KIDS_KEY: ArrayObject()})  # pyHanko asks a page tree for them
        found: PdfObject = super().get_object(ref, as_metadata_stream)
        return found

    def _load_reverse_xref_cache(self) -> None:
        if self._indirect_object_access_cache is not None:
            return
        self._ahead = frozenset(self._leading(set(self._asked_for())))
        try:
            super()._load_reverse_xref_cache()  # type: ignore[no-untyped-call]  # pyHanko left it untyped
        finally:
            self._ahead = None

    def _asked_for(self) -> Iterator[Reference]:
        """Whatever is replaced or new later, and all form fields."""
        for later in range(self.revision + 1, self.reader.total_revisions):
            yield from self.reader.xrefs.explicit_refs_in_revision(later)
        yield from self._fields(_nested_value(self.root, "/AcroForm", "/Fields"), set())

    def _fields(self, listed: PdfObject | None, seen: set[Reference]) -> Iterator[Reference]:
        for one in listed if isinstance(listed, ArrayObject) else ():
            raw = one.reference if isinstance(one, IndirectObject) else None
            if raw is None or raw in seen:
                continue
            seen.add(raw)
            yield raw
            yield from self._fields(_nested_value(one.get_object(), "/Kids"), seen)

    def _leading(self, queried: set[Reference]) -> set[Reference]:
        """All objects from which one of those can be reached: a search backwards."""
        users = self._users()
        found: set[Reference] = set()
        waiting = list(queried)
        while waiting:
            for user in users[waiting.pop()] - found:
                found.add(user)
                waiting.append(user)
        return found

    def _users(self) -> defaultdict[Reference, set[Reference]]:
        """Which objects name an object, of all to which the trailer leads."""
        users: defaultdict[Reference, set[Reference]] = defaultdict(set)
        named_by = self._read_for_names if self.reader.encrypted else self._named_by
        waiting = list(_object_references(self.trailer_view))
        seen = set(waiting)
        while waiting:
            user = waiting.pop()
            for named in named_by(user):
                users[named].add(user)
                if named not in seen:
                    seen.add(named)
                    waiting.append(named)
        return users

    def _named_by(self, ref: Reference) -> Iterable[Reference]:
        told = self.reader.references_of(ref, self.revision)
        if told is None:
            return self._read_for_names(ref)
        return [Reference(number, generation, self) for number, generation in told]

    def _read_for_names(self, ref: Reference) -> Iterable[Reference]:
        """What an object names; it is not copied when it is the same today."""
        reader = self.reader
        try:
            unchanged = reader.xrefs.get_last_change(ref) <= self.revision
        except KeyError:
            unchanged = False
        same = unchanged and not reader.encrypted
        return _object_references(reader.get_object(ref) if same else self.get_object(ref))  # type: ignore[no-untyped-call]  # pyHanko left it untyped


def _fields_below(listed: PdfObject | None) -> Iterator[PdfObject]:
    """All form fields by every way to them, of which there may be no end."""
    for one in listed if isinstance(listed, ArrayObject) else ():
        yield one
        yield from _fields_below(_nested_value(one.get_object(), "/Kids"))


def _nested_value(container: PdfObject | None, *keys: str) -> PdfObject | None:
    """What stands under a key, and so on; `get` alone would give the reference to it."""
    for key in keys:
        raw = container.get(key) if isinstance(container, DictionaryObject) else None
        container = raw.get_object() if raw is not None else None
    return container


def _object_references(pdf_object: PdfObject) -> Iterator[Reference]:
    """The objects that one object names itself."""
    inner: Iterable[PdfObject] = ()
    if isinstance(pdf_object, IndirectObject):
        yield pdf_object.reference
    elif isinstance(pdf_object, DictionaryObject):
        inner = [value for key, value in pdf_object.items() if key != PARENT_KEY]
    elif isinstance(pdf_object, ArrayObject):
        inner = pdf_object
    for one in inner:
        if isinstance(one, DictionaryObject | ArrayObject | IndirectObject):
            yield from _object_references(one)
