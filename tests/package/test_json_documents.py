"""JSON that two readers could read differently, or that is too much, is refused by its code."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xa_report.domain.canonical_json import dump_bytes
from xa_report.errors import PackageFaultError
from xa_report.package.json_documents import MAX_JSON_DEPTH, MAX_JSON_SIZE, read_json

BAD = [
    ("not UTF-8", b'{"a":"\xff"}', "P501"),
    ("UTF-16", '{"a":1}'.encode("utf-16"), "P501"),
    ("byte order mark", b'\xef\xbb\xbf{"a":1}', "P501"),
    ("nothing", b"", "P502"),
    ("cut", b'{"a":', "P502"),
    ("two documents", b"{} {}", "P502"),
    ("trailing comma", b"[1,]", "P502"),
    ("line end in a text", b'{"a":"\n"}', "P502"),
    ("key twice", b'{"a":1,"a":1}', "P503"),
    ("key twice, once escaped", b'{"a":1,"\\u0061":2}', "P503"),
    ("key twice, deep", b'[[{"b":{"a":1,"a":1}}]]', "P503"),
    ("too deep", b"[" * (MAX_JSON_DEPTH + 1) + b"]" * (MAX_JSON_DEPTH + 1), "P504"),
    ("endlessly deep", b"[" * 1_000_000, "P504"),
    ("too large", b'"' + b"a" * MAX_JSON_SIZE + b'"', "P505"),
    ("too many values", b"[" + b"1," * 400_000 + b"1]", "P505"),
    ("float", b'{"a":1.5}', "P506"),
    ("exponent", b"[1e3]", "P506"),
    ("NaN", b"[NaN]", "P506"),
    ("infinity", b"[-Infinity]", "P506"),
    ("large number", b"[9007199254740992]", "P506"),
    ("endless number", b"[" + b"9" * 100_000 + b"]", "P506"),
    ("minus zero", b"[-0]", "P506"),
    ("half a character", b'{"a":"\\ud800"}', "P507"),
    ("half a key", b'{"\\udfff":1}', "P507"),
    ("a character that is none", b'{"a":"\\u0000"}', "P507"),
    ("a character that is none, behind a bar", b'["\\\\\\u0000"]', "P507"),
    ("a character that is none in a key", b'{"a\\u0000":1}', "P507"),
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@pytest.mark.parametrize(("content", "code"), [row[1:] for row in BAD], ids=[r[0] for r in BAD])
def test_bad_json_has_a_code(content, code):
    with pytest.raises(PackageFaultError) as caught:
        read_json(content, "report.json")
    assert caught.value.code == code


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXTS,
        lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
        max_leaves=20,
    )
)
def test_what_is_written_reads_back(value):
    content = dump_bytes(value)
    assert read_json(content, "x") == value
    assert dump_bytes(read_json(content, "x")) == content


def test_words_that_look_like_the_character_that_is_none_are_texts():
    assert read_json(b'["\\\\u0000"]', "x") == ["\\u0000"]


@given(st.binary())
def test_any_bytes_are_read_or_refused(content):
    with suppress(PackageFaultError):
        dump_bytes(read_json(content, "x"))
