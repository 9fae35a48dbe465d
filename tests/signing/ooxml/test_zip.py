"""Files that are no plain workbook: each is refused with its code, in little memory and time."""

import io
import struct
import time
import tracemalloc
import warnings
import zipfile
import zlib
from collections.abc import Callable

import pytest

from tests.factories.signed_workbooks import (
    TYPES,
    change_entries,
    pack_entries,
    plain_workbook,
    signed_workbook,
    verify_codes,
    zip_entries,
)
from xa_report.signing.ooxml.verifier import verify_workbook
from xa_report.signing.ooxml.zip import MAX_ENTRY_COUNT, MAX_UNPACKED_SIZE

END = struct.Struct("<4s4H2LH")


def built(*more: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The plain workbook with further entries, some of which no honest writer would make."""
    target = io.BytesIO(plain_workbook())
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a", method) as archive:
        warnings.simplefilter("ignore")  # a name that stands twice
        for name, data in more:
            archive.writestr(name, data)
    return target.getvalue()


def local(data: bytes, offset: int, new: bytes) -> bytes:
    """Change the first entry's own header, not the directory."""
    return data[:offset] + new + data[offset + len(new) :]


def central(data: bytes, offset: int, new: bytes) -> bytes:
    """Change the first entry in the directory."""
    at = END.unpack(data[-END.size :])[6]
    return local(data, at + offset, new)


def ended(data: bytes, position: int, value: int) -> bytes:
    fields = list(END.unpack(data[-END.size :]))
    fields[position] = value
    return data[: -END.size] + END.pack(*fields)


def with_gap(data: bytes) -> bytes:
    """Bytes between the last entry and the directory, with all offsets right."""
    at = END.unpack(data[-END.size :])[6]
    hidden = b"PK\1\2hidden"  # how a directory would begin
    return ended(data[:at] + hidden + data[at:], 6, at + len(hidden))


def symlink() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("xl/link/")
    entry.external_attr = 0o120777 << 16
    return entry


def with_comment() -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo("xl/x.xml")
    entry.comment = b"!"
    return entry


def with_other_name() -> zipfile.ZipInfo:
    """An extra field that gives the entry a Unicode name."""
    entry = zipfile.ZipInfo("xl/x.xml")
    entry.extra = struct.pack("<HHBL", 0x7075, 13, 1, zlib.crc32(b"xl/x.xml")) + b"xl/y.xml"
    return entry


def longer_than_stated() -> bytes:
    """An entry of which stated size and checksum are those of its beginning."""
    content = b"<a>" + b"x" * 50
    entry = zipfile.ZipInfo("xl/x.xml")
    entry.compress_type = zipfile.ZIP_DEFLATED
    whole, begin = built((entry, content)), content[:10]
    true = struct.pack("<L", zlib.crc32(content)), struct.pack("<L", len(content))
    packed_size = struct.pack("<L", entry.compress_size)
    old, new = true[0] + packed_size + true[1], struct.pack("<L", zlib.crc32(begin))
    assert whole.count(old) == 2
    return whole.replace(old, new + packed_size + struct.pack("<L", len(begin)))


def single(packed_data: bytes, content: bytes, gap: bytes = b"") -> bytes:
    """A file of one entry, written byte by byte, with something before its directory."""
    name, checksum = TYPES.encode(), zlib.crc32(content)
    about = (0, 8, 0, 33, checksum, len(packed_data), len(content), len(name), 0)
    entry = gap + struct.pack("<4sHHHHHLLLHH", b"PK\3\4", 20, *about) + name + packed_data
    more = (0, 0, 0, 0, len(gap))
    listed = struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\1\2", 20, 20, *about, *more) + name
    return entry + listed + END.pack(b"PK\5\6", 0, 0, 1, 1, len(listed), len(entry), 0)


def deflated(content: bytes, mode: int = zlib.Z_FINISH) -> bytes:
    engine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return engine.compress(content) + engine.flush(mode)


def with_disguised_comment() -> bytes:
    """A comment whose end has the fields of the file's end, but not its sign."""
    *counts, size, offset, _ = END.unpack(plain_workbook()[-END.size :])[1:]
    return ended(plain_workbook(), 7, END.size) + END.pack(
        b"none", *counts, size + END.size, offset, 0
    )


def many() -> bytes:
    return pack_entries({TYPES: b"", **{f"x{n}.xml": b"" for n in range(MAX_ENTRY_COUNT)}})


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "unreadable"),
    "text": (lambda: b"PK\3\4 is how it begins", "unreadable"),
    "only an end": (lambda: END.pack(b"PK\5\6", 0, 0, 0, 0, 0, 0, 0), "unreadable"),
    "no types": (lambda: change_entries(plain_workbook(), {TYPES: None}), "unreadable"),
    "no relationships": (
        lambda: change_entries(plain_workbook(), {"_rels/.rels": None}),
        "unreadable",
    ),
    "prepended": (lambda: b"MZ" + plain_workbook(), "hidden-bytes"),
    "appended": (lambda: plain_workbook() + b"\0", "unreadable"),
    "comment": (lambda: ended(plain_workbook(), 7, 1) + b"!", "unreadable"),
    "gap": (lambda: with_gap(plain_workbook()), "hidden-bytes"),
    "gap before the only entry": (
        lambda: single(deflated(b"<a/>"), b"<a/>", b"hidden"),
        "hidden-bytes",
    ),
    "only types": (lambda: single(deflated(b"<a/>"), b"<a/>"), "bad-content-types"),
    "bytes after the packed": (lambda: single(deflated(b"<a/>") + b"x", b"<a/>"), "bad-entry"),
    "packed without an end": (
        lambda: single(deflated(b"<a/>", zlib.Z_SYNC_FLUSH), b"<a/>"),
        "bad-entry",
    ),
    "disguised comment": (with_disguised_comment, "unreadable"),
    "count too low": (lambda: ended(plain_workbook(), 3, 2), "unreadable"),
    "other disk": (lambda: ended(plain_workbook(), 1, 1), "unreadable"),
    "same name": (lambda: built((TYPES, b"")), "bad-entry"),
    "same name in other case": (lambda: built(("XL/workbook.xml", b"")), "bad-entry"),
    "upwards": (lambda: built(("xl/../x.xml", b"")), "bad-entry"),
    "absolute": (lambda: built(("/x.xml", b"")), "bad-entry"),
    "backslash": (lambda: built(("xl\\x.xml", b"")), "bad-entry"),
    "folder": (lambda: built(("xl/", b"")), "bad-entry"),
    "link": (lambda: built((symlink(), b"/etc")), "bad-entry"),
    "escaped": (lambda: built(("xl/%2e%2e/x.xml", b"")), "bad-entry"),
    "accent": (lambda: built(("xl/bảng.xml", b"")), "bad-entry"),
    "dot at the end": (lambda: built(("xl/x.xml.", b"")), "bad-entry"),
    "piece": (lambda: built(("xl/x.xml/[0].piece", b"")), "bad-entry"),
    "entry comment": (lambda: built((with_comment(), b"")), "bad-entry"),
    "second name": (lambda: built((with_other_name(), b"")), "bad-entry"),
    "bzip2": (lambda: built(("xl/x.xml", b""), method=zipfile.ZIP_BZIP2), "bad-entry"),
    "lzma": (lambda: built(("xl/x.xml", b""), method=zipfile.ZIP_LZMA), "bad-entry"),
    "encrypted": (lambda: central(local(plain_workbook(), 6, b"\1"), 8, b"\1"), "bad-entry"),
    "other name in the entry": (lambda: local(plain_workbook(), 30, b"X"), "bad-entry"),
    "other size in the entry": (lambda: local(plain_workbook(), 22, b"\1\0\0\0"), "bad-entry"),
    "other checksum": (
        lambda: central(local(plain_workbook(), 14, b"ABCD"), 16, b"ABCD"),
        "bad-entry",
    ),
    "longer than stated": (longer_than_stated, "bad-entry"),
    "packed badly": (lambda: local(plain_workbook(), 60, b"\xff" * 20), "bad-entry"),
    "too many": (many, "too-large"),
    "bomb": (lambda: built(("xl/x.xml", bytes(MAX_UNPACKED_SIZE))), "too-large"),
    "huge list": (
        lambda: change_entries(plain_workbook(), {TYPES: b" " * (MAX_UNPACKED_SIZE - 2**20)}),
        "too-large",
    ),
    "huge relationships": (
        lambda: change_entries(
            plain_workbook(), {f"xl/_rels/{n}.rels": b" " * 2**20 for n in range(3)}
        ),
        "too-large",
    ),
    "no type": (lambda: built(("xl/x.png", b"")), "bad-content-types"),
    "type of relationships": (
        lambda: change_entries(
            plain_workbook(),
            {TYPES: zip_entries(plain_workbook())[TYPES].replace(b"rels", b"relx")},
        ),
        "bad-content-types",
    ),
    "relationships of another type": (
        lambda: change_entries(
            plain_workbook(),
            {
                TYPES: zip_entries(plain_workbook())[TYPES].replace(
                    b"</Types>", b'<Override PartName="/_rels/.rels" ContentType="x"/></Types>'
                )
            },
        ),
        "bad-content-types",
    ),
    "type twice": (
        lambda: change_entries(
            plain_workbook(),
            {
                TYPES: zip_entries(plain_workbook())[TYPES].replace(
                    b"</Types>", b'<Default Extension="XML" ContentType="x"/></Types>'
                )
            },
        ),
        "bad-content-types",
    ),
    "relationship twice": (
        lambda: change_entries(
            plain_workbook(),
            {"_rels/.rels": zip_entries(plain_workbook())["_rels/.rels"].replace(b"rId2", b"rId1")},
        ),
        "bad-relationships",
    ),
    "attribute of relationships": (
        lambda: change_entries(
            plain_workbook(),
            {
                "_rels/.rels": zip_entries(plain_workbook())["_rels/.rels"].replace(
                    b"<Relationships ", b'<Relationships a="" '
                )
            },
        ),
        "bad-relationships",
    ),
    "text between relationships": (
        lambda: change_entries(
            plain_workbook(),
            {
                "_rels/.rels": zip_entries(plain_workbook())["_rels/.rels"].replace(
                    b"</Relationships>", b"x</Relationships>"
                )
            },
        ),
        "bad-relationships",
    ),
    "relationships of another kind": (
        lambda: change_entries(plain_workbook(), {"_rels/.rels": b"<a/>"}),
        "bad-relationships",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_odd_file_is_refused(name):
    make, code = FILES[name]
    data = make()
    tracemalloc.start()
    began = time.monotonic()
    facts = verify_workbook(data)
    seconds, (_, most) = time.monotonic() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not facts.readable
    assert verify_codes(data) == {code}
    assert seconds < 5
    assert most < 2 * MAX_UNPACKED_SIZE


def test_names_are_shown_in_one_short_line():
    data = built(("xl/" + "a\n" * 500, b""))
    (problem,) = verify_workbook(data).problems
    assert "\n" not in str(problem)
    assert len(str(problem)) < 400


def test_every_truncation_is_unreadable():
    data = signed_workbook()
    for size in range(0, len(data), 97):
        assert not verify_workbook(data[:size]).readable
