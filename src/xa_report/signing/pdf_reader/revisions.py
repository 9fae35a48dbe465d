"""Signed PDF and its revisions for pyHanko's difference analysis, with limits on the walk."""

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
# Possessive throughout: bytes of a stranger cannot make the search go back and forth.
_PLAIN_PATTERN = re.compile(
    rb"(?:" + _REFERENCE_GAP + rb"++|" + _NAME_TOKEN + _REFERENCE_END + rb"|"
    rb"[+-]?[0-9]++(?:\.[0-9]++)?" + _REFERENCE_END + rb"|"
    rb"<<|>>|[\[\]]|<[0-9A-Fa-f]*+>|\((?:[A-Za-z0-9 .:_'+-]|\\[0-7]{3})*+\)|"
    rb"(?:R|true|false|null)" + _REFERENCE_END + rb")*+"
)
"""Tokens that can be read in one way only: no bracket in a text, no comment, nothing cut off."""
# Too wide on purpose: a number too many only makes the walk longer (decision 0011).
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
"""Reference to the parent, which the walk ignores; after another name it may be a value."""
_BRACKET_PATTERN = re.compile(rb"<<|>>|[\[\]]|/Parent" + _REFERENCE_END)
_OPENED_BY = {b">>": b"<<", b"]": b"["}
_KEYWORD_PATTERN = re.compile(rb"endobj|stream")

KIDS_KEY, PARENT_KEY = NameObject("/Kids"), "/Parent"
MAX_STEPS = 100_000
"""Objects asked for in one revision; a signed report takes some fifty, and every fork of a path
doubles the number of paths."""
MAX_FIELDS = 1000
"""Form fields, each counted once for every path to it."""

ReferenceNumbers = list[tuple[int, int]]
"""Number and generation of each object, in the order of the bytes."""


def references_at(data: bytes, at: int, ref: Reference) -> ReferenceNumbers | None:
    """Return the objects that the numbered object at an offset names, its parent left out.

    None when it is not plain and has to be read by pyHanko.
    """
    head = OBJECT_HEAD_PATTERN.match(data, at)
    if head is None or (int(head[1]), int(head[2])) != (ref.idnum, ref.generation):
        return None
    # A stream's content names nothing, so its dictionary is all that is looked at.
    end = _KEYWORD_PATTERN.search(data, head.end())
    return None if end is None else references_in(data[head.end() : end.start()])


def references_in(text: bytes) -> ReferenceNumbers | None:
    """Return the objects that the bytes of one dictionary or list name; None unless plain."""
    if not _PLAIN_PATTERN.fullmatch(text) or not _is_balanced(text):
        return None
    if b"/Parent" in text:
        if any(match[1] for match in _PARENT_PATTERN.finditer(text)):
            return None
        text = _PARENT_PATTERN.sub(b" ", text)
    return [
        (int(number), int(generation)) for number, generation in _REFERENCE_PATTERN.findall(text)
    ]


def _is_balanced(text: bytes) -> bool:
    """Return whether brackets nest, the first closes with the last, and no list holds a parent."""
    open_brackets: list[bytes] = []
    closed = False
    for token in _BRACKET_PATTERN.findall(text):
        if closed:
            return False
        if token == b"/Parent":
            if open_brackets[-1:] != [b"<<"]:
                return False
        elif token in _OPENED_BY:
            if not open_brackets or open_brackets.pop() != _OPENED_BY[token]:
                return False
            closed = not open_brackets
        else:
            open_brackets.append(token)
    return closed


class SignedReader(PdfFileReader):
    """Reader of a PDF whose revisions answer quickly how their objects are used.

    Raise PdfReadError for cross-reference sections that list an object twice, and above
    `MAX_FIELDS`. Overrides three private members of pyHanko, see the package's docstring.
    """

    def __init__(self, data: bytes) -> None:
        self._object_streams: dict[int, ObjectStream] = {}
        self._data = data
        super().__init__(BytesIO(data))
        check_listed_once(data, self.xrefs, self._read_object)
        fields = _fields_below(_nested_value(self.root, "/AcroForm", "/Fields"))
        if next(islice(fields, MAX_FIELDS, None), None) is not None:
            raise PdfReadError("too many form fields, or too many ways to them")

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        """Return the file as it was at a revision, 0 being the oldest.

        Puts a `RevisionResolver` into the private cache from which pyHanko takes resolvers.
        """
        cache = self._historical_resolver_cache
        if revision not in cache:
            cache[revision] = RevisionResolver(self, revision)
        return cache[revision]

    def _read_object(
        self,
        ref: Reference,
        marker: int | ObjStreamRef | None,
        never_decrypt: bool = False,
        as_metadata_stream: bool = False,
    ) -> PdfObject:
        """Read an object, overriding pyHanko's byte-by-byte reading where it is plain.

        Encrypted files and all other objects are left to pyHanko.
        """
        pdf_object = None
        # The property fails while pyHanko's constructor has no trailer yet: pyHanko reads then.
        if isinstance(marker, int) and getattr(self, "security_handler", self) is None:
            reference = Reference(ref.idnum, ref.generation, self)
            pdf_object = read_plain_at(self._data, marker, reference)
        if pdf_object is None:
            pdf_object = super()._read_object(ref, marker, never_decrypt, as_metadata_stream)
        return pdf_object

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> PdfObject:
        """Read an object of an object stream, whose list pyHanko would read again each time."""
        object_stream = self._object_stream(stmnum)
        if object_stream.has_object_at(idnum, idx):
            return object_stream.read_object(idx, Reference(idnum, 0, self))
        pdf_object: PdfObject = super()._get_object_from_stream(idnum, stmnum, idx)  # type: ignore[no-untyped-call]  # pyHanko left it untyped
        return pdf_object

    def references_of(self, ref: Reference, revision: int) -> ReferenceNumbers | None:
        """Return what an object named at a revision, its parent left out; None when not plain.

        Nothing is decrypted: to be asked of files without encryption only.
        """
        marker = self.xrefs.get_historical_ref(ref, revision)
        if isinstance(marker, int):
            return references_at(self._data, marker, ref)
        if marker is None:
            return None
        object_stream = self._object_stream(marker.obj_stream_id)
        if not object_stream.has_object_at(ref.idnum, marker.ix_in_stream):
            return None
        return references_in(object_stream.object_bytes(marker.ix_in_stream))

    def _object_stream(self, number: int) -> ObjectStream:
        if number not in self._object_streams:
            self._object_streams[number] = read_object_stream(
                Reference(number, 0, self).get_object()
            )
        return self._object_streams[number]


class RevisionResolver(HistoricalResolver):
    """File as it was at one revision, in which pyHanko's walk turns back early.

    Overrides a private method of pyHanko, see the package's docstring.
    """

    reader: SignedReader
    _ahead: frozenset[Reference] | None = None
    """Objects from which one that is asked for can be reached; None outside of the walk."""
    _steps = 0

    def get_object(self, ref: Reference, as_metadata_stream: bool = False) -> PdfObject:
        """Return an object; during the walk an empty one for any that leads nowhere.

        Raise PdfReadError above `MAX_STEPS` calls.
        """
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise PdfReadError("too many ways to an object")
        if self._ahead is not None and ref not in self._ahead:
            return DictionaryObject({KIDS_KEY: ArrayObject()})  # pyHanko asks page trees for them
        pdf_object: PdfObject = super().get_object(ref, as_metadata_stream)
        return pdf_object

    def _load_reverse_xref_cache(self) -> None:
        """Let pyHanko walk to the objects that its difference analysis can ask for, not to all."""
        if self._indirect_object_access_cache is not None:
            return
        self._ahead = frozenset(self._objects_leading_to(set(self._queried_objects())))
        try:
            super()._load_reverse_xref_cache()  # type: ignore[no-untyped-call]  # pyHanko left it untyped
        finally:
            self._ahead = None

    def _queried_objects(self) -> Iterator[Reference]:
        """Yield what is replaced or new in later revisions, and all form fields."""
        for later in range(self.revision + 1, self.reader.total_revisions):
            yield from self.reader.xrefs.explicit_refs_in_revision(later)
        yield from self._fields(_nested_value(self.root, "/AcroForm", "/Fields"), set())

    def _fields(self, listed: PdfObject | None, seen: set[Reference]) -> Iterator[Reference]:
        for field in listed if isinstance(listed, ArrayObject) else ():
            raw = field.reference if isinstance(field, IndirectObject) else None
            if raw is None or raw in seen:
                continue
            seen.add(raw)
            yield raw
            yield from self._fields(_nested_value(field.get_object(), "/Kids"), seen)

    def _objects_leading_to(self, targets: set[Reference]) -> set[Reference]:
        """Return all objects from which a target can be reached, by a search backwards."""
        users = self._users_by_object()
        leading: set[Reference] = set()
        waiting = list(targets)
        while waiting:
            for user in users[waiting.pop()] - leading:
                leading.add(user)
                waiting.append(user)
        return leading

    def _users_by_object(self) -> defaultdict[Reference, set[Reference]]:
        """Return the objects that name each object, of all to which the trailer leads."""
        users: defaultdict[Reference, set[Reference]] = defaultdict(set)
        named_by = self._read_references if self.reader.encrypted else self._plain_references
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

    def _plain_references(self, ref: Reference) -> Iterable[Reference]:
        numbers = self.reader.references_of(ref, self.revision)
        if numbers is None:
            return self._read_references(ref)
        return [Reference(number, generation, self) for number, generation in numbers]

    def _read_references(self, ref: Reference) -> Iterable[Reference]:
        """Return what an object names, read from today's file where it is still the same."""
        reader = self.reader
        try:
            unchanged = reader.xrefs.get_last_change(ref) <= self.revision
        except KeyError:
            unchanged = False
        # Asked of the reader, an object is read once for all revisions; of `self`, copied for each.
        same = unchanged and not reader.encrypted
        return _object_references(reader.get_object(ref) if same else self.get_object(ref))  # type: ignore[no-untyped-call]  # pyHanko left it untyped


def _fields_below(listed: PdfObject | None) -> Iterator[PdfObject]:
    """Yield all form fields by every path to them; without an end where they lead in a circle."""
    for field in listed if isinstance(listed, ArrayObject) else ():
        yield field
        yield from _fields_below(_nested_value(field.get_object(), "/Kids"))


def _nested_value(container: PdfObject | None, *keys: str) -> PdfObject | None:
    """Return the resolved value below several keys; None where one is absent."""
    for key in keys:
        # `get` gives the reference where there is one, it does not resolve it.
        raw = container.get(key) if isinstance(container, DictionaryObject) else None
        container = raw.get_object() if raw is not None else None
    return container


def _object_references(pdf_object: PdfObject) -> Iterator[Reference]:
    """Yield the objects that an object itself names, its parent left out."""
    inner: Iterable[PdfObject] = ()
    if isinstance(pdf_object, IndirectObject):
        yield pdf_object.reference
    elif isinstance(pdf_object, DictionaryObject):
        inner = [value for key, value in pdf_object.items() if key != PARENT_KEY]
    elif isinstance(pdf_object, ArrayObject):
        inner = pdf_object
    for value in inner:
        if isinstance(value, DictionaryObject | ArrayObject | IndirectObject):
            yield from _object_references(value)
