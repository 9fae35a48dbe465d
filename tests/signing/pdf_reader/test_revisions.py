"""What an object names, told from its bytes: all that reading it would tell, or nothing."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from tests.signing.pdf_reader.test_plain_objects import WRITTEN
from xa_report.signing.pdf_reader.revisions import references_at, references_in

REF = generic.Reference(4, 0, None)


def references(value: Any) -> set[tuple[int, int]]:
    """All references in a value, the parent of a dictionary aside."""
    if isinstance(value, generic.IndirectObject):
        return {(value.idnum, value.generation)}
    inner: list[Any] = []
    if isinstance(value, generic.DictionaryObject):
        inner = [value.raw_get(key) for key in value if key != "/Parent"]
    elif isinstance(value, generic.ArrayObject):
        inner = [value.raw_get(at) for at in range(len(value))]
    return set().union(*map(references, inner))


@given(WRITTEN)
def test_nothing_that_reading_would_find_is_left_out(written: bytes) -> None:
    named = references_in(written)
    if named is None:
        return
    try:
        value = generic.read_object(BytesIO(written + b" "), REF)
    except PdfError:
        return
    assert references(value) <= set(named)


@given(WRITTEN, WRITTEN)
def test_the_beginning_of_an_object_is_never_taken_for_the_whole(first: bytes, two: bytes) -> None:
    whole = b"<</A " + first + b"/B " + two + b">>"
    for end in range(1, len(whole)):
        assert references_in(whole[:end]) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (b"<< /A 5 0 R /B [ 6 1 R << /C 7 0 R >> ] >>", [(5, 0), (6, 1), (7, 0)]),
        (b"<< /MediaBox [ 0 0 5 5 ] /Parent 9 0 R /Rotate 0 >>", []),
        (b"<</F (report.json) /D (D:\\0552026) /H <4e> /T 12\0 0 R>>", [(12, 0)]),
        (b"<< /X /Parent 5 0 R >>", None),  # a value that only looks like the way up
        (b"[ 1 /Parent 5 0 R ]", None),
        (b"<< /A [ << /Parent 5 0 R >> /Parent 6 0 R ] >>", None),
        (b"<< /A 5 0 R % >>\n >>", None),
        (b"<< /A (\\)) /B 5 0 R >>", None),
        (b"<< /A (() /B 5 0 R >>", None),
        (b"<< /A 1 >> << /B 5 0 R >>", None),
        (b"<< /A [ >> ]", None),
        (b"5 0 R", None),
        (b"", None),
    ],
)
def test_what_is_told_and_what_has_to_be_read(text: bytes, named: object) -> None:
    assert references_in(text) == named


@pytest.mark.parametrize("word", [b"endobj", b"stream", b"xendobjx"])
def test_a_name_does_not_end_an_object(word: bytes) -> None:
    assert references_at(b"4 0 obj << /" + word + b" 5 0 R >> endobj", 0, REF) is None


def test_only_the_object_that_was_meant_is_looked_at() -> None:
    data = b"  4 0 obj<< /A 5 0 R >>stream 6 0 R endstream endobj"
    assert references_at(data, 2, REF) == [(5, 0)]
    assert references_at(data, 0, REF) is None
    assert references_at(data, 2, generic.Reference(5, 0, None)) is None
    assert references_at(data[:20], 2, REF) is None


def test_long_numbers_and_gaps_cost_no_more_than_their_length() -> None:
    """Digits without end made the search begin anew at each of them: minutes instead of moments."""
    assert references_in(
        b"<</C <" + b"0" * 2_000_000 + b"> /D" + b" " * 2_000_000 + b"5 0 R>>"
    ) == [(5, 0)]
