"""The bytes of a .zip: its three headers."""

import struct
from dataclasses import dataclass
from typing import NamedTuple

STORED, DEFLATED = 0, 8
FULL16, FULL32 = 0xFFFF, 0xFFFFFFFF
"""Stand for “see the ZIP64 record”."""


class LocalHeader(NamedTuple):
    """What stands before the data of a file."""

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
    """What the directory says of a file."""

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
    """What ends the archive and tells where the directory is."""

    signature: bytes
    disk: int
    directory_disk: int
    entries_here: int
    entries: int
    directory_size: int
    directory_offset: int
    comment_length: int


LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LOCAL_SIGNATURE, CENTRAL_SIGNATURE, END_SIGNATURE = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
ZIP64_LOCATOR, DESCRIPTOR_SIGNATURE = b"PK\x06\x07", b"PK\x07\x08"


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """A file of an archive whose headers were found to be sound."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    offset: int
    """Where the data begins."""
