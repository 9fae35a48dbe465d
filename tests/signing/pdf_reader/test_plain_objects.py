"""Our quicker reading of PDFs says what pyHanko's own says.

An object written in tokens: the same value of the same kind, or left to pyHanko.
A whole signed file: the same objects, and the same ways to whatever may be asked for.
A damaged object is refused as before.
"""

import re
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from tests.factories import pdf_attacks
from tests.factories.pki import CHAIRMAN, Pki
from tests.factories.signed_pdfs import pdf_with_data, sign_outside
from xa_report.signing.identity import SignerRole
from xa_report.signing.pdf_reader.plain_objects import read_plain
from xa_report.signing.pdf_reader.revisions import SignedReader

LEAVES = st.one_of(
    st.sampled_from(
        [
            b"12", b"-7", b"+3", b"0.50", b"-1.25", b".5", b"4.", b"true", b"false", b"null",
            b"12 0 R", b"3 1 R", b"0 0 R", b"12345678 0 R", b"12  0 R", b"/Name", b"/A#20B", b"/",
            b"<48 69>", b"<4869>", b"<486>", b"(text)", b"(a\\)b)", b"(a(b)c)", b"(\xfe\xff\0a)",
            b"(l\rm)", b"% note\n1", b"1 0 Rx", b"12 0 R%",
        ]
    ),
    st.binary(max_size=4),
)  # fmt: skip
UNREADABLE = "unreadable"
GAPS = st.sampled_from([b" ", b"\n", b"\r\n", b"\0", b"\x0b", b"", b"  ", b" % c\n"])


def listed(parts: list[bytes], gap: bytes) -> bytes:
    return b"[" + gap + gap.join(parts) + gap + b"]"


def keyed(parts: list[bytes], gap: bytes) -> bytes:
    names = [b"/K%d" % (index % 5) for index, _ in enumerate(parts)]
    pairs = [gap.join(pair) for pair in zip(names, parts, strict=True)]
    return b"<<" + gap + gap.join(pairs) + gap + b">>"


WRITTEN = st.recursive(
    LEAVES,
    lambda inner: st.builds(
        lambda wrap, parts, gap: wrap(parts, gap),
        st.sampled_from([listed, keyed]),
        st.lists(inner, max_size=6),
        GAPS,
    ),
    max_leaves=12,
)


def plain(value: Any) -> Any:
    """A value with the kinds of everything in it."""
    if isinstance(value, generic.DictionaryObject):
        return "dict", {key: plain(value.raw_get(key)) for key in value}
    if isinstance(value, generic.ArrayObject):
        return "list", [plain(value.raw_get(at)) for at in range(len(value))]
    if isinstance(value, generic.IndirectObject):
        return "ref", value.idnum, value.generation
    if isinstance(value, generic.BooleanObject):
        return "bool", value.value
    if isinstance(value, generic.NullObject):
        return "null"
    return type(value).__name__, str(value), value.container_ref


@given(WRITTEN)
def test_tokens_are_read_alike_or_not_at_all(written: bytes) -> None:
    ref = generic.Reference(1, 0, None)
    try:
        value = read_plain(written + b" ", 0, ref)
    except PdfError:
        value = None
    if value is None:
        return
    assert plain(value) == plain(generic.read_object(BytesIO(written + b" "), ref))


def test_a_plain_object_is_not_left_to_pyhanko() -> None:
    written = b"<</A [1 2.5 (x) <4142>]/B 12 0 R/C<</D null/E true>>>> "
    assert read_plain(written, 0, generic.Reference(1, 0, None)) is not None


def asked_for(reader: PdfFileReader, revision: int) -> dict[Any, Any]:
    """All that the difference analysis may ask of a revision."""
    resolver = reader.get_historical_resolver(revision)
    resolver._load_reverse_xref_cache()  # noqa: SLF001
    later = range(revision + 1, reader.total_revisions)
    refs = {r for number in later for r in reader.xrefs.explicit_refs_in_revision(number)}
    fields = resolver.root["/AcroForm"]["/Fields"] if "/AcroForm" in resolver.root else ()
    refs |= {field.reference for field in fields if isinstance(field, generic.IndirectObject)}
    return {(r.idnum, r.generation): resolver._get_usages_of_ref(r) for r in refs}  # noqa: SLF001


def told(reader: PdfFileReader) -> Any:
    """Everything that a file says."""
    size = int(reader.trailer["/Size"])
    refs = [generic.Reference(number, 0, reader) for number in range(1, size)]
    objects = [shape(reader.get_object(ref)) for ref in refs if known(reader, ref)]
    return objects, [asked_for(reader, at) for at in range(reader.total_revisions)]


def known(reader: PdfFileReader, ref: generic.Reference) -> bool:
    try:
        return reader.xrefs[ref] is not None
    except KeyError:
        return False


def shape(value: Any) -> Any:
    data = value.encoded_data if isinstance(value, generic.StreamObject) else b""
    return type(value), str(value), data


def both(data: bytes) -> tuple[Any, Any]:
    readings = []
    for read in (SignedReader, lambda data: PdfFileReader(BytesIO(data))):
        try:
            readings.append(told(read(data)))
        except (PdfError, KeyError, ValueError, AssertionError, AttributeError, TypeError):
            readings.append(UNREADABLE)
    return readings[0], readings[1]


def test_a_signed_file_says_the_same(valid_pdf: bytes) -> None:
    assert b"/ObjStm" in valid_pdf
    ours, theirs = both(valid_pdf)
    assert ours == theirs
    assert any(usages for asked in ours[1] for usages in asked.values())


@pdf_attacks.as_revision
def on_no_page(writer: IncrementalPdfFileWriter) -> None:
    """Add a field for a signature that no page shows."""
    append_signature_field(writer, SigFieldSpec(SignerRole.CHAIRMAN.field))
    page = writer.root["/Pages"]["/Kids"][0]
    del page["/Annots"]
    writer.update_container(page)


def test_a_file_whose_signature_stands_on_no_page_says_the_same(pki: Pki) -> None:
    signer = pki.key(CHAIRMAN).signer
    data = sign_outside(on_no_page(pdf_with_data()), SignerRole.CHAIRMAN.field, signer)
    ours, theirs = both(pdf_attacks.change_title(data))
    assert ours == theirs
    assert ours != UNREADABLE


@pytest.mark.parametrize(
    "attack",
    [
        pdf_attacks.overlay_page,
        pdf_attacks.change_title,
        pdf_attacks.replace_attachment,
        pdf_attacks.add_attachment,
    ],
)
def test_an_attacked_file_says_the_same(valid_pdf: bytes, attack: Any) -> None:
    ours, theirs = both(attack(valid_pdf))
    assert ours == theirs
    assert ours != UNREADABLE


def test_damage_is_read_as_pyhanko_reads_it(valid_pdf: bytes) -> None:
    """Wherever a byte is struck out of an object, we read what pyHanko reads, or neither does."""
    places = [match.start() for match in re.finditer(rb" obj|endobj|>>| R", valid_pdf)][::5]
    for offset in places:
        damaged = valid_pdf[:offset] + b"?" + valid_pdf[offset + 1 :]
        ours, theirs = both(damaged)
        assert ours == theirs, offset
