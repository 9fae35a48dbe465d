"""Archives built by hand, header by header, so that every field can lie."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from tests.factories.packages import package_files
from xa_report.strict_zip.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    END,
    END_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    CentralHeader,
    EndRecord,
    LocalHeader,
)

Fields = dict[str, Any]


@dataclass(frozen=True)
class ArchiveEntry:
    """A file of an archive with whatever shall be wrong about it."""

    name: bytes
    content: bytes
    packed: bytes | None = None
    """What stands in the archive; the content itself unless given."""
    both: Fields = field(default_factory=dict)
    """Fields that lie in both headers; `central` and `local` lie in one."""
    central: Fields = field(default_factory=dict)
    local: Fields = field(default_factory=dict)
    extra: bytes = b""
    local_extra: bytes = b""
    comment: bytes = b""
    before: bytes = b""
    """Bytes that stand between the file before and this one."""
    local_name: bytes | None = None

    @property
    def data(self) -> bytes:
        return self.content if self.packed is None else self.packed

    def fields(self) -> Fields:
        sizes = {"crc": zlib.crc32(self.content), "packed": len(self.data)}
        return {"version": 20, "flags": 0, "method": 0, "time": 0, "date": 33, "disk": 0,
                "internal": 0, "external": 0, "made_by": 20, "size": len(self.content),
                **sizes, **self.both}  # fmt: skip

    def local_part(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        own = {"name_length": len(name), "extra_length": len(self.local_extra)}
        values = self.fields() | {"signature": LOCAL_SIGNATURE, **own} | self.local
        packed = LOCAL.pack(*(values[key] for key in LocalHeader._fields))
        return packed + name + self.local_extra + self.data

    def central_part(self, offset: int) -> bytes:
        own = {
            "signature": CENTRAL_SIGNATURE,
            "name_length": len(self.name),
            "extra_length": len(self.extra),
            "comment_length": len(self.comment),
            "offset": offset,
        }
        values = self.fields() | own | self.central
        packed = CENTRAL.pack(*(values[key] for key in CentralHeader._fields))
        return packed + self.name + self.extra + self.comment


@dataclass(frozen=True)
class ArchiveFrame:
    """What stands around the files."""

    before: bytes = b""
    before_directory: bytes = b""
    after_directory: bytes = b""
    after: bytes = b""
    end: Fields = field(default_factory=dict)
    shifted: bool = True
    """Whether the offsets count what stands before."""


def build_zip(files: Sequence[ArchiveEntry], frame: ArchiveFrame | None = None) -> bytes:
    """Put an archive together."""
    frame = frame or ArchiveFrame()
    base = len(frame.before) if frame.shifted else 0
    body, directory = b"", b""
    for file in files:
        body += file.before
        directory += file.central_part(base + len(body))
        body += file.local_part()
    body += frame.before_directory
    values = {"signature": END_SIGNATURE, "disk": 0, "directory_disk": 0,
              "entries_here": len(files), "entries": len(files), "directory_size": len(directory),
              "directory_offset": base + len(body), "comment_length": 0} | frame.end  # fmt: skip
    end = END.pack(*(values[key] for key in EndRecord._fields))
    return frame.before + body + directory + frame.after_directory + end + frame.after


@lru_cache
def sound_files() -> tuple[ArchiveEntry, ...]:
    """The files of a sound package."""
    return tuple(ArchiveEntry(f.path.encode(), f.open().read()) for f in package_files())


def with_last_file(**changes: Any) -> list[ArchiveEntry]:
    """The sound files with the last evidence file changed."""
    at = max(i for i, file in enumerate(sound_files()) if file.name.startswith(b"evidence/"))
    return [replace(f, **changes) if i == at else f for i, f in enumerate(sound_files())]


def with_more_files(*names: str | bytes, **changes: Any) -> list[ArchiveEntry]:
    """The sound files and more under other names."""
    raw = [name if isinstance(name, bytes) else name.encode() for name in names]
    return [*sound_files(), *(ArchiveEntry(name, b"x", **changes) for name in raw)]


def deflate_bytes(content: bytes) -> bytes:
    """Pack without a header, as archives do."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()
