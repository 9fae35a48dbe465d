"""Whatever bytes come: facts, never an error, and never valid with other parts or signer."""

import io
import re
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from tests.factories.signed_workbooks import (
    BOOK_RELS,
    ORIGIN_RELS,
    ROOT_RELS,
    SIGNATURE,
    TYPES,
    change_entries,
    signed_workbook,
    zip_entries,
)
from tests.factories.workbook_keys import signer_key
from xa_report.signing.ooxml.verifier import verify_workbook

LISTS = (SIGNATURE, ROOT_RELS, BOOK_RELS, ORIGIN_RELS, TYPES)
PIECE = re.compile(rb"<[^>]*>|[^<]+")


def judge(data: bytes) -> None:
    """Valid is only what holds the same parts, signed by the same key."""
    facts = verify_workbook(data)
    assert facts.is_valid is not bool(facts.problems)
    if not facts.is_valid:
        return
    assert facts.signer == signer_key().der
    ours, theirs = zip_entries(signed_workbook()), zip_entries(data)
    for lists in LISTS:
        ours.pop(lists)
        theirs.pop(lists)
    assert theirs == ours


@given(st.binary(max_size=400))
def test_any_bytes(data):
    assert not verify_workbook(data).readable


@given(st.data())
def test_changed_bytes_of_the_file(data):
    content = bytearray(signed_workbook())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    judge(bytes(content))


@given(st.data())
def test_changed_bytes_of_the_directory(data):
    """Most of a file is packed content; here every change meets a field."""
    content = bytearray(signed_workbook())
    begin = content.index(b"PK\1\2")
    content[data.draw(st.integers(begin, len(content) - 1))] = data.draw(st.integers(0, 255))
    judge(bytes(content))


@given(st.sampled_from(LISTS), st.data())
def test_elements_of_the_lists_moved(name, data):
    """Elements and texts taken out, doubled, swapped or put elsewhere."""
    elements = PIECE.findall(zip_entries(signed_workbook())[name])
    positions = st.integers(0, len(elements) - 1)
    for _ in range(data.draw(st.integers(1, 3))):
        position, other = data.draw(positions), data.draw(positions)
        kind = data.draw(st.sampled_from(("drop", "double", "swap", "copy")))
        if kind == "drop":
            elements[position] = b""
        elif kind == "swap":
            elements[position], elements[other] = elements[other], elements[position]
        else:
            elements[other if kind == "copy" else position] += elements[position]
    judge(change_entries(signed_workbook(), {name: b"".join(elements)}))


@given(st.sampled_from(LISTS), st.data())
def test_changed_bytes_of_the_lists(name, data):
    content = bytearray(zip_entries(signed_workbook())[name])
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    judge(change_entries(signed_workbook(), {name: bytes(content)}))


@given(st.dictionaries(st.text(min_size=1, max_size=12), st.binary(max_size=40), max_size=4))
def test_added_entries(more):
    target = io.BytesIO(signed_workbook())
    taken = {name.casefold() for name in zip_entries(signed_workbook())}
    with zipfile.ZipFile(target, "a") as archive:
        for name, content in more.items():
            if name.isprintable() and name.casefold() not in taken:
                archive.writestr(name, content)
                taken.add(name.casefold())
    if len(taken) > len(zip_entries(signed_workbook())):
        assert not verify_workbook(target.getvalue()).is_valid
