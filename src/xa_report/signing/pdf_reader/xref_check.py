"""Refusal of PDFs whose cross-reference sections can be read in two ways.

Readers differ in which of two entries for one object they take: a viewer could show another object
than the one that was verified.
"""

from collections.abc import Callable, Iterator
from itertools import pairwise

from pyhanko.pdf_utils.generic import DictionaryObject, PdfObject, Reference
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.xref import XRefCache, XRefSectionMetaInfo, XRefSectionType

ObjectReader = Callable[[Reference, int], PdfObject]
"""Reads the cross-reference stream with a reference at an offset."""
NumberSpan = tuple[int, int]
"""First object number of a subsection, and the count of objects."""


def check_listed_once(data: bytes, sections: XRefCache, read: ObjectReader) -> None:
    """Raise PdfReadError when a section lists an object twice or is a hybrid of two lists."""
    for revision in range(sections.total_revisions):
        info = sections.get_xref_container_info(revision)
        spans = sorted(_section_spans(data, info, read))
        for (first, count), (later, _) in pairwise(spans):
            if first + count > later:
                raise PdfReadError(f"object {later} stands twice in one list")


def _section_spans(
    data: bytes, info: XRefSectionMetaInfo, read: ObjectReader
) -> Iterator[NumberSpan]:
    if info.xref_section_type is XRefSectionType.STANDARD:
        yield from _table_spans(data[info.start_location : info.end_location].split())
    elif info.xref_section_type is XRefSectionType.STREAM and info.stream_ref is not None:
        stream = read(info.stream_ref, info.start_location)
        # Without an index the one span is 0 to /Size, which cannot overlap.
        index = stream.get("/Index", ()) if isinstance(stream, DictionaryObject) else ()
        numbers = [int(number) for number in index]
        yield from zip(numbers[::2], numbers[1::2], strict=True)
    else:
        raise PdfReadError("a list beside a list")


def _table_spans(words: list[bytes]) -> Iterator[NumberSpan]:
    """Yield the spans of a table: heads of two numbers, each followed by entries of three words."""
    at = 0
    while at < len(words) and not words[at].startswith(b"trailer"):
        if not all(map(bytes.isdigit, words[at : at + 2])):
            raise PdfReadError("an odd list of objects")
        first, count = int(words[at]), int(words[at + 1])
        at += 2 + 3 * count
        if count:
            yield first, count
