"""Refusal of PDFs whose cross-reference sections can be read in two ways."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.xref import XRefCache, XRefSectionMetaInfo, XRefSectionType

ObjectReader = Callable[[Reference, int], PdfObject]
"""Reads the object that a list is, at its place."""
ByteSpan = tuple[int, int]
"""The first number, and how many."""


def check_listed_once(data: bytes, lists: XRefCache, read: ObjectReader) -> None:
    """Raise PdfReadError when a list names an object twice, or has a second list beside it."""
    for revision in range(lists.total_revisions):
        info = lists.get_xref_container_info(revision)
        spans = sorted(_section_spans(data, info, read))
        for (first, count), (later, _) in pairwise(spans):
            if first + count > later:
                raise PdfReadError(f"object {later} stands twice in one list")


def _section_spans(
    data: bytes, info: XRefSectionMetaInfo, read: ObjectReader
) -> Iterator[ByteSpan]:
    if info.xref_section_type is XRefSectionType.STANDARD:
        yield from _table_spans(data[info.start_location : info.end_location].split())
    elif info.xref_section_type is XRefSectionType.STREAM and info.stream_ref is not None:
        found = read(info.stream_ref, info.start_location)
        index = found.get("/Index", ()) if isinstance(found, DictionaryObject) else ()
        numbers = [int(one) for one in index]
        yield from zip(numbers[::2], numbers[1::2], strict=True)
    else:
        raise PdfReadError("a list beside a list")


def _table_spans(words: list[bytes]) -> Iterator[ByteSpan]:
    """The table between its name and the trailer: heads of two numbers, entries of three words."""
    at = 0
    while at < len(words) and not words[at].startswith(b"trailer"):
        if not all(map(bytes.isdigit, words[at : at + 2])):
            raise PdfReadError("an odd list of objects")
        first, count = int(words[at]), int(words[at + 1])
        at += 2 + 3 * count
        if count:
            yield first, count
