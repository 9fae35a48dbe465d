"""Writer of archives of stored files: the same files give the same bytes on every machine."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from xa_report.errors import EnvironmentFailedError, UsageError
from xa_report.files import read_chunks
from xa_report.package.package_files import ContentDigest, PackageFile, digest_file
from xa_report.package.zip_reader import MAX_ARCHIVE_SIZE, MAX_ENTRIES, MAX_ENTRY_SIZE
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
MADE_BY = VERSION  # the upper byte 0 (MS-DOS): no permissions of the machine get into the archive
MIDNIGHT = (0, 0x21)
"""MS-DOS time and date of 00:00 on 1 January 1980, so that no clock changes the bytes."""


def measure_files(files: Sequence[PackageFile]) -> tuple[ContentDigest, ...]:
    """Read files through; return their digests in the order of the files."""
    return tuple(digest_file(file) for file in files)


def archive_size(files: Sequence[PackageFile], measures: Sequence[ContentDigest]) -> int:
    """Return the archive's size in bytes; raise UsageError when a limit is passed."""
    if len(files) > MAX_ENTRIES:
        raise UsageError(
            f"Gói có {len(files)} tệp, nhiều hơn {MAX_ENTRIES}. Hãy gộp bớt tài liệu kiểm chứng."
        )
    for file, measure in zip(files, measures, strict=True):
        if measure.bytes > MAX_ENTRY_SIZE:
            raise UsageError(f"Tệp “{file.path}” lớn hơn 2 GiB. Hãy giảm dung lượng tệp này.")
    headers = sum(LOCAL.size + CENTRAL.size + 2 * len(file.path) for file in files)
    total = headers + END.size + sum(measure.bytes for measure in measures)
    if total > MAX_ARCHIVE_SIZE:
        raise UsageError(
            "Gói sẽ lớn hơn 4 GiB, USB định dạng FAT32 không chứa được. "
            "Hãy giảm dung lượng tài liệu kiểm chứng (quét lại ở độ phân giải thấp hơn)."
        )
    return total


def archive_chunks(
    files: Sequence[PackageFile], measures: Sequence[ContentDigest]
) -> Iterator[bytes]:
    """Yield the archive in chunks; `measures` must be those of the files, in their order."""
    directory, at = [], 0
    for file, measure in zip(files, measures, strict=True):
        name = file.path.encode("ascii")
        yield _local_header(measure, len(name)) + name
        directory.append(_central_header(measure, len(name), at) + name)
        yield from _content_chunks(file, measure)
        at += LOCAL.size + len(name) + measure.bytes
    yield from directory
    yield _end_record_bytes(len(directory), sum(map(len, directory)), at)


def _content_chunks(file: PackageFile, measure: ContentDigest) -> Iterator[bytes]:
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


def _local_header(measure: ContentDigest, name_length: int) -> bytes:
    header = LocalHeader(
        LOCAL_SIGNATURE, VERSION, 0, STORED, *MIDNIGHT,
        measure.crc, measure.bytes, measure.bytes, name_length, 0,
    )  # fmt: skip
    return LOCAL.pack(*header)


def _central_header(measure: ContentDigest, name_length: int, offset: int) -> bytes:
    header = CentralHeader(
        CENTRAL_SIGNATURE, MADE_BY, VERSION, 0, STORED, *MIDNIGHT,
        measure.crc, measure.bytes, measure.bytes, name_length, 0, 0, 0, 0, 0, offset,
    )  # fmt: skip
    return CENTRAL.pack(*header)


def _end_record_bytes(entries: int, size: int, offset: int) -> bytes:
    return END.pack(*EndRecord(END_SIGNATURE, 0, 0, entries, entries, size, offset, 0))
