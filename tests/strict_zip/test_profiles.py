"""One reader, two profiles: what a profile allows is read, what it does not is one fault."""

import io
import struct
import zipfile
from dataclasses import replace

import pytest

from xa_report.strict_zip.content import iter_content
from xa_report.strict_zip.directory import read_directory
from xa_report.strict_zip.profile import ZipFault, ZipFaultError, ZipProfile

STRICT = ZipProfile(
    names=lambda raw: [name.decode() for name in raw],
    most_entries=3,
    largest_archive=10_000,
    largest_entry=5_000,
    newest_version=20,
    compared=("version", "flags", "method", "crc", "packed", "size", "name_length"),
)
PADDING = b"\x20\xa2"
LOOSE = replace(STRICT, descriptors=True, padding=PADDING)
PARTS = {"a.xml": b"<a/>" * 100, "b/c.bin": b"", "d": b"d"}


class Pipe(io.RawIOBase):
    """A stream that cannot be sought, so that sizes are written behind each file."""

    def __init__(self) -> None:
        self.stream = io.BytesIO()

    def writable(self) -> bool:
        return True

    def write(self, content):
        return self.stream.write(content)


def built(parts=None, extra=b"", method=zipfile.ZIP_DEFLATED, *, piped=False) -> bytes:
    pipe = Pipe()
    target = pipe if piped else pipe.stream
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in (PARTS if parts is None else parts).items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.extra = method, extra
            archive.writestr(entry, content)
    return pipe.stream.getvalue()


def contents(data: bytes, profile: ZipProfile) -> dict[str, bytes]:
    stream = io.BytesIO(data)
    entries = read_directory(stream, profile)
    return {entry.name: b"".join(iter_content(stream, entry)) for entry in entries}


def fault_of(data: bytes, profile: ZipProfile) -> ZipFaultError:
    with pytest.raises(ZipFaultError) as caught:
        contents(data, profile)
    return caught.value


@pytest.mark.parametrize("profile", [STRICT, LOOSE], ids=["strict", "loose"])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_plain_archive_is_read_by_every_profile(method, profile):
    assert contents(built(method=method), profile) == PARTS


def test_sizes_behind_a_file_are_read_where_the_profile_allows_it():
    data = built(piped=True)
    assert contents(data, LOOSE) == PARTS
    error = fault_of(data, STRICT)
    assert (error.fault, error.name) == (ZipFault.DESCRIPTOR, "a.xml")


def test_sizes_behind_a_file_may_stand_there_without_a_signature():
    data = built({"a": b"abc"}, piped=True)
    size, offset = struct.unpack("<LL", data[-10:-2])
    assert data[offset - 16 : offset - 12] == b"PK\7\b"
    end = data[-22:-6] + struct.pack("<LH", offset - 4, 0)
    assert len(end) == 22
    bare = data[: offset - 16] + data[offset - 12 : offset + size] + end
    assert contents(bare, LOOSE) == {"a": b"abc"}


def test_sizes_behind_a_file_that_differ_are_a_fault():
    data = bytearray(built({"a": b"abc"}, piped=True))
    offset = struct.unpack("<L", data[-6:-2])[0]
    data[offset - 1] ^= 1
    assert fault_of(bytes(data), LOOSE).fault is ZipFault.NO_DESCRIPTOR


def test_room_in_an_extra_field_is_passed_where_the_profile_knows_it():
    data = built(extra=PADDING + struct.pack("<HHH", 4, 0xA028, 0))
    assert contents(data, LOOSE) == PARTS
    assert fault_of(data, STRICT).fault is ZipFault.EXTRA
    assert fault_of(built(extra=struct.pack("<HH", 0x7075, 0)), LOOSE).fault is ZipFault.EXTRA


@pytest.mark.parametrize(
    ("profile", "fault"),
    [
        (replace(STRICT, most_entries=2), ZipFault.TOO_MANY),
        (replace(STRICT, largest_archive=100), ZipFault.TOO_LARGE),
        (replace(STRICT, largest_entry=399), ZipFault.ENTRY_TOO_LARGE),
        (replace(STRICT, largest_total=400), ZipFault.TOTAL_TOO_LARGE),
        (replace(STRICT, most_ratio=2), ZipFault.RATIO),
        (replace(STRICT, newest_version=10), ZipFault.VERSION),
    ],
)
def test_a_limit_of_the_profile_is_a_fault(profile, fault):
    assert fault_of(built(), profile).fault is fault


def test_limits_are_inclusive():
    profile = replace(STRICT, largest_archive=len(built()), largest_entry=400, largest_total=401)
    assert contents(built(), profile) == PARTS


def test_what_the_profile_raises_for_a_name_comes_through():
    def refuse(names):
        raise LookupError(names[0])

    with pytest.raises(LookupError, match=r"a\.xml"):
        read_directory(io.BytesIO(built()), replace(STRICT, names=refuse))
