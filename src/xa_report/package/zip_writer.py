"""Writes an archive of stored files: the same files give the same bytes on every machine."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.files import read_chunks
from xa_report.package.files import Measure, PackageFile, measured
from xa_report.package.zip_reader import LARGEST_ARCHIVE, LARGEST_ENTRY, MOST_ENTRIES
from xa_report.strict_zip.layout import (
    CENTRAL,
    CENTRAL_SIGNATURE,
    END,
    END_SIGNATURE,
    LOCAL,
    LOCAL_SIGNATURE,
    STORED,
    CentralHeader,
    EndRecord,
    LocalHeader,
)

VERSION = 20
MADE_BY = VERSION
MIDNIGHT = (0, 0x21)
"""00:00 on 1 January 1980: archives of the same files are the same bytes."""


def archive_size(files: Sequence[PackageFile], measures: Sequence[Measure]) -> int:
    """How many bytes the archive will have; raise UsageError when that is too many."""
    if len(files) > MOST_ENTRIES:
        raise UsageError(
            f"Gói có {len(files)} tệp, nhiều hơn {MOST_ENTRIES}. Hãy gộp bớt tài liệu kiểm chứng."
        )
    for file, measure in zip(files, measures, strict=True):
        if measure.bytes > LARGEST_ENTRY:
            raise UsageError(f"Tệp “{file.path}” lớn hơn 2 GiB. Hãy giảm dung lượng tệp này.")
    headers = sum(LOCAL.size + CENTRAL.size + 2 * len(file.path) for file in files)
    total = headers + END.size + sum(measure.bytes for measure in measures)
    if total > LARGEST_ARCHIVE:
        raise UsageError(
            "Gói sẽ lớn hơn 4 GiB, USB định dạng FAT32 không chứa được. "
            "Hãy giảm dung lượng tài liệu kiểm chứng (quét lại ở độ phân giải thấp hơn)."
        )
    return total


def archive_chunks(files: Sequence[PackageFile], measures: Sequence[Measure]) -> Iterator[bytes]:
    """Yield the archive piece by piece; the measures must be those of the files."""
    directory, at = [], 0
    for file, measure in zip(files, measures, strict=True):
        name = file.path.encode("ascii")
        yield _local(measure, len(name)) + name
        directory.append(_central(measure, len(name), at) + name)
        yield from _content(file, measure)
        at += LOCAL.size + len(name) + measure.bytes
    yield from directory
    yield _end(len(directory), sum(map(len, directory)), at)


def _content(file: PackageFile, measure: Measure) -> Iterator[bytes]:
    digest = sha256()
    with file.open() as stream:
        for chunk in read_chunks(stream):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != measure.sha256:
        raise EnvironmentFailedError(
            f"Tệp “{file.path}” bị thay đổi trong khi đóng gói. Hãy đóng tệp ở chương trình khác "
            "rồi xuất lại."
        )


def _local(measure: Measure, name_length: int) -> bytes:
    header = LocalHeader(
        LOCAL_SIGNATURE, VERSION, 0, STORED, *MIDNIGHT,
        measure.crc, measure.bytes, measure.bytes, name_length, 0,
    )  # fmt: skip
    return LOCAL.pack(*header)


def _central(measure: Measure, name_length: int, offset: int) -> bytes:
    header = CentralHeader(
        CENTRAL_SIGNATURE, MADE_BY, VERSION, 0, STORED, *MIDNIGHT,
        measure.crc, measure.bytes, measure.bytes, name_length, 0, 0, 0, 0, 0, offset,
    )  # fmt: skip
    return CENTRAL.pack(*header)


def _end(entries: int, size: int, offset: int) -> bytes:
    return END.pack(*EndRecord(END_SIGNATURE, 0, 0, entries, entries, size, offset, 0))


def measures_of(files: Sequence[PackageFile]) -> tuple[Measure, ...]:
    """Measure files in their order."""
    return tuple(measured(file) for file in files)
