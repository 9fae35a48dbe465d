"""Layout of a .zip: its three headers, as APPNOTE.TXT (PKWARE) has them."""

import struct
from dataclasses import dataclass
from typing import NamedTuple

STORED, DEFLATED = 0, 8
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
"""Value of a field that a ZIP64 record holds instead."""


class LocalHeader(NamedTuple):
    """Header before the data of a file."""

    signature: bytes
    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int


class CentralHeader(NamedTuple):
    """Header of a file in the directory."""

    signature: bytes
    made_by: int
    version: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int


class EndRecord(NamedTuple):
    """Record at the end of the archive with size and offset of the directory."""

    signature: bytes
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_size: int
    directory_offset: int
    comment_length: int


# Little-endian; the fields are those of the classes above, in their order.
LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LOCAL_SIGNATURE, CENTRAL_SIGNATURE, END_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
ZIP64_LOCATOR, DESCRIPTOR_SIGNATURE = b"PK\x06\x07", b"PK\x07\x08"


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file of an archive whose headers are verified; sizes are bytes."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    """Of the data, from the start of the archive."""
