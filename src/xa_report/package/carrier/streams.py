"""Reads the stream of an attached file without believing the length that it claims."""

import zlib

from pikepdf import Dictionary, Name, Stream

from xa_report.package.carrier.attached import Attached
from xa_report.package.faults import PackageCode, fault

MEBIBYTE = 2**20


def stream_bytes(file: Attached, most: int) -> bytes:
    """Return the content, at most `most` MiB of it; raise PackageFaultError otherwise."""
    if not isinstance(file.stream, Stream):
        raise fault(PackageCode.NOT_ATTACHED, name=file.name)
    raw = file.stream.read_raw_bytes()
    if "/F" in file.stream or "/DecodeParms" in file.stream:
        raise fault(PackageCode.ATTACHED_FILTER, name=file.name)
    content = _unpacked(raw, file, most * MEBIBYTE)
    if len(content) > most * MEBIBYTE:
        raise fault(PackageCode.ATTACHED_TOO_LARGE, name=file.name, most=most)
    claimed = file.stream.get("/Params", Dictionary()).get("/Size")
    if claimed is not None and claimed != len(content):
        raise fault(PackageCode.ATTACHED_SIZE, name=file.name)
    return content


def _unpacked(raw: bytes, file: Attached, most: int) -> bytes:
    filters = file.stream.get("/Filter")
    if filters is None:
        return raw
    single = filters if isinstance(filters, Name) else filters[0] if len(filters) == 1 else None
    if single != Name.FlateDecode:
        raise fault(PackageCode.ATTACHED_FILTER, name=file.name)
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(raw, most + 1)
    except zlib.error as error:
        raise fault(PackageCode.ATTACHED_SIZE, name=file.name) from error
    if len(content) <= most and not inflater.eof:
        raise fault(PackageCode.ATTACHED_SIZE, name=file.name)
    return content
